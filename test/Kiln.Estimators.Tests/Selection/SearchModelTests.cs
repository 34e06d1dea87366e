namespace Kiln.Estimators.Tests;

/// <summary>What a search's model tells of the search, to a program and to people.</summary>
public class SearchModelTests
{
    private static readonly (Features X, Target Y) s_numbers = (ContractSamples.Numbers.X, ContractSamples.Numbers.Y!);
    private static readonly (Features X, Target Y) s_classes = (ContractSamples.Classes.X, ContractSamples.Classes.Y!);

    [Fact]
    public void The_best_parameters_score_model_and_all_results_are_found_on_the_model()
    {
        var model = new GridSearch(new Ridge(), new() { ["alpha"] = [0.1, 1, 1e6] }).Fit(s_numbers.X, s_numbers.Y);
        model.BestParameters()["alpha"].ShouldBe(0.1);
        model.BestScore().ShouldBe(model.SearchResults().Candidates.Max(candidate => candidate.MeanTest()));
        model.BestModel().Estimator.ShouldBe(new Ridge { Alpha = 0.1 });
        model.SearchResults().BestIndex.ShouldBe(0);
        model.SearchResults().ToTable().Names.ShouldContain("mean_test_score");
        model.SearchResults().ToString().ShouldStartWith("search of 3 candidates by score; the best first:\n");
        model.ToString().ShouldContain("; best of 3: alpha=0.1, score 0.");
    }

    [Fact]
    public void A_search_at_the_end_of_a_pipeline_is_found_too()
    {
        var model = new Pipeline(new StandardScaler(), new GridSearch(new LogisticRegression(), new() { ["C"] = [1e-4, 1] })).Fit(s_classes.X, s_classes.Y);
        model.BestParameters()["C"].ShouldBe(1.0);
    }

    [Fact]
    public void A_model_of_no_search_says_so() =>
        Should.Throw<NotSupportedException>(() => new Ridge().Fit(s_numbers.X, s_numbers.Y).BestParameters()).Message.ShouldBe("ridge: it comes from no search");

    [Fact]
    public void Searching_without_a_last_fit_gives_the_results_alone()
    {
        var search = new GridSearch(new Ridge(), new() { ["alpha"] = [0.1, 1e6] });
        search.Search(s_numbers.X, s_numbers.Y).BestParameters.ShouldBe(search.Fit(s_numbers.X, s_numbers.Y).BestParameters());
    }

    [Fact]
    public void Searches_are_equal_by_values_splits_and_scorers_whoever_watches()
    {
        GridSearch Make() => new(new Ridge { Alphas = null }, new() { ["alpha"] = [0.1, 1] }) { Splitter = new KFold(3), Scoring = ["r2", "neg_mean_squared_error"] };
        Make().ShouldBe(Make() with { Progress = new Progress<FitProgress>() });
        Make().GetHashCode().ShouldBe(Make().GetHashCode());
        Make().ShouldNotBe(Make() with { Splitter = new KFold(4) });
        Make().ShouldNotBe(Make() with { Scoring = ["r2"] });
        Make().ShouldNotBe(Make() with { Grid = new() { ["alpha"] = [0.1, 2] } });
    }

    [Fact]
    public void Results_are_written_as_people_read_them()
    {
        CrossValidation.Run(new Ridge(), s_numbers.X, s_numbers.Y).ToString().ShouldStartWith("cross-validation of 5 splits: score 0.");
        ValidationCurve.Of(new Ridge(), s_numbers.X, s_numbers.Y, "alpha", [0.1, 10]).ToString().ShouldStartWith("validation curve of alpha: train, test\n  0.1  ");
        LearningCurve.Of(new Ridge(), s_numbers.X, s_numbers.Y).ToString().ShouldStartWith("learning curve: samples, train, test\n");
        PermutationImportance.Of(new Ridge().Fit(s_numbers.X, s_numbers.Y), s_numbers.X, s_numbers.Y).ToString().ShouldStartWith("permutation importance (score 0.");
        new LogisticRegression { C = 2 }.Fit(s_classes.X, s_classes.Y).ToString().ShouldBe(
            $"logistic-regression(C=2), fitted on {s_classes.X.Columns} features, {s_classes.Y.Distinct(out _).Count} classes ({string.Join(", ", s_classes.Y.Distinct(out _).Texts())})");
    }

    [Theory]
    [InlineData("alpah", "did you mean 'alpha'")]
    [InlineData("alpha_value", "did you mean 'alpha'")]
    [InlineData("iter", "did you mean 'max_iter'")]
    [InlineData("fit__alpha", "ridge: it has no part 'fit'; its own parameters come without 'fit__': alpha,")]
    public void A_parameter_that_does_not_exist_names_near_ones_and_not_far_ones(string name, string said) =>
        Should.Throw<ArgumentException>(() => new Ridge().With(name, 1)).Message.ShouldContain(said);

    [Theory]
    [InlineData("alpha", "'alpha' is a parameter of a step; say whose: 'ridge__alpha'")]
    [InlineData("copy", "there is no step 'copy'; the steps are standard-scaler, ridge")]
    [InlineData("rigde__alpha", "did you mean 'ridge'?")]
    [InlineData("ridge__alpah", "ridge: there is no parameter 'alpah'; did you mean 'alpha'")]
    public void A_parameter_of_a_step_is_asked_whose_it_is(string name, string said) =>
        Should.Throw<ArgumentException>(() => new Pipeline(new StandardScaler(), new Ridge()).With(name, 1)).Message.ShouldContain(said);

    [Theory]
    [InlineData("acuracy", "'accuracy'")]
    [InlineData("accuracy_score", "'accuracy'")]
    [InlineData("r2_score", "'r2'")]
    [InlineData("auc", "'roc_auc'")]
    [InlineData("mse", "'neg_mean_squared_error'")]
    public void A_scorer_that_does_not_exist_names_near_ones(string name, string said) =>
        Should.Throw<ArgumentException>(() => ModelScorer.Find(name)).Message.ShouldContain(said);
}
