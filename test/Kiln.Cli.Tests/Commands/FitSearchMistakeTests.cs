using static Kiln.Cli.Tests.FitCommand;

namespace Kiln.Cli.Tests;

/// <summary>What goes wrong with the values that a search tries, told before the first fit or in the words of the estimator.</summary>
public class FitSearchMistakeTests
{
    [Fact]
    public void A_search_without_values_or_with_broken_ones_says_what_it_needs()
    {
        using var folder = new TemporaryFolder();
        var (train, grid) = (folder["train.csv"], folder["grid.json"]);
        Numbers(train, 50);
        Run("fit", "grid-search", "--train", train, "--target", "y").ShouldExitWith(2).Error.ShouldContain("fit ridge --search grid.json");
        Run("fit", "grid-search", "--train", train, "--target", "y", "--set", "estimator=ridge").ShouldExitWith(2).Error.ShouldContain("param_grid");
        Run("fit", "grid-search", "--train", train, "--target", "y", "--set", "estimator=ridge", "param_grid={\"alpha\": [1, 10]}").ShouldExitWith(0).Output.ShouldContain("the best of 2");
        Wrong("{\n  \"alpha\": [0.1, 1\n}", "grid.json: line 3, column 1: no valid JSON");
        Wrong("{\"alpha\": 3}", "'alpha' has neither a list of values nor a distribution");
        Wrong("{\"alpha\": [1], \"alpha\": [2]}", "a parameter comes twice");
        Wrong("{\"alpa\": [1]}", "ridge: there is no parameter 'alpa'; did you mean 'alpha'");
        Wrong("{\"alpha\": [1, \"much\"]}", "ridge: alpha cannot be 'much'; expected a number");

        void Wrong(string json, string said)
        {
            File.WriteAllText(grid, json);
            foreach (var scale in new[] { Array.Empty<string>(), ["--scale"] })
            {
                var run = Fit(train, ["--search", grid, .. scale]).ShouldExitWith(2);
                run.Error.ShouldContain(said);
                run.Error.ShouldNotContain("LineNumber");
                run.Error.ShouldNotContain("pipeline");
            }
        }
    }

    [Fact]
    public void A_null_among_the_values_of_a_choice_is_its_word_none()
    {
        using var folder = new TemporaryFolder();
        var (train, grid) = (folder["train.csv"], folder["grid.json"]);
        Classes(train, "aaaaaaaaaabbbbbbbbbb");
        File.WriteAllText(grid, "{\"C\": [0.1, 1, 10], \"penalty\": [\"l2\", null]}");
        Classify(train, "--search", grid).ShouldExitWith(0).Output.ShouldContain("the best of 6");
        Classify(train, "--search", grid, "--scale").ShouldExitWith(0).Output.ShouldContain("the best of 6");
        Classify(train, "--set", "penalty=null", "--json").ShouldExitWith(0).Json("fit").GetProperty("parameters").GetProperty("penalty").GetString().ShouldBe("none");
    }

    [Fact]
    public void Fits_that_fail_in_a_search_are_told_in_the_words_of_the_estimator()
    {
        using var folder = new TemporaryFolder();
        var (train, grid) = (folder["train.csv"], folder["grid.json"]);
        Classes(train, "aaaaaaaaaabbbbbbbbbb");
        File.WriteAllText(grid, "{\"C\": [0.1, -1]}");
        var error = Classify(train, "--search", grid).ShouldExitWith(2).Error;
        error.ShouldContain("grid.json: grid-search: nothing was fitted, because candidate 2 of 2 (C=-1) cannot be: logistic-regression: C is -1; expected a number above 0.");
        error.ShouldNotContain("Actual value");
        Classify(train, "--search", grid, "--scale").ShouldExitWith(2).Error.ShouldContain("C is -1; expected a number above 0");
        Classify(train, "--set", "C=-1").ShouldExitWith(2).Error.ShouldContain("logistic-regression: C is -1; expected a number above 0.");
        File.WriteAllText(grid, "{\"penalty\": [\"l1\", \"l2\"]}");
        var output = Classify(train, "--search", grid).ShouldExitWith(0).Output;
        output.ShouldContain("fits failed");
        output.ShouldNotContain("Parameter '");
        output.ShouldNotContain("Actual value");
        File.WriteAllText(grid, "{\"C\": {\"log_uniform\": [0, 100]}}");
        Classify(train, "--search", grid).ShouldExitWith(2).Error.ShouldContain("log_uniform: the lower bound is 0; expected more than 0");
    }

    [Fact]
    public void A_search_names_values_as_the_file_does_and_refuses_what_would_be_overruled()
    {
        using var folder = new TemporaryFolder();
        var (train, grid) = (folder["train.csv"], folder["grid.json"]);
        Classes(train, "aaaaaaaaaabbbbbbbbbb");
        File.WriteAllText(grid, "{\"C\": [0.1, 1]}");
        var scaled = Classify(train, "--search", grid, "--scale").ShouldExitWith(0).Output;
        scaled.ShouldContain("  C=0.1");
        scaled.ShouldNotContain("__");
        Classify(train, "--search", grid, "--set", "C=3").ShouldExitWith(2).Error.ShouldContain("grid.json searches C too, and would overrule it. Leave one of them out.");
        File.WriteAllText(grid, "{\"max_iter\": {\"uniform\": [10, 99.5]}}");
        Classify(train, "--search", grid).ShouldExitWith(2).Error.ShouldContain("max_iter takes whole numbers, and uniform draws fractions; take whole, whose second number is not drawn: {\"max_iter\": {\"whole\": [10, 100]}}");
        File.WriteAllText(grid, "{\n  \"C\": [0.1, 1,]\n}");
        Classify(train, "--search", grid).ShouldExitWith(2).Error.ShouldContain("grid.json: line 2, column 16: no valid JSON: there is a comma before the closing bracket");
    }
}
