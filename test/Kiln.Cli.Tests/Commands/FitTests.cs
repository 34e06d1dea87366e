using System.Globalization;
using System.Text.Json;
using Kiln.Data;
using Kiln.Estimators;

namespace Kiln.Cli.Tests;

public class FitTests
{
    [Fact]
    public void Help() => Snapshot.Matches("help-fit", Run(["fit", "--help"]).ShouldExitWith(0).Output);

    [Fact]
    public void A_regression_is_fitted_tested_saved_and_predicts()
    {
        using var folder = new TemporaryFolder();
        var (train, test) = (folder["train.csv"], folder["test.csv"]);
        Line(train, 0, 60);
        Line(test, 60, 80);
        var fit = Run(["fit", "linear-regression", "--train", train, "--target", "y", "--drop", "id", "--test", test, "--out", folder["model"],
            "--predictions", folder["p.csv"], "--json"]).ShouldExitWith(0);
        var json = fit.Json("fit");
        json.GetProperty("features").EnumerateArray().Select(name => name.GetString()).ShouldBe(["a", "b"]);
        var coefficients = json.GetProperty("coefficients").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        coefficients[0].ShouldBe(2, 1e-9);
        coefficients[1].ShouldBe(-0.5, 1e-9);
        json.GetProperty("intercept")[0].GetDouble().ShouldBe(3, 1e-9);
        json.GetProperty("scores").GetProperty("test").GetProperty("r2").GetDouble().ShouldBe(1, 1e-9);
        json.GetProperty("seconds").GetProperty("fit").GetDouble().ShouldBeGreaterThan(0);
        Table.ReadCsv(folder["p.csv"]).RowCount.ShouldBe(20);

        var (input, output) = (folder["input.csv"], folder["output.csv"]);
        File.WriteAllText(input, "b,note,a\n2,x,1\n4,y,10\n"); // other columns, in another order
        Run(["predict", folder["model"], "--input", input, "--output", output, "--json"]).ShouldExitWith(0).Json("predictions").GetProperty("rows").GetInt32().ShouldBe(2);
        var predicted = Table.ReadCsv(output).Numbers("prediction").Values.ToArray();
        predicted[0].ShouldBe(4, 1e-9);
        predicted[1].ShouldBe(21, 1e-9);
        Run(["predict", folder["model"], "--input", input]).ShouldExitWith(0).OutputLines[0].ShouldBe("prediction");
        Run(["predict", folder["model"], "--input", input, "--json"]).ShouldExitWith(0).Json()[1].GetProperty("prediction").GetDouble().ShouldBe(21, 1e-9);
    }

    [Fact]
    public void People_read_rows_scores_coefficients_and_what_to_do_next()
    {
        using var folder = new TemporaryFolder();
        Line(folder["train.csv"], 0, 60);
        var text = Run(["fit", "linear-regression", "--train", folder["train.csv"], "--target", "y", "--out", folder["model"]]).ShouldExitWith(0).Output;
        foreach (var part in new[] { "60 rows, 3 features", "linear-regression fitted in", "train  r2 1", "intercept", "predict" })
        {
            text.ShouldContain(part);
        }
    }

    [Fact]
    public void The_list_shows_estimators_with_parameters_and_defaults()
    {
        var all = Run(["fit", "--list"]).ShouldExitWith(0).Output;
        all.ShouldContain("linear-regression");
        all.ShouldContain("fit_intercept=true");
        Run(["fit", "linear-regression", "--list"]).ShouldExitWith(0).Output.ShouldContain("whether to learn an intercept");
        var json = Run(["fit", "linear-regression", "--list", "--json"]).ShouldExitWith(0).Json("estimator");
        json.GetProperty("parameters")[0].GetProperty("default").GetString().ShouldBe("true");
        json.GetProperty("role").GetString().ShouldBe("predictor");
    }

    [Fact]
    public void Transformers_are_listed_below_with_how_they_are_used()
    {
        var lines = Run(["fit", "--list"]).ShouldExitWith(0).Output.Split('\n').ToList();
        var heading = lines.FindIndex(line => line.StartsWith("Transformers", StringComparison.Ordinal));
        lines[heading].ShouldContain("fit pipeline --set steps=standard-scaler,ridge");
        lines[heading].ShouldContain("new Pipeline(");
        int PlaceOf(string name) => lines.FindIndex(line => line.StartsWith($"{name} ", StringComparison.Ordinal));
        foreach (var (name, parameter) in new[] { ("standard-scaler", "with_mean=true"), ("select-k-best", "k=10"), ("tfidf-vectorizer", "ngram_range=1,1") })
        {
            PlaceOf(name).ShouldBeGreaterThan(heading);
            lines[PlaceOf(name) + 1].ShouldContain(parameter);
        }

        PlaceOf("pipeline").ShouldBeInRange(0, heading);
        PlaceOf("ridge").ShouldBeInRange(0, heading);

        Run(["fit", "standard-scaler", "--list"]).ShouldExitWith(0).Output.ShouldContain("a step of a pipeline");
        var entries = Run(["fit", "--list", "--json"]).ShouldExitWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        entries.Select(entry => entry.GetProperty("name").GetString()).Order(StringComparer.Ordinal).ShouldBe(EstimatorCatalog.All.Select(entry => entry.Name).Order(StringComparer.Ordinal));
        foreach (var entry in entries)
        {
            var prepares = EstimatorCatalog.Find(entry.GetProperty("name").GetString()!).Create() is FeatureTransformer;
            entry.GetProperty("role").GetString().ShouldBe(prepares ? "transformer" : "predictor");
            entry.TryGetProperty("use", out _).ShouldBe(prepares);
        }
    }

    [Fact]
    public void A_transformer_is_a_step_of_a_pipeline_as_the_list_says()
    {
        using var folder = new TemporaryFolder();
        Line(folder["train.csv"], 0, 60);
        Run(["fit", "pipeline", "--set", "steps=standard-scaler,ridge", "ridge__alpha=0.001", "--train", folder["train.csv"], "--target", "y"]).ShouldExitWith(0).Output.ShouldContain("train  r2 1");
    }

    [Theory]
    [InlineData(2, "which estimator?", "fit")]
    [InlineData(2, "--train is needed", "fit", "linear-regression")]
    [InlineData(2, "did you mean 'linear-regression'?", "fit", "linear-regresion", "--train", "x.csv", "--target", "y")]
    [InlineData(2, "did you mean 'fit_intercept'?", "fit", "linear-regression", "--train", "x.csv", "--target", "y", "--set", "fit_intercep=1")]
    [InlineData(2, "expected true or false", "fit", "linear-regression", "--train", "x.csv", "--target", "y", "--set", "fit_intercept=3")]
    [InlineData(2, "expected NAME=VALUE", "fit", "linear-regression", "--train", "x.csv", "--target", "y", "--set", "alpha")]
    [InlineData(2, "predicts nothing", "fit", "standard-scaler", "--train", "x.csv", "--target", "y")]
    [InlineData(2, "--separator: expected one character", "fit", "linear-regression", "--train", "x.csv", "--target", "y", "--separator", "dot")]
    [InlineData(1, "nowhere.csv: there is no such file", "fit", "linear-regression", "--train", "nowhere.csv", "--target", "y")]
    public void Mistakes_are_told_with_what_to_do(int code, string said, params string[] arguments) => Run(arguments).ShouldExitWith(code).Error.ShouldContain(said);

    [Fact]
    public void Text_and_missing_values_are_prepared_and_the_model_keeps_it()
    {
        using var folder = new TemporaryFolder();
        var train = folder["train.csv"];
        File.WriteAllText(train, "town,size,sold\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
            $"{(i % 3 == 0 ? "Bern" : i % 3 == 1 ? "Basel" : "")},{(i % 7 == 0 ? "" : $"{i % 11}")},{(i % 3 == 0 ? "yes" : "no")}\n")));
        var fit = Run(["fit", "logistic-regression", "--train", train, "--target", "sold", "--scale", "--cv", "3", "--out", folder["model"], "--report", folder["r.html"], "--json"])
            .ShouldExitWith(0);
        fit.Error.ShouldContain("one-hot: town (2 categories)");
        fit.Error.ShouldContain("missing values are filled");
        var json = fit.Json("fit");
        json.GetProperty("classes").EnumerateArray().Select(c => c.GetString()).ShouldBe(["no", "yes"]);
        json.GetProperty("coefficient_names").EnumerateArray().Select(c => c.GetString()).ShouldBe(["size", "town_Basel", "town_Bern"]);
        json.GetProperty("scores").GetProperty("train").GetProperty("accuracy").GetDouble().ShouldBe(1);
        json.GetProperty("scores").GetProperty("train").GetProperty("roc_auc").GetDouble().ShouldBe(1);
        json.GetProperty("cross_validation").GetProperty("scores").GetArrayLength().ShouldBe(3);
        File.ReadAllText(folder["r.html"]).ShouldContain("Confusion matrix");
        File.WriteAllText(folder["c.csv"], "size,town\n3,Bern\n,Basel\n2,Zug\n");
        var predicted = Run(["predict", folder["model"], "--input", folder["c.csv"], "--json"]).ShouldExitWith(0).Json();
        predicted.Select(line => line.GetProperty("prediction").GetString()).Take(2).ShouldBe(["yes", "no"]);
        predicted[2].GetProperty("probabilities").EnumerateObject().Sum(p => p.Value.GetDouble()).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void A_search_tries_values_and_keeps_the_best()
    {
        using var folder = new TemporaryFolder();
        var (train, grid) = (folder["train.csv"], folder["grid.json"]);
        Line(train, 0, 60);
        File.WriteAllText(grid, "{\"fit_intercept\": [false, true]}");
        foreach (var scale in new[] { Array.Empty<string>(), ["--scale"] })
        {
            var search = Run(["fit", "linear-regression", "--train", train, "--target", "y", "--search", grid, "--cv", "4", "--json", .. scale]).ShouldExitWith(0).Json("fit").GetProperty("search");
            search.GetProperty("candidates").GetArrayLength().ShouldBe(2);
            search.GetProperty("best_index").GetInt32().ShouldBe(1);
            search.GetProperty("candidates")[0].GetProperty("scores").GetArrayLength().ShouldBe(4);
        }

        File.WriteAllText(grid, "{\"fit_intercep\": [true]}");
        Run(["fit", "linear-regression", "--train", train, "--target", "y", "--search", grid]).Error.ShouldContain("fit_intercept");
        File.WriteAllText(grid, "[1]");
        Run(["fit", "linear-regression", "--train", train, "--target", "y", "--search", grid]).ShouldExitWith(2).Error.ShouldContain("grid.json");
    }

    [Fact]
    public void Damaged_tables_are_told_by_file_line_and_column()
    {
        using var folder = new TemporaryFolder();
        var (train, bad) = (folder["train.csv"], folder["bad.csv"]);
        Line(train, 0, 30);
        Run(["fit", "linear-regression", "--train", train, "--target", "z"]).ShouldExitWith(1).Error.ShouldContain("there is no column 'z'");
        Run(["fit", "linear-regression", "--train", train, "--target", "y", "--out", folder["model"]]).ShouldExitWith(0);
        File.WriteAllText(bad, "id,a,b\n1,2,3\n4,five,6\n");
        Run(["predict", folder["model"], "--input", bad]).ShouldExitWith(1).Error.ShouldContain("bad.csv: line 3, column 'a': \"five\" is no number");
        File.WriteAllText(bad, "id,a\n1,2\n");
        Run(["predict", folder["model"], "--input", bad]).ShouldExitWith(1).Error.ShouldContain("there is no column 'b'");
        File.WriteAllText(bad, "id,a,b\n1,2\n");
        Run(["predict", folder["model"], "--input", bad]).ShouldExitWith(1).Error.ShouldContain("line 2 (\"1\" …) has 2 fields, the first line has 3");
        File.WriteAllText(bad, "id,a,b\n");
        Run(["predict", folder["model"], "--input", bad]).ShouldExitWith(1).Error.ShouldContain("bad.csv has no rows below its header, so there is nothing to predict");
        File.WriteAllText(bad, "1,2,3\n4,5,6\n");
        Run(["predict", folder["model"], "--input", bad]).ShouldExitWith(1).Error.ShouldContain("Its first line holds values and names no columns: put their names before it.");
    }

    [Theory]
    [InlineData("gamma-regressor", "a,y\n1,2\n2,0\n", "line 3: gamma-regressor: the target is 0; its distribution is of numbers above 0.")]
    [InlineData("multinomial-nb", "a,y\n1,x\n-2,z\n", "line 3: multinomial-nb: column 'a' is -2; counts (or weights such as tf-idf) cannot be negative.")]
    [InlineData("ridge", "a,y\n1,x\n2,z\n", "line 2: ridge: the target is text (\"x\"); numbers are expected.")]
    [InlineData("logistic-regression", "a,y\n1,1\n2,2.5\n", "line 3: logistic-regression: the target is 2.5; a classifier expects class labels")]
    [InlineData("bernoulli-nb", "a,b,y\n1,,x\n1,0,z\n0.5,3,z\n1,0,x\n", "line 4: bernoulli-nb: column 'b' is 3; features must lie in 0..1 when binarize is none; give binarize a threshold.", "--set", "binarize=none")]
    public void A_message_that_names_a_line_counts_nothing_else(string estimator, string table, string said, params string[] more)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["t.csv"], table);
        Run(["fit", estimator, "--train", folder["t.csv"], "--target", "y", .. more]).ShouldExitWith(1).Error.ShouldContain("t.csv: " + said);
    }

    [Fact]
    public void A_folder_of_something_else_is_not_overwritten_and_a_damaged_fit_is_told()
    {
        using var folder = new TemporaryFolder();
        var train = folder["train.csv"];
        Line(train, 0, 30);
        Directory.CreateDirectory(folder["mine"]);
        File.WriteAllText(folder["mine/letter.txt"], "dear");
        Run(["fit", "linear-regression", "--train", train, "--target", "y", "--out", folder["mine"]]).ShouldExitWith(1).Error.ShouldContain("not empty and holds no fitted estimator");
        Run(["fit", "linear-regression", "--train", train, "--target", "y", "--out", folder["model"]]).ShouldExitWith(0);
        File.WriteAllText(folder["model/fit.json"], "{");
        Run(["predict", folder["model"], "--input", train]).ShouldExitWith(1).Error.ShouldContain("fit.json is damaged: it stops being JSON in line 1, at byte 2.");
        File.WriteAllText(folder["model/fit.json"], "{\"format\":\"kiln-fit\",\"version\":9}");
        Run(["predict", folder["model"], "--input", train]).ShouldExitWith(1).Error.ShouldContain("version 9");
    }

    private static void Line(string path, int from, int to)
    {
        var rows = Enumerable.Range(from, to - from).Select(i => (A: Math.Sin(i), B: i % 7.0));
        File.WriteAllText(path, "id,a,b,y\n" + string.Concat(rows.Select((row, i) =>
            string.Create(CultureInfo.InvariantCulture, $"{i},{row.A:R},{row.B:R},{(2 * row.A) - (0.5 * row.B) + 3:R}\n"))));
    }

    private static Finished Run(string[] arguments) => InProcess.Run(arguments);
}
