using System.Globalization;
using System.Text.Json;

using Kiln.Data;

namespace Kiln.Cli.Tests;

/// <summary>Each score goes by the name of what it is, and classifiers without probabilities are measured by their decision values.</summary>
public class FitScoreTests
{
    [Theory]
    [InlineData]
    [InlineData("--scale")]
    public void The_share_of_the_deviance_is_called_d2_and_stands_beside_r2(params string[] more)
    {
        using var folder = new TemporaryFolder();
        var counts = Counts(folder["train.csv"]);
        string[] fit = ["fit", "poisson-regressor", "--train", folder["train.csv"], "--target", "n", "--cv", "3", .. more];
        var json = InProcess.Run([.. fit, "--predictions", folder["p.csv"], "--json"]).ShouldExitWith(0).Json("fit");
        json.GetProperty("cross_validation").GetProperty("metric").GetString().ShouldBe("d2");
        var train = json.GetProperty("scores").GetProperty("train");
        var predicted = Table.ReadCsv(folder["p.csv"]).Numbers("prediction").Values.ToArray();
        var mean = counts.Average();
        train.GetProperty("d2").GetDouble().ShouldBe(1 - (Deviance(counts, predicted) / Deviance(counts, [.. counts.Select(_ => mean)])), 1e-9);
        train.GetProperty("r2").GetDouble().ShouldBe(1 - (Squares(counts, predicted) / Squares(counts, [.. counts.Select(_ => mean)])), 1e-9);

        var text = InProcess.Run([.. fit, "--report", folder["r.html"]]).ShouldExitWith(0).Output;
        text.ShouldContain("train  d2 ");
        text.ShouldContain("cv     d2 ");
        File.ReadAllText(folder["r.html"]).ShouldContain("<th scope=\"col\" class=\"number\">d2</th>");
    }

    [Fact]
    public void One_row_has_no_share_of_the_deviance()
    {
        using var folder = new TemporaryFolder();
        Counts(folder["train.csv"]);
        File.WriteAllText(folder["one.csv"], "a,b,n\n1,0,3\n");
        InProcess.Run("fit", "poisson-regressor", "--train", folder["train.csv"], "--target", "n", "--test", folder["one.csv"]).ShouldExitWith(0).Output
            .ShouldContain("test   d2 not defined (it needs two rows)  r2 not defined (it needs two rows)");
    }

    [Fact]
    public void The_scorer_of_a_logistic_search_gives_its_name()
    {
        using var folder = new TemporaryFolder();
        Towns(folder["train.csv"], 2);
        string[] fit = ["fit", "logistic-regression-cv", "--train", folder["train.csv"], "--target", "town", "--set", "scoring=neg_log_loss", "--cv", "3"];
        var json = InProcess.Run([.. fit, "--json"]).ShouldExitWith(0).Json("fit");
        json.GetProperty("cross_validation").GetProperty("metric").GetString().ShouldBe("neg_log_loss");
        var train = json.GetProperty("scores").GetProperty("train");
        train.GetProperty("neg_log_loss").GetDouble().ShouldBe(-train.GetProperty("log_loss").GetDouble(), 1e-12);
        InProcess.Run(fit).ShouldExitWith(0).Output.ShouldContain("cv     neg_log_loss -");
    }

    [Fact]
    public void A_search_names_what_its_candidates_are_compared_by()
    {
        using var folder = new TemporaryFolder();
        Counts(folder["train.csv"]);
        File.WriteAllText(folder["grid.json"], "{\"alpha\": [0.1, 1]}");
        string[] fit = ["fit", "poisson-regressor", "--train", folder["train.csv"], "--target", "n", "--search", folder["grid.json"], "--cv", "3"];
        InProcess.Run([.. fit, "--json"]).ShouldExitWith(0).Json("fit").GetProperty("search").GetProperty("metric").GetString().ShouldBe("d2");
        InProcess.Run([.. fit, "--report", folder["r.html"]]).ShouldExitWith(0).Output.ShouldContain("cv     d2 0.");
        File.ReadAllText(folder["r.html"]).ShouldContain("mean d2");
    }

    [Theory]
    [InlineData("linear-svc")]
    [InlineData("ridge-classifier")]
    [InlineData("perceptron")]
    [InlineData("passive-aggressive-classifier")]
    [InlineData("sgd-classifier")]
    public void Decision_values_of_two_classes_give_areas_and_curves(string estimator)
    {
        using var folder = new TemporaryFolder();
        var rows = Towns(folder["train.csv"], 2);
        string[] fit = ["fit", estimator, "--train", folder["train.csv"], "--target", "town"];
        var json = InProcess.Run([.. fit, "--report", folder["r.html"], "--json"]).ShouldExitWith(0).Json("fit");
        json.GetProperty("positive_class").GetString().ShouldBe("town 1");
        var weights = json.GetProperty("coefficients");
        double[] w = [.. (weights[0].ValueKind == JsonValueKind.Array ? weights[0] : weights).EnumerateArray().Select(value => value.GetDouble())];
        var decided = rows.Select(row => (row.Town, Value: (w[0] * row.A) + (w[1] * row.B))).ToArray();
        json.GetProperty("scores").GetProperty("train").GetProperty("roc_auc").GetDouble().ShouldBe(Area(decided), 1e-12);
        json.GetProperty("scores").GetProperty("train").TryGetProperty("log_loss", out _).ShouldBeFalse();
        var page = File.ReadAllText(folder["r.html"]);
        page.ShouldContain("town 1 · area ");
        page.ShouldContain("town 1 · average precision ");
        page.ShouldContain("there is no log loss and no calibration curve");
        page.ShouldNotContain("observed share");
        InProcess.Run(fit).ShouldExitWith(0).Output.ShouldContain("positive class: town 1; a coefficient above 0 speaks for it");
    }

    [Fact]
    public void Decision_values_of_three_classes_give_a_curve_for_each()
    {
        using var folder = new TemporaryFolder();
        Towns(folder["train.csv"], 3);
        var run = InProcess.Run("fit", "linear-svc", "--train", folder["train.csv"], "--target", "town", "--report", folder["r.html"], "--json").ShouldExitWith(0);
        run.Json("fit").GetProperty("scores").GetProperty("train").GetProperty("roc_auc_ovr").GetDouble().ShouldBeInRange(0.7, 1);
        run.Json("fit").TryGetProperty("positive_class", out _).ShouldBeFalse();
        var page = File.ReadAllText(folder["r.html"]);
        foreach (var town in new[] { "town 0", "town 1", "town 2" })
        {
            page.ShouldContain($"{town} · area ");
        }
    }

    [Fact]
    public void The_page_says_what_was_done_before_the_fit_and_which_class_is_positive()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], "place,size,sold\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{(i % 3 == 0 ? "Bern" : "Basel")},{(i % 7 == 0 ? "" : $"{i % 11}")},{((i * i) + (i % 3) > 900 ? "yes" : "no")}\n"))));
        var run = InProcess.Run("fit", "logistic-regression", "--train", folder["train.csv"], "--target", "sold", "--scale", "--report", folder["r.html"]).ShouldExitWith(0);
        run.Output.ShouldContain("coefficients of scaled columns:");
        var page = File.ReadAllText(folder["r.html"]);
        foreach (var part in new[] { "place (2 categories)", "9 missing values are filled", "to mean 0 and variance 1", "Scaled coefficients of yes", "yes · area ", "Above 0 speaks for yes, below 0 for no.", "The curves are of yes" })
        {
            page.ShouldContain(part);
        }
    }

    [Fact]
    public void Where_there_are_no_curves_the_page_says_why()
    {
        using var folder = new TemporaryFolder();
        Towns(folder["train.csv"], 14);
        InProcess.Run("fit", "gaussian-nb", "--train", folder["train.csv"], "--target", "town", "--report", folder["r.html"]).ShouldExitWith(0);
        File.ReadAllText(folder["r.html"]).ShouldContain("There are no ROC, precision-recall or calibration curves: 14 classes are more lines than can be told apart (12 at most).");
        Towns(folder["test.csv"], 3);
        Towns(folder["train.csv"], 4);
        InProcess.Run("fit", "gaussian-nb", "--train", folder["train.csv"], "--target", "town", "--test", folder["test.csv"], "--report", folder["r.html"]).ShouldExitWith(0);
        File.ReadAllText(folder["r.html"]).ShouldContain("curves: no row is of town 3.");
    }

    [Fact]
    public void A_chart_of_some_samples_says_of_how_many()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], "a,y\n" + string.Concat(Enumerable.Range(0, 10_001).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 97},{i % 89}\n"))));
        InProcess.Run("fit", "ridge", "--train", folder["train.csv"], "--target", "y", "--report", folder["r.html"]).ShouldExitWith(0);
        File.ReadAllText(folder["r.html"]).ShouldContain("3,334 of 10,001 samples");
    }

    private static double[] Counts(string path)
    {
        var rows = Enumerable.Range(0, 90).Select(i => (A: Math.Sin(i), B: i % 5, N: Math.Round(Math.Exp(0.8 * Math.Sin(i)) + (i * 7 % 4)))).ToArray();
        File.WriteAllText(path, "a,b,n\n" + string.Concat(rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.A:R},{row.B},{row.N}\n"))));
        return [.. rows.Select(row => row.N)];
    }

    // Towns that overlap, so that no area is 1.
    private static (double A, double B, int Town)[] Towns(string path, int towns)
    {
        var rows = Enumerable.Range(0, 40 * towns).Select(i => (A: (i % towns) + (2 * Math.Sin(i)), B: ((i % towns) * -0.5) + Math.Cos(3.0 * i), Town: i % towns)).ToArray();
        File.WriteAllText(path, "a,b,town\n" + string.Concat(rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.A:R},{row.B:R},town {row.Town}\n"))));
        return rows;
    }

    // The chance that one of the second town has the greater value.
    private static double Area((int Town, double Value)[] decided)
    {
        var (first, second) = (decided.Where(row => row.Town == 0).ToArray(), decided.Where(row => row.Town == 1).ToArray());
        return second.Sum(one => first.Sum(other => one.Value > other.Value ? 1 : one.Value == other.Value ? 0.5 : 0)) / (first.Length * second.Length);
    }

    private static double Deviance(double[] truth, double[] means) => truth.Zip(means).Sum(pair => 2 * ((pair.First == 0 ? 0 : pair.First * Math.Log(pair.First / pair.Second)) - pair.First + pair.Second));

    private static double Squares(double[] truth, double[] means) => truth.Zip(means).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second));
}
