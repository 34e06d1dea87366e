using static Kiln.Estimators.Tests.SelectionGoldens;

namespace Kiln.Estimators.Tests;

public class SearchTests
{
    private static readonly double[] s_alphas = [.. Enumerable.Range(0, 12).Select(i => Math.Pow(10, -3 + (i * (6.0 / 11))))];

    [Fact]
    public void The_space_of_an_estimator_becomes_that_of_the_pipeline_it_is_a_step_of()
    {
        var space = SearchSpace.Any(new SearchSpace { ["alpha"] = [0.1, 1] }, new SearchSpace { ["alpha"] = [2.0], ["impute__strategy"] = ["mean"] }).Prefixed("ridge");
        space.Parts.Select(part => string.Join(", ", part.Select(choice => choice.Key))).ShouldBe(["ridge__alpha", "impute__strategy, ridge__alpha"]);
        space.Count.ShouldBe(3);
    }

    [Fact]
    public void A_grid_is_searched_as_in_scikit_learn()
    {
        var grid = new SearchSpace { ["alpha"] = [0.01, 1.0, 100.0], ["fit_intercept"] = [true, false], ["solver"] = ["auto", "lbfgs"] };
        var model = new GridSearch(new Ridge(), grid) { Folds = 3, ReturnTrainScores = true }.Fit(Numbers.X, Numbers.Y);
        var results = ((ISearchModel)model).Results;
        results.ShouldBeAsIn("grid");
        results.Warnings.Single().ShouldStartWith("18 of 36 fits failed and have the score NaN; the first, ridge(alpha=0.01, solver=lbfgs)");
        results.Warnings.Single().ShouldNotContain("Parameter '");
        model.Warnings.ShouldBe(results.Warnings);
        results.Best.ToString().ShouldBe("alpha=0.01, fit_intercept=true, solver=auto");
        model.Predict(Numbers.X).Numbers().ToArray().ShouldBe(new Ridge { Alpha = 0.01 }.Fit(Numbers.X, Numbers.Y).Predict(Numbers.X).Numbers().ToArray());
        results.ToTable().Names.ShouldBe(
            ["param_alpha", "param_fit_intercept", "param_solver", "mean_test_score", "std_test_score", "rank_test_score", "mean_fit_time", "iteration", "resources"]);
    }

    [Fact]
    public void A_value_out_of_its_range_is_told_before_the_first_fit()
    {
        var fits = 0;
        var told = new Told(() => fits++);
        var grid = new SearchSpace { ["C"] = [1.0, -1.0], ["fit_intercept"] = [true, false] };
        ParameterSearch[] searches =
        [
            new GridSearch(Logistic, grid) { Progress = told },
            new RandomizedSearch(Logistic, grid) { Candidates = 4, Progress = told },
            new HalvingGridSearch(Logistic, grid) { Progress = told },
            new HalvingRandomSearch(Logistic, grid) { Candidates = 4, Progress = told },
            new HalvingRandomSearch(Logistic, grid) { MinResources = 20, Progress = told },
            new GridSearch(new Pipeline(("scale", new MaxAbsScaler()), ("last", Logistic)), new() { ["last__C"] = [1.0, -1.0], ["last__fit_intercept"] = [true, false] }) { Progress = told },
        ];
        foreach (var search in searches)
        {
            var message = Should.Throw<ArgumentOutOfRangeException>(() => search.Search(Classes.X, Classes.Y)).Message;
            message.ShouldStartWith($"{search.Name}: nothing was fitted, because candidate ");
            message.ShouldContain("C=-1, ");
            message.ShouldContain("cannot be: logistic-regression: C is -1; expected a number above 0");
        }

        Should.Throw<ArgumentException>(() => new GridSearch(Logistic, new() { ["C"] = [1.0, "much"] }).Search(Classes.X, Classes.Y)).Message
            .ShouldBe("grid-search: nothing was fitted, because candidate 2 of 2 (C=much) cannot be: logistic-regression: C cannot be 'much'; expected a number (Parameter 'C')");
        Should.Throw<ArgumentException>(() => new GridSearch(Logistic, new() { ["Cc"] = [1.0] }).CheckParameters()).Message.ShouldContain("there is no parameter 'Cc'");
        Should.Throw<ArgumentException>(() => ValidationCurve.Of(Logistic, Classes.X, Classes.Y, "C", [1.0, -2.0])).Message.ShouldContain("candidate 2 of 2 (C=-2)");
        Should.Throw<ArgumentException>(() => CrossValidation.Run(new LogisticRegression { C = -1 }, Classes.X, Classes.Y)).Message.ShouldStartWith("logistic-regression: C is -1");
        fits.ShouldBe(0);
    }

    [Fact]
    public void Values_that_do_not_go_together_fail_alone_or_stop_the_search()
    {
        var grid = new SearchSpace { ["penalty"] = ["l1", "l2"], ["solver"] = ["lbfgs"] };
        new GridSearch(Logistic, grid).Search(Classes.X, Classes.Y).Warnings.Single().ShouldStartWith("5 of 10 fits failed");
        Should.Throw<ArgumentException>(() => new GridSearch(Logistic, grid) { ErrorScore = null }.Search(Classes.X, Classes.Y)).Message.ShouldContain("candidate 1 of 2 (penalty=l1, solver=lbfgs)");
    }

    private sealed class Told(Action told) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => told();
    }

    [Fact]
    public void A_null_for_a_choice_that_has_the_word_none_is_that_word()
    {
        var none = new LogisticRegression().With("penalty", "none");
        new LogisticRegression().With("penalty", null).ShouldBe(none);
        new LogisticRegression().With("penalty", "null").ShouldBe(none);
        Should.Throw<ArgumentException>(() => new LogisticRegression().With("solver", null)).Message.ShouldContain("solver cannot be none; expected one of");
        Should.Throw<ArgumentException>(() => ParameterDistribution.LogUniform(0, 1)).Message.ShouldContain("log_uniform: the lower bound is 0; expected more than 0");
    }

    [Fact]
    public void Several_grids_and_several_scores()
    {
        var spaces = SearchSpace.Any(new SearchSpace { ["alpha"] = [0.5, 5.0] }, new SearchSpace { ["alpha"] = [50.0], ["fit_intercept"] = [false] });
        var search = new GridSearch(new Ridge(), spaces) { Scoring = ["r2", "neg_mean_absolute_error"], RefitMetric = "neg_mean_absolute_error" };
        search.Search(Numbers.X, Numbers.Y).ShouldBeAsIn("grid_two_scores");
        Should.Throw<ArgumentException>(() => (search with { RefitMetric = "accuracy" }).Search(Numbers.X, Numbers.Y)).Message.ShouldContain("refit is 'accuracy'");
    }

    [Fact]
    public void A_pair_of_degrees_is_a_value_as_in_scikit_learn()
    {
        var pipeline = new Pipeline(new PolynomialFeatures(), new Ridge());
        var space = SearchSpace.Parse("""{"polynomial-features__degree": [2, [2, 3]]}""");
        var pairs = space.Candidates().Select(candidate => pipeline.With("polynomial-features__degree", candidate["polynomial-features__degree"])).ToList();
        pairs.ShouldBe([pipeline, new Pipeline(new PolynomialFeatures { MinDegree = 2, Degree = 3 }, new Ridge())]);
        SearchSpace.Parse(space.ToString()).ToString().ShouldBe(space.ToString());
        new GridSearch(pipeline, space).Search(Numbers.X, Numbers.Y).ToTable()["param_polynomial-features__degree"].TextAt(1).ShouldBe("2,3");
        foreach (var wrong in new object[] { "(2,3,4)", "(2,2.5)", new[] { 2.0 }, "a,b" })
        {
            Should.Throw<ArgumentException>(() => new PolynomialFeatures().With("degree", wrong)).Message.ShouldContain("a whole number, or two such as (2,3)");
        }
    }

    [Fact]
    public void Refit_is_a_scorer_or_true_as_in_scikit_learn()
    {
        var search = new GridSearch(new Ridge(), new() { ["alpha"] = [0.5, 5.0] }) { Scoring = ["r2", "neg_mean_absolute_error"] };
        search.Parameters.Single(parameter => parameter.Name == "refit").Get(search).ShouldBe(true);
        var named = (GridSearch)search.With("refit", "neg_mean_absolute_error");
        named.RefitMetric.ShouldBe("neg_mean_absolute_error");
        named.Parameters.Single(parameter => parameter.Name == "refit").Get(named).ShouldBe("neg_mean_absolute_error");
        foreach (var first in new object[] { true, "true", "True" })
        {
            named.With("refit", first).ShouldBe(search);
        }

        foreach (var none in new object[] { false, "False" })
        {
            Should.Throw<ArgumentException>(() => search.With("refit", none)).Message.ShouldContain("search.Search(x, y)");
        }

        Should.Throw<ArgumentException>(() => search.With("refit", null)).Message.ShouldContain("expected text, true or false");
    }

    [Fact]
    public void A_search_over_a_classifier_gives_probabilities()
    {
        var search = new GridSearch(Logistic, new() { ["C"] = [0.01, 0.1, 1.0, 10.0] }) { Scoring = ["neg_log_loss"] };
        search.IsClassifier.ShouldBeTrue();
        var model = search.Fit(Classes.X, Classes.Y);
        ((ISearchModel)model).Results.ShouldBeAsIn("grid_classes", 1e-6);
        var probabilities = model.ShouldBeAssignableTo<IProbabilityModel>()!.PredictProbabilities(Classes.X.Take([0, 1, 2, 3, 4]));
        probabilities.ToArray<double>().ShouldBeNear(Of("grid_classes", "proba"), 1e-6);
        model.ShouldBeAssignableTo<IDecisionModel>();
        model.Score(Classes.X, Classes.Y).ShouldBe(Of("grid_classes", "score").GetDouble(), 1e-6);
    }

    [Fact]
    public void Random_candidates_are_those_of_scikit_learn()
    {
        var space = new SearchSpace { ["alpha"] = ParameterDistribution.LogUniform(1e-3, 1e3), ["fit_intercept"] = [true, false] };
        new RandomizedSearch(new Ridge(), space) { Candidates = 6, Seed = 3 }.Search(Numbers.X, Numbers.Y).ShouldBeAsIn("random");
    }

    [Fact]
    public void Samples_of_spaces_are_those_of_scikit_learn()
    {
        (SearchSpace Space, int Count)[] given =
        [
            (new() { ["a"] = [1, 2, 3], ["b"] = ["x", "y"], ["c"] = [0.5] }, 4),
            (new() { ["a"] = [1, 2], ["b"] = [true, false] }, 10),
            (SearchSpace.Any(new SearchSpace { ["a"] = [1, 2] }, new SearchSpace { ["b"] = [3, 4, 5], ["c"] = [0] }), 3),
            (new()
            {
                ["u"] = ParameterDistribution.Uniform(2, 5), ["l"] = ParameterDistribution.LogUniform(1e-4, 10), ["w"] = ParameterDistribution.Whole(5, 50),
                ["n"] = ParameterDistribution.Normal(1, 2), ["e"] = ParameterDistribution.Exponential(4, 0.5), ["k"] = ["p", "q", "r"],
            }, 8),
            (SearchSpace.Any(new SearchSpace { ["u"] = ParameterDistribution.Uniform(0, 1) }, new SearchSpace { ["v"] = [7, 8, 9] }, []), 9),
        ];
        uint[] seeds = [0, 1, 2, 4, 5];
        for (var i = 0; i < given.Length; i++)
        {
            var golden = Of("samples")[i].EnumerateArray().ToArray();
            var drawn = SearchSpace.Parse(given[i].Space.ToString()).Sample(given[i].Count, seeds[i]);
            drawn.Count.ShouldBe(golden.Length);
            for (var k = 0; k < golden.Length; k++)
            {
                drawn[k].ShouldBeAs(golden[k]);
                given[i].Space.Sample(given[i].Count, seeds[i])[k].ShouldBeAs(golden[k]);
            }
        }
    }

    [Fact]
    public void Halving_keeps_the_candidates_that_scikit_learn_keeps()
    {
        var (x, y) = Regression(7, 300, 8, 40);
        new HalvingGridSearch(new Ridge(), new() { ["alpha"] = ParameterChoices.From(s_alphas) }) { Seed = 2 }.Search(x, y).ShouldBeAsIn("halving_grid");
        var many = ParameterChoices.From(Enumerable.Range(0, 30).Select(i => Math.Pow(10, -4 + (i * (8.0 / 29)))));
        new HalvingGridSearch(new Ridge(), new() { ["alpha"] = many }) { Factor = 2.5, MinResources = 60, AggressiveElimination = true, Seed = 1 }
            .Search(x, y).ShouldBeAsIn("halving_grid_aggressive");
        var (xl, yl) = Classification(9, 240, 2);
        new HalvingRandomSearch(Logistic, new() { ["C"] = ParameterDistribution.LogUniform(1e-3, 1e2) }) { Factor = 2, Seed = 6 }.Search(xl, yl).ShouldBeAsIn("halving_random");
        new HalvingGridSearch(new Ridge(), new() { ["alpha"] = ParameterChoices.From(s_alphas) }) { Seed = 2, Start = HalvingStart.Smallest }.Search(x, y).ShouldBeAsIn("halving_grid_smallest");
        new HalvingRandomSearch(Logistic, new() { ["C"] = ParameterDistribution.LogUniform(1e-3, 1e2) }) { Candidates = 8, Start = HalvingStart.Exhaust, Seed = 6 }
            .Search(xl, yl).ShouldBeAsIn("halving_random_exhaust");
    }

    [Fact]
    public void The_first_rounds_resources_are_a_number_or_a_word()
    {
        HalvingSearch grid = new HalvingGridSearch(), random = new HalvingRandomSearch();
        (grid["min_resources"], random["min_resources"]).ShouldBe(("exhaust", "smallest"));
        ((HalvingSearch)grid.With("min_resources", "smallest")).Start.ShouldBe(HalvingStart.Smallest);
        ((HalvingSearch)grid.With("min_resources", 20)).MinResources.ShouldBe(20);
        ((HalvingSearch)grid.With("min_resources", 20).With("min_resources", null))["min_resources"].ShouldBe("exhaust");
        Should.Throw<ArgumentException>(() => grid.With("min_resources", "much")).Message.ShouldContain("a whole number, smallest or exhaust");
        Should.Throw<ArgumentException>(() => new HalvingRandomSearch(Logistic, new() { ["C"] = [0.1, 1.0] }) { Start = HalvingStart.Exhaust }.CheckParameters()).Message.ShouldContain("only one of them");
        ((HalvingRandomSearch)random.With("n_candidates", "exhaust")).Candidates.ShouldBeNull();
        ((HalvingSearch)random.With("max_resources", "auto")).MaxResources.ShouldBeNull();
    }

    [Fact]
    public void Another_resource_than_samples_grows_too()
    {
        var search = new HalvingGridSearch(new LogisticRegression(), new() { ["C"] = [0.1, 1.0, 10.0, 100.0] }) { Resource = "max_iter", MaxResources = 90, Factor = 3 };
        var results = search.Search(Classes.X, Classes.Y);
        results.Candidates.Select(c => c.Resources).ShouldBe([30, 30, 30, 30, 90, 90]);
        results.Candidates.ShouldAllBe(c => Equals(c.Parameters["max_iter"], c.Resources));
        Should.Throw<ArgumentException>(() => (search with { MaxResources = null }).Search(Classes.X, Classes.Y)).Message.ShouldContain("max_resources");
        Should.Throw<ArgumentException>(() => (search with { Resource = "max_itr" }).Search(Classes.X, Classes.Y)).Message.ShouldContain("max_iter");
        Should.Throw<ArgumentException>(() => (search with { Resource = "C" }).Search(Classes.X, Classes.Y)).Message.ShouldContain("cannot be searched too");
    }

    [Fact]
    public void A_saved_search_keeps_what_was_found()
    {
        var search = new RandomizedSearch(new Ridge(), new() { ["alpha"] = ParameterDistribution.LogUniform(1e-2, 1e2), ["fit_intercept"] = [true, false] })
        {
            Candidates = 4,
            Seed = 1,
            Splitter = new ShuffleSplit(3, TestSize: 0.3, Seed: 2),
            Scoring = ["neg_mean_squared_error"],
            ReturnTrainScores = true,
        };
        var model = search.Fit(Numbers.X, Numbers.Y);
        var path = Path.Combine(Path.GetTempPath(), $"kiln-search-{Guid.NewGuid():N}.safetensors");
        try
        {
            model.Save(path);
            var loaded = Model.Load(path);
            loaded.Estimator.ToString().ShouldBe(search.ToString());
            var (one, other) = (((ISearchModel)model).Results, ((ISearchModel)loaded).Results);
            other.BestIndex.ShouldBe(one.BestIndex);
            other.Metric.ShouldBe("neg_mean_squared_error");
            for (var i = 0; i < 4; i++)
            {
                other.Candidates[i].ToString().ShouldBe(one.Candidates[i].ToString());
                other.Candidates[i].TestScores["neg_mean_squared_error"].ShouldBe(one.Candidates[i].TestScores["neg_mean_squared_error"]);
                other.Candidates[i].TrainScores["neg_mean_squared_error"].ShouldBe(one.Candidates[i].TrainScores["neg_mean_squared_error"]);
                other.Candidates[i].Ranks.ShouldBe(one.Candidates[i].Ranks);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Searches_can_be_nested_and_validated()
    {
        var inner = new GridSearch(new Ridge(), new() { ["alpha"] = [0.1, 1.0] }) { Folds = 2 };
        CrossValidation.Scores(inner, Numbers.X, Numbers.Y, folds: 3).ShouldAllBe(score => score > 0.8);
        inner.With("estimator__fit_intercept", false).ToString().ShouldContain("fit_intercept=false");
    }

    [Fact]
    public void Mistakes_are_named_before_anything_is_fitted()
    {
        Should.Throw<ArgumentException>(() => new GridSearch(new Ridge(), new() { ["alhpa"] = [1.0] }).Fit(Numbers.X, Numbers.Y)).Message.ShouldContain("alpha");
        Should.Throw<ArgumentException>(() => new GridSearch(new Ridge(), new() { ["alpha"] = ["much"] }).Fit(Numbers.X, Numbers.Y)).Message.ShouldContain("'much'");
        Should.Throw<ArgumentException>(() => new GridSearch().Fit(Numbers.X, Numbers.Y)).Message.ShouldContain("no estimator");
        Should.Throw<ArgumentException>(() => new SearchSpace { ["alpha"] = [] }).Message.ShouldContain("empty");
        Should.Throw<ArgumentException>(() => new GridSearch(new Ridge(), new() { ["alpha"] = ParameterDistribution.Uniform(0, 1) }).Fit(Numbers.X, Numbers.Y))
            .Message.ShouldContain("distribution");
        Should.Throw<ArgumentException>(() => new GridSearch(new Ridge(), new() { ["alpha"] = [-1.0, -2.0] }).Fit(Numbers.X, Numbers.Y)).Message.ShouldContain("alpha");
        Should.Throw<FormatException>(() => SearchSpace.Parse("[1]")).Message.ShouldContain("alpha");
        Should.Throw<FormatException>(() => SearchSpace.Parse("""{"a": {"gauss": [0, 1]}}""")).Message.ShouldContain("log_uniform");
        Should.Throw<FormatException>(() => SearchSpace.Parse("{")).Message.ShouldContain("search space");
        Should.Throw<DatasetException>(() => new HalvingGridSearch(new Ridge(), new() { ["alpha"] = [1.0] }).Search(Numbers.X.Take([0, 1, 2, 3, 4, 5]), Numbers.Y.Take([0, 1, 2, 3, 4, 5])))
            .Message.ShouldContain("first round needs 10");
    }

    [Fact]
    public void Too_many_candidates_are_counted_and_refused()
    {
        var many = ParameterChoices.From(Enumerable.Range(1, 3000).Select(i => (double)i));
        var grid = new SearchSpace { ["alpha"] = many, ["tol"] = many, ["max_iter"] = ParameterChoices.From(Enumerable.Range(1, 3000)) };
        foreach (var search in new ParameterSearch[] { new GridSearch(new Ridge(), grid) { Folds = 2 }, new HalvingGridSearch(new Ridge(), grid) { Folds = 2 } })
        {
            Should.Throw<ArgumentException>(() => search.Search(Numbers.X, Numbers.Y)).Message
                .ShouldContain("there are 27,000,000,000 candidates, which with 2 folds are 54,000,000,000 fits; at most 1,000,000 candidates are tried. Make the lists shorter, or draw some of the candidates by chance: randomized-search");
        }

        Should.Throw<ArgumentException>(() => new RandomizedSearch(new Ridge(), new() { ["alpha"] = ParameterDistribution.Uniform(0, 1) }) { Candidates = 1_000_001 }.CheckParameters());
        Should.Throw<ArgumentException>(() => grid.Sample(3, 0)).Message.ShouldContain("27,000,000,000");
        Should.Throw<OverflowException>(() => grid.Count);
        SearchSpace.Any(grid, grid).Candidate(int.MaxValue).Count.ShouldBe(3);
        var beyond = new SearchSpace();
        foreach (var parameter in "abcdefg")
        {
            beyond[parameter.ToString()] = many;
        }

        Should.Throw<ArgumentException>(() => new GridSearch(new Ridge(), beyond).CheckParameters()).Message.ShouldContain("at most 1,000,000");
    }

    [Fact]
    public void A_search_can_be_stopped_while_it_looks_at_its_candidates()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => new GridSearch(new Ridge(), new() { ["alpha"] = [-1.0] }).Fit(Numbers.X, Numbers.Y, cancellation: stop.Token));
    }

    [Fact]
    public void Splitters_are_read_as_they_are_written()
    {
        Splitter[] splitters =
        [
            new KFold(3, true, 7), new StratifiedKFold(4), new GroupKFold(3), new StratifiedGroupKFold(2, true, 1), new RepeatedKFold(2, 3, 4), new RepeatedStratifiedKFold(5, 6, 7),
            new ShuffleSplit(3, 0.25, null, 1), new StratifiedShuffleSplit(2, null, 0.5), new GroupShuffleSplit(4, 2, 3, 9), new TimeSeriesSplit(3, 10, 2, 1), new LeaveOneOut(),
            new LeavePOut(3), new LeaveOneGroupOut(), new LeavePGroupsOut(2),
        ];
        foreach (var splitter in splitters)
        {
            ((GridSearch)new GridSearch().With("splitter", SplitterText.Of(splitter))).Splitter.ShouldBe(splitter);
        }

        SplitterText.Parse(SplitterText.Of(new ListedSplits([(new int[] { 0 }, new int[] { 1 })]))).ShouldBeOfType<ListedSplits>();
        Should.Throw<ArgumentException>(() => SplitterText.Parse("stratified-fold")).Message.ShouldContain("stratified-k-fold");
        Should.Throw<ArgumentException>(() => SplitterText.Parse("k-fold(parts=3)")).Message.ShouldContain("no option 'parts'");
    }
}
