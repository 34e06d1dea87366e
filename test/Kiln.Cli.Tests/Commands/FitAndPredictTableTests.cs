using System.Globalization;
using System.Text.Json;

namespace Kiln.Cli.Tests;

/// <summary>Tables with fewer rows than scores need, and tables to predict from with more, less or other than the model knows.</summary>
public class FitAndPredictTableTests
{
    [Fact]
    public void A_score_that_needs_more_rows_is_not_defined_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var (train, one) = (folder["train.csv"], folder["one.csv"]);
        Numbers(train, 6);
        Numbers(one, 1);
        var fit = Fit(one, "--report", folder["r.html"]).ShouldExitWith(0).Output;
        fit.ShouldContain("train  r2 not defined (it needs two rows)  root_mean_squared_error 0");
        fit.ShouldNotContain("NaN");
        var page = File.ReadAllText(folder["r.html"]);
        page.ShouldContain("not defined (it needs two rows)");
        page.ShouldNotContain("NaN");
        Fit(train, "--test", one).ShouldExitWith(0).Output.ShouldContain("test   r2 not defined (it needs two rows)");
        var scores = Fit(train, "--test", one, "--cv", "6", "--json").ShouldExitWith(0).Json("fit");
        scores.GetProperty("scores").GetProperty("test").GetProperty("r2").ValueKind.ShouldBe(JsonValueKind.Null);
        scores.GetProperty("cross_validation").GetProperty("mean").ValueKind.ShouldBe(JsonValueKind.Null);
        var folds = Fit(train, "--cv", "6", "--report", folder["r.html"]).ShouldExitWith(0).Output;
        folds.ShouldContain("cv     r2 not defined (it needs two rows in each fold; take fewer folds)  (not defined, not defined");
        folds.ShouldNotContain("NaN");
        File.ReadAllText(folder["r.html"]).ShouldNotContain("NaN");
        File.WriteAllText(folder["grid.json"], "{\"alpha\": [0.1, 1]}");
        var search = Fit(train, "--cv", "6", "--search", folder["grid.json"]).ShouldExitWith(0).Output;
        search.ShouldContain("cv     r2 not defined  alpha=0.1");
        search.ShouldNotContain("NaN");
    }

    [Fact]
    public void A_table_of_one_row_cannot_be_cross_validated()
    {
        using var folder = new TemporaryFolder();
        Numbers(folder["one.csv"], 1);
        Fit(folder["one.csv"], "--cv", "2").ShouldExitWith(1).Error.ShouldContain("one.csv has 1 row, and each fold needs at least one; there is nothing to cross-validate.");
    }

    [Theory]
    [InlineData("a,b\n1,2\n\n\n3,4\n\n", 2)] // empty lines are no rows
    [InlineData("\uFEFFa,b\n1,2\n", 1)]
    [InlineData("y,b,a,note\n9,2,1,hi\n", 1)] // the target, and what the model does not know, are passed over
    [InlineData("a;b\n1;2\n3;4\n", 2)]
    public void A_table_to_predict_from_may_hold_more(string table, int rows)
    {
        using var folder = new TemporaryFolder();
        Numbers(folder["train.csv"], 50);
        Fit(folder["train.csv"], "--out", folder["model"]).ShouldExitWith(0);
        File.WriteAllText(folder["c.csv"], table);
        var lines = InProcess.Run("predict", folder["model"], "--input", folder["c.csv"]).ShouldExitWith(0).OutputLines;
        lines.Length.ShouldBe(rows + 1);
        File.WriteAllText(folder["c.csv"], "a,b\n1,2\n");
        InProcess.Run("predict", folder["model"], "--input", folder["c.csv"]).ShouldExitWith(0).OutputLines[1].ShouldBe(lines[1]);
    }

    [Theory]
    [InlineData("a,b\n1,2\nNaN,3\n", "line 3, column 'a': the value is missing")]
    [InlineData("a,b\n1,2\n,\n", "line 3, column 'a': the value is missing")]
    [InlineData("a,b\n1,two\n", "line 2, column 'b': \"two\" is no number")]
    [InlineData("a,b\n1,2\n3,-inf\n", "line 3, column 'b': infinity cannot be computed with")]
    [InlineData("a,B\n1,2\n", "there is no column 'b'; did you mean 'B'?")]
    [InlineData("a,b\n", "has no rows below its header")]
    [InlineData("", "the file is empty")]
    [InlineData("a,b\n1,2\n3\n", "line 3 (\"3\") has 1 field, the first line has 2")]
    public void A_table_that_cannot_be_predicted_from_says_where_and_leaves_no_predictions(string table, string said)
    {
        using var folder = new TemporaryFolder();
        Numbers(folder["train.csv"], 50);
        Fit(folder["train.csv"], "--scale", "--out", folder["model"]).ShouldExitWith(0);
        File.WriteAllText(folder["c.csv"], table);
        var run = InProcess.Run("predict", folder["model"], "--input", folder["c.csv"], "--output", folder["p.csv"]).ShouldExitWith(1);
        run.Error.ShouldContain(said);
        run.Error.Trim().ShouldNotContain("\n");
        File.Exists(folder["p.csv"]).ShouldBeFalse();
    }

    private static void Numbers(string path, int rows) => File.WriteAllText(path, "a,b,y\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Sin(i):R},{i % 7},{(2 * Math.Sin(i)) + (i % 7):R}\n"))));

    private static Finished Fit(string train, params string[] options) => InProcess.Run(["fit", "ridge", "--train", train, "--target", "y", .. options]);
}
