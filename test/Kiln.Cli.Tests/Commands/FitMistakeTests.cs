using static Kiln.Cli.Tests.FitCommand;

namespace Kiln.Cli.Tests;

/// <summary>What goes wrong with tables and places, told before the work and in the words of file, line and column.</summary>
public class FitMistakeTests
{
    [Fact]
    public void One_word_in_a_column_of_numbers_is_an_error_that_names_the_cell_and_the_ways_out()
    {
        using var folder = new TemporaryFolder();
        var train = folder["train.csv"];
        Numbers(train, 200, (120, "abc"));
        var error = Fit(train).ShouldExitWith(1).Error;
        error.ShouldContain("train.csv: line 122, column 'a': \"abc\" is no number, and 199 of the column's 200 values are.");
        error.ShouldContain("--text a");
        error.ShouldContain("--drop a");
        Fit(train, "--drop", "a").ShouldExitWith(0);
        Fit(train, "--text", "a").ShouldExitWith(0).Output.ShouldContain("one-hot: a (200 categories)");
        Run("fit", "ridge", "--train", train, "--target", "a").ShouldExitWith(1).Error.ShouldContain("the target 'a' is text, because \"abc\" in line 122 of");
    }

    [Fact]
    public void Many_words_among_more_numbers_are_categories_with_a_warning()
    {
        using var folder = new TemporaryFolder();
        var train = folder["train.csv"];
        Numbers(train, 100, [.. Enumerable.Range(0, 30).Select(i => (i * 3, $"A{i}"))]);
        var fit = Fit(train).ShouldExitWith(0).Output;
        fit.ShouldContain("warning: ");
        fit.ShouldContain("line 2, column 'a': \"A0\" is no number, as 70 of its 100 values are");
    }

    [Fact]
    public void Columns_may_be_given_with_commas_between_them_unless_a_name_holds_one()
    {
        using var folder = new TemporaryFolder();
        var train = folder["train.csv"];
        File.WriteAllText(train, "id,\"height, cm\",zip,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 7},{1000 + (i % 3)},{i % 5}\n")));
        Features("--drop", "id,zip").ShouldBe(["height, cm"]);
        Features("--drop", "id", "zip").ShouldBe(["height, cm"]);
        Features("--drop", "height, cm").ShouldBe(["id", "zip"]);
        Fit(train, "--drop", "id,zap").ShouldExitWith(1).Error.ShouldContain("there is no column 'zap'; did you mean 'zip'?");

        string[] Features(params string[] options) => [.. Fit(train, [.. options, "--json"]).ShouldExitWith(0).Json("fit").GetProperty("features").EnumerateArray().Select(name => name.GetString()!)];
    }

    [Fact]
    public void A_fit_that_fails_leaves_no_folder_and_one_that_was_there_as_it_was()
    {
        using var folder = new TemporaryFolder();
        var (train, bad) = (folder["train.csv"], folder["bad.csv"]);
        Numbers(train, 50);
        Numbers(bad, 50, (3, "abc"));
        Fit(bad, "--out", folder["a/b/model"]).ShouldExitWith(1);
        Directory.Exists(folder["a"]).ShouldBeFalse();
        Directory.CreateDirectory(folder["kept"]);
        Fit(bad, "--out", folder["kept"]).ShouldExitWith(1);
        Directory.Exists(folder["kept"]).ShouldBeTrue();
        Fit(train, "--out", folder["a/b/model"]).ShouldExitWith(0);
        Fit(bad, "--out", folder["a/b/model"]).ShouldExitWith(1);
        File.Exists(folder["a/b/model/fit.json"]).ShouldBeTrue();
    }

    [Fact]
    public void A_fit_into_the_folder_of_another_says_what_it_replaces()
    {
        using var folder = new TemporaryFolder();
        Numbers(folder["train.csv"], 50);
        Fit(folder["train.csv"], "--out", folder["model"]).ShouldExitWith(0).Output.ShouldNotContain("replaces");
        Fit(folder["train.csv"], "--out", folder["model"]).ShouldExitWith(0).Output.ShouldContain("holds an earlier fit (ridge for 'y'), which this fit replaces");
    }

    [Fact]
    public void Places_are_looked_at_before_the_fit()
    {
        using var folder = new TemporaryFolder();
        var train = folder["train.csv"];
        Numbers(train, 50);
        foreach (var option in new[] { "--report", "--predictions" })
        {
            Refused($"{option} {folder["nowhere/x"]}: there is no folder", option, folder["nowhere/x"]);
            Refused("this is a folder; name a file", option, folder.Path);
            Refused("is a file, so nothing can lie in it", option, Path.Combine(train, "x"));
            Refused("this is the file of --train, which would be lost", option, train);
        }

        Refused("this is the file of --predictions", "--predictions", folder["x"], "--report", folder["x"]);
        Refused("nothing.csv: there is no such file", "--test", folder["nothing.csv"]);
        Refused("grid.json: there is no such file", "--search", folder["grid.json"]);
        Refused($"--out {Path.Combine(train, "model")}: nothing can be written to", "--out", Path.Combine(train, "model"));
        Refused("has 50 rows, and each fold needs at least one; take 50 folds or fewer.", "--cv", "60");

        void Refused(string said, params string[] options)
        {
            var run = Fit(train, options);
            run.ExitCode.ShouldNotBe(0);
            run.Error.ShouldContain(said);
            run.Output.ShouldNotContain("fitted in");
        }
    }

    [Fact]
    public void A_test_table_is_read_before_the_fit()
    {
        using var folder = new TemporaryFolder();
        var (train, test) = (folder["train.csv"], folder["test.csv"]);
        Numbers(train, 50);
        File.WriteAllText(test, "a,y\n1,2\n");
        var run = Fit(train, "--test", test).ShouldExitWith(1);
        run.Error.ShouldContain("test.csv: there is no column 'b'");
        run.Output.ShouldNotContain("fitted in");
        File.WriteAllText(test, "a,b,y\n1,2,3\n1,2,x\n3,4,5\n");
        run = Fit(train, "--test", test).ShouldExitWith(1);
        run.Error.ShouldContain("\"x\" in line 3 of");
        run.Output.ShouldNotContain("fitted in");
    }

    [Fact]
    public void Values_that_cannot_be_computed_with_are_named_by_line_and_column()
    {
        using var folder = new TemporaryFolder();
        var (train, input) = (folder["train.csv"], folder["c.csv"]);
        Numbers(train, 50);
        Fit(train, "--scale", "--out", folder["model"]).ShouldExitWith(0);
        File.WriteAllText(input, "a,b\n1,2\n3,\n");
        var missing = Run("predict", folder["model"], "--input", input).ShouldExitWith(1).Error;
        missing.ShouldContain("c.csv: line 3, column 'b': the value is missing. None was missing in the training table");
        missing.ShouldNotContain("scaler");
        Numbers(train, 50, (7, "inf"));
        Fit(train, "--scale").ShouldExitWith(1).Error.ShouldContain("train.csv: line 9, column 'a': infinity cannot be computed with");
        File.WriteAllText(train, "a,y\n1,\n2,3\n");
        Fit(train).ShouldExitWith(1).Error.ShouldContain("train.csv: line 2, target 'y': there is no value");
        File.WriteAllText(train, "a,y,w\n1,2,1\n2,3,-1\n3,4,1\n");
        Fit(train, "--weights", "w").ShouldExitWith(1).Error.ShouldContain("train.csv: line 3, column 'w': a weight of -1; expected 0 or more");
        File.WriteAllText(train, "a,y\n1,x\n2,x\n");
        Run("fit", "logistic-regression", "--train", train, "--target", "y").ShouldExitWith(1).Error.ShouldContain("train.csv: logistic-regression: all samples are of the class 'x'");
    }

    [Fact]
    public void A_folder_that_is_not_there_or_of_something_else_is_told_in_words_of_both()
    {
        using var folder = new TemporaryFolder();
        Numbers(folder["train.csv"], 50);
        Fit(folder["train.csv"], "--out", folder["model"]).ShouldExitWith(0);
        var missing = Predict(folder["modle"]);
        missing.ShouldContain("modle: there is no such folder. Models beside it: model.");
        missing.ShouldContain("--out model makes one for tables");
        Predict(folder["train.csv"]).ShouldContain("this is a file; name the folder");
        Directory.CreateDirectory(folder["empty"]);
        Predict(folder["empty"]).ShouldContain("holds neither a fitted estimator (fit.json) nor a run (run.json)");

        string Predict(string path) => Run("predict", path, "--input", folder["train.csv"]).ShouldExitWith(1).Error;
    }

    [Theory]
    [InlineData("pipeline", "--set steps=standard-scaler,ridge")]
    [InlineData("calibrated-classifier", "--set estimator=linear-svc")]
    public void An_estimator_made_of_others_asks_for_them_before_it_reads_the_table(string estimator, string example)
    {
        using var folder = new TemporaryFolder();
        Run("fit", estimator, "--train", folder["is-not-there.csv"], "--target", "y").ShouldExitWith(2).Error.ShouldContain(example);
    }

    [Theory]
    [InlineData("there is no option --otu; did you mean '--out'?", "fit", "ridge", "--train", "x.csv", "--target", "y", "--otu", "dir")]
    [InlineData("there is no option --otu; did you mean '--out'?", "fit", "ridge", "--train", "x.csv", "--target", "y", "--set", "alpha=1", "--otu", "dir")]
    [InlineData("there is no option --otu; did you mean '--out'?", "fit", "ridge", "--train", "x.csv", "--target", "y", "--drop", "a", "--otu=dir")]
    [InlineData("there is no option --trian; did you mean '--train'", "fit", "--trian", "x.csv")]
    [InlineData("there is no option --jsn; did you mean '--json'?", "predict", "model", "--input", "x.csv", "--jsn")]
    [InlineData("--set alpha is given 2 times: alpha=1, alpha=2", "fit", "ridge", "--train", "x.csv", "--target", "y", "--set", "alpha=1", "--set", "alpha=2")]
    [InlineData("--set max_iter is given 2 times", "fit", "ridge", "--train", "x.csv", "--target", "y", "--set", "max_iter=1", "max-iter=2")]
    [InlineData("--target is given twice: y, z. Give it once.", "fit", "ridge", "--train", "x.csv", "--target", "y", "--target", "z")]
    [InlineData("--train is given 3 times: a, b, c. Give it once.", "fit", "ridge", "--train", "a", "--train", "b", "--train", "c", "--target", "y")]
    [InlineData("--out is given twice: a, b. Give it once.", "fit", "ridge", "--train", "x.csv", "--target", "y", "--out", "a", "--out", "b")]
    [InlineData("--cv is given twice: 3, 4. Give it once.", "fit", "ridge", "--train", "x.csv", "--target", "y", "--cv", "3", "--cv", "4")]
    [InlineData("--separator is given twice: ;, tab. Give it once.", "fit", "ridge", "--train", "x.csv", "--target", "y", "--separator", ";", "--separator", "tab")]
    [InlineData("--output is given twice: p.csv, q.csv. Give it once.", "predict", "model", "--input", "x.csv", "--output", "p.csv", "--output", "q.csv")]
    [InlineData("--epochs is given twice: 3, 4. Give it once.", "train", "cnn", "--epochs", "3", "--epochs", "4")]
    [InlineData("--tokenizer is given twice: a, b. Give it once.", "tokenize", "--tokenizer", "a", "--tokenizer", "b", "text")]
    public void Options_that_do_not_exist_or_come_twice_are_wrong_use(string said, params string[] arguments) => Run(arguments).ShouldExitWith(2).Error.ShouldContain(said);

    [Fact]
    public void Predictions_replace_neither_the_table_nor_the_model()
    {
        using var folder = new TemporaryFolder();
        var (train, model) = (folder["train.csv"], folder["model"]);
        Numbers(train, 50);
        Fit(train, "--out", model).ShouldExitWith(0);
        var (table, saved) = (File.ReadAllBytes(train), File.ReadAllBytes(Path.Combine(model, "model.safetensors")));
        Refused("this is the file of --input, which would be lost", train);
        Refused("this is the file of --input, which would be lost", Path.Combine(model, "..", "train.csv"));
        Refused("this is a file of the model, which would be lost", Path.Combine(model, "model.safetensors"));
        Refused("this is a file of the model, which would be lost", Path.Combine(model, "fit.json"));
        Refused("in the folder of the model", Path.Combine(model, "p.csv"));
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(folder["link.csv"], train);
            Directory.CreateSymbolicLink(folder["link"], model);
            Refused("this is the file of --input, which would be lost", folder["link.csv"]);
            Refused("this is a file of the model, which would be lost", folder["link/model.safetensors"]);
            Refused("in the folder of the model", folder["link/p.csv"]);
        }

        File.ReadAllBytes(train).ShouldBe(table);
        File.ReadAllBytes(Path.Combine(model, "model.safetensors")).ShouldBe(saved);
        Run("predict", model, "--input", train, "--output", folder["model-p.csv"]).ShouldExitWith(0);

        void Refused(string said, string output) => Run("predict", model, "--input", train, "--output", output).ShouldExitWith(2).Error.ShouldContain(said);
    }

    [Fact]
    public void The_folder_of_the_model_and_the_other_files_do_not_take_each_others_place()
    {
        using var folder = new TemporaryFolder();
        var train = folder["train.csv"];
        Numbers(train, 50);
        foreach (var option in new[] { "--report", "--predictions" })
        {
            Fit(train, option, folder["d"], "--out", folder["d"]).ShouldExitWith(2).Error.ShouldContain("this is where the folder of --out goes");
            Fit(train, option, folder["d"], "--out", folder["d/model"]).ShouldExitWith(2).Error.ShouldContain("this is where the folder of --out goes");
        }

        Directory.Exists(folder["d"]).ShouldBeFalse();
        Fit(train, "--out", folder["d"]).ShouldExitWith(0);
        Fit(train, "--out", folder["d"], "--report", folder["d/model.safetensors"]).ShouldExitWith(2).Error.ShouldContain("this is a file of the model");
        Fit(train, "--out", folder["d"], "--report", folder["d/report.html"]).ShouldExitWith(0);
    }

    [Fact]
    public void A_table_without_rows_is_told_when_it_is_read()
    {
        using var folder = new TemporaryFolder();
        var (train, empty) = (folder["train.csv"], folder["empty.csv"]);
        Numbers(train, 50);
        Numbers(empty, 0);
        Fit(empty, "--cv", "5").ShouldExitWith(1).Error.ShouldContain("empty.csv has no rows below its header, so there is nothing to learn from");
        var run = Fit(train, "--test", empty).ShouldExitWith(1);
        run.Error.ShouldContain("empty.csv has no rows below its header, so there is nothing to test on");
        run.Output.ShouldNotContain("fitted in");
    }

    [Fact]
    public void The_column_to_predict_is_neither_left_out_nor_a_weight()
    {
        using var folder = new TemporaryFolder();
        Numbers(folder["train.csv"], 50);
        Fit(folder["train.csv"], "--drop", "a,y").ShouldExitWith(2).Error.ShouldContain("--drop y: this is the column to predict");
        Fit(folder["train.csv"], "--weights", "y").ShouldExitWith(2).Error.ShouldContain("--weights y: this is the column to predict");
    }

    [Fact]
    public void One_class_and_a_feature_that_does_not_vary_are_measured_as_far_as_they_can_be()
    {
        using var folder = new TemporaryFolder();
        Classes(folder["one.csv"], "aaaaaaaaaa");
        var one = Run("fit", "gaussian-nb", "--train", folder["one.csv"], "--target", "kind").ShouldExitWith(0).Output;
        one.ShouldNotContain("log_loss");
        one.ShouldContain("all rows are of the class 'a': there is no log loss or ROC AUC");
        File.WriteAllLines(folder["constant.csv"], ["x,z,y", .. Enumerable.Range(0, 20).Select(i => $"{i * i % 7},2,{"ab"[i % 2]}")]);
        Run("fit", "quadratic-discriminant-analysis", "--train", folder["constant.csv"], "--target", "y").ShouldExitWith(0).Output.ShouldContain("collinear; set reg_param");
    }

    [Fact]
    public void Classes_that_only_one_of_the_tables_has_are_told()
    {
        using var folder = new TemporaryFolder();
        var (train, test) = (folder["train.csv"], folder["test.csv"]);
        Classes(train, "aaaaaaaaaabbbbbbbbbb");
        Classes(test, "aaaaabbbbc");
        Classify(train, "--test", test).ShouldExitWith(0).Output.ShouldContain("1 of 10 rows is of the class 'c', which the training table does not have: it counts as wrong, and there is no log loss or ROC AUC");
        Classes(test, "aaaaa");
        Classify(train, "--test", test).ShouldExitWith(0).Output.ShouldContain("no row is of the class 'b', and there is no log loss or ROC AUC");
        Classes(test, "aaabbb");
        Classify(train, "--test", test).ShouldExitWith(0).Output.ShouldNotContain("there is no log loss");
    }

    [Fact]
    public void A_class_with_fewer_rows_than_folds_is_warned_of()
    {
        using var folder = new TemporaryFolder();
        Classes(folder["train.csv"], "aaaaaaaaaaaaaaabbbbb");
        Classify(folder["train.csv"], "--cv", "7").ShouldExitWith(0).Output.ShouldContain("warning: --cv 7: the class 'b' has 5 rows, fewer than folds");
        Classify(folder["train.csv"], "--cv", "5").ShouldExitWith(0).Output.ShouldNotContain("fewer than folds");
        File.WriteAllText(folder["grid.json"], """{"C": [0.5, 1]}""");
        Classify(folder["train.csv"], "--cv", "7", "--search", folder["grid.json"]).ShouldExitWith(0).Output.ShouldContain("warning: --cv 7: the class 'b' has 5 rows, fewer than folds");
        Classify(folder["train.csv"], "--search", folder["grid.json"]).ShouldExitWith(0).Output.ShouldNotContain("fewer than folds");
    }

    [Fact]
    public void A_folder_with_half_a_model_says_which_half_is_missing()
    {
        using var folder = new TemporaryFolder();
        Numbers(folder["train.csv"], 50);
        Fit(folder["train.csv"], "--out", folder["model"]).ShouldExitWith(0);
        File.Delete(folder["model/model.safetensors"]);
        Predict().ShouldContain("fit.json is there, but the model's file model.safetensors is missing");
        File.WriteAllText(folder["model/fit.json"], "{}");
        Predict().ShouldContain("expected \"format\": \"kiln-fit\" and \"version\": 1, found no format and no version");
        File.WriteAllText(folder["model/fit.json"], "{\"format\": \"kiln-fit\", \"version\": 99}");
        Predict().ShouldContain("is of version 99, and this kiln reads up to version 1");

        string Predict() => Run("predict", folder["model"], "--input", folder["train.csv"]).ShouldExitWith(1).Error;
    }

    [Fact]
    public void A_warning_is_said_once()
    {
        using var folder = new TemporaryFolder();
        Numbers(folder["train.csv"], 50);
        foreach (var scale in new[] { Array.Empty<string>(), ["--scale"] })
        {
            var output = Run(["fit", "lasso", "--train", folder["train.csv"], "--target", "y", "--set", "max_iter=1", "alpha=0.0001", .. scale]).ShouldExitWith(0).Output;
            output.Split("warning: ").Length.ShouldBe(2, output);
        }
    }
}
