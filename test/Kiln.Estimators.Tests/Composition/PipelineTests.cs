namespace Kiln.Estimators.Tests;

public class PipelineTests
{
    private static readonly Features s_x = ContractSamples.Numbers.X;
    private static readonly Target s_y = ContractSamples.Numbers.Y!;

    [Fact]
    public void It_predicts_what_its_steps_predict_one_after_the_other()
    {
        var model = new Pipeline(new StandardScaler(), new LinearRegression()).Fit(s_x, s_y);

        var scaler = new StandardScaler().Fit(s_x);
        var regression = new LinearRegression().Fit(scaler.Transform(s_x), s_y);
        model.ShouldBeAssignableTo<RegressionModel>();
        model.Predict(s_x).Numbers().ToArray().ShouldBe(regression.Predict(scaler.Transform(s_x)).Numbers().ToArray());
        model.Score(s_x, s_y).ShouldBeGreaterThan(0.9);
        var pipeline = (IPipelineModel)model;
        pipeline.StepNames.ShouldBe(["standard-scaler", "linear-regression"]);
        pipeline["Standard_Scaler"].ShouldBeOfType<StandardScalerModel>();
        pipeline.TransformBeforeLast(s_x).Values.ToArray().ShouldBe(scaler.Transform(s_x).Values.ToArray());
    }

    [Fact]
    public void Steps_alike_are_numbered_and_their_parameters_are_found_by_name()
    {
        var pipeline = new Pipeline(new StandardScaler(), new StandardScaler(), new LinearRegression());
        pipeline.Steps.Select(step => step.Name).ShouldBe(["standard-scaler-1", "standard-scaler-2", "linear-regression"]);

        var changed = (Pipeline)pipeline.With("standard-scaler-2__with_mean", false).With("linear_regression__fit_intercept", "false");
        changed["standard-scaler-2__with_mean"].ShouldBe(false);
        changed["standard-scaler-1__with_mean"].ShouldBe(true);
        ((LinearRegression)changed.Steps[2].Estimator).FitIntercept.ShouldBeFalse();
        pipeline["linear-regression__fit_intercept"].ShouldBe(true);
    }

    [Fact]
    public void A_whole_step_is_replaced_or_switched_off_by_name()
    {
        var pipeline = new Pipeline(("scale", new StandardScaler()), ("regress", new LinearRegression()));
        ((Pipeline)pipeline.With("scale", new MaxAbsScaler())).Steps[0].Estimator.ShouldBeOfType<MaxAbsScaler>();
        ((Pipeline)pipeline.With("scale", "passthrough")).Steps[0].Estimator.ShouldBeOfType<Passthrough>();
        ((Pipeline)pipeline.With("scale", null)).Steps[0].Estimator.ShouldBeOfType<Passthrough>();
        ((Pipeline)pipeline.With("steps", "max-abs-scaler,linear-regression")).Steps.Count.ShouldBe(2);
        Should.Throw<ArgumentException>(() => pipeline.With("scales__with_mean", true)).Message.ShouldContain("did you mean 'scale'");
    }

    [Fact]
    public void A_pipeline_of_transformers_is_a_transformer()
    {
        FeatureTransformer pipeline = new Pipeline(new SimpleImputer(), new StandardScaler());
        var (model, x) = pipeline.FitTransform(PreparationData.Of("missing"));
        x.Values.ToArray().ShouldAllBe(v => double.IsFinite(v));
        model.Transform(PreparationData.Of("missing")).Values.ToArray().ShouldBe(x.Values.ToArray());
        model.OutputNames.ShouldBe(["x0", "x1", "x2", "x3"]);
        Should.Throw<NotSupportedException>(() => model.InverseTransform(x)).Message.ShouldContain("simple-imputer");
    }

    [Fact]
    public void Wrong_steps_are_refused_in_words()
    {
        Should.Throw<ArgumentException>(() => new Pipeline().Fit(s_x, s_y)).Message.ShouldContain("no steps");
        Should.Throw<ArgumentException>(() => new Pipeline(new StandardScaler()).Fit(s_x, s_y)).Message.ShouldContain("AsTransformer");
        Should.Throw<ArgumentException>(() => new Pipeline(new LinearRegression(), new LinearRegression()).Fit(s_x, s_y)).Message.ShouldContain("only the last step");
        Should.Throw<ArgumentException>(() => new Pipeline(("a", new StandardScaler()), ("A", new LinearRegression())).Fit(s_x, s_y)).Message.ShouldContain("two steps");
        Should.Throw<ArgumentException>(() => new Pipeline(("a__b", new LinearRegression())).Fit(s_x, s_y)).Message.ShouldContain("'a__b'");
    }

    [Fact]
    public void What_the_last_step_cannot_do_is_said()
    {
        var model = new Pipeline(new LinearRegression()).Fit(s_x, s_y);
        Should.Throw<NotSupportedException>(() => model.PredictProbabilities(s_x)).Message.ShouldContain("'linear-regression' gives no probabilities");
        Should.Throw<NotSupportedException>(() => model.DecisionFunction(s_x)).Message.ShouldContain("no decision function");
        Should.Throw<NotSupportedException>(() => model.ClassesOf()).Message.ShouldContain("no classes");
        new Pipeline(new LinearRegression()).IsClassifier.ShouldBeFalse();
    }

    [Fact]
    public void Its_score_is_that_of_its_last_step_and_goes_by_its_name()
    {
        var counts = Target.Of([.. s_y.Numbers().ToArray().Select(value => Math.Round(Math.Abs(value)))]);
        var model = new Pipeline(new StandardScaler(), new PoissonRegressor()).Fit(s_x, counts);
        var scaled = new StandardScaler().Fit(s_x).Transform(s_x);
        var alone = new PoissonRegressor().Fit(scaled, counts);
        (model.ScoreName, alone.ScoreName).ShouldBe(("d2", "d2"));
        model.Score(s_x, counts).ShouldBe(alone.Score(scaled, counts), 1e-12);
        new Pipeline(new LinearRegression()).Fit(s_x, s_y).ScoreName.ShouldBe("r2");

        var classes = Target.Of([.. s_y.Numbers().ToArray().Select(value => value > 0 ? 1L : 0L)]);
        new Pipeline(new LogisticRegression()).Fit(s_x, classes).ScoreName.ShouldBe("accuracy");
        var search = new Pipeline(new StandardScaler(), new LogisticRegressionCV { Scoring = "neg_log_loss" }).Fit(s_x, classes);
        search.ScoreName.ShouldBe("neg_log_loss");
        search.Score(s_x, classes).ShouldBe(-Kiln.Evaluation.Metrics.LogLoss(classes, search.PredictProbabilities(s_x), search.ClassesOf()), 1e-12);
        new GridSearch(new PoissonRegressor(), new() { ["alpha"] = [0.1, 1.0] }).Fit(s_x, counts).ScoreName.ShouldBe("d2");
    }

    [Fact]
    public void Weights_go_to_the_last_step()
    {
        var weights = new RandomState(3).Rand(s_x.Rows);
        var model = new Pipeline(new MaxAbsScaler(), new LinearRegression()).Fit(s_x, s_y, weights);
        var scaler = new MaxAbsScaler().Fit(s_x);
        model.Predict(s_x).Numbers().ToArray().ShouldBe(new LinearRegression().Fit(scaler.Transform(s_x), s_y, weights).Predict(scaler.Transform(s_x)).Numbers().ToArray());
    }

    [Fact]
    public void A_pipeline_in_a_pipeline_is_saved_and_loaded()
    {
        var table = ContractSamples.Categories.X;
        var y = ContractSamples.Categories.Y!;
        var prepare = new ColumnTransformer(
            ("text", new Pipeline(new SimpleImputer { Strategy = ImputationStrategy.MostFrequent }, new OneHotEncoder { Drop = CategoryDrop.First }), ColumnChoice.Text),
            ("number", new StandardScaler(), "size"));
        var model = new Pipeline(("prepare", prepare.With("text__one-hot-encoder__drop", "none")), ("regress", new LinearRegression())).Fit(table, y);
        var path = Path.Combine(Path.GetTempPath(), $"kiln-pipeline-{Guid.NewGuid():N}.safetensors");
        try
        {
            model.Save(path);
            var loaded = (PredictorModel)Model.Load(path);
            loaded.Predict(table).Numbers().ToArray().ShouldBe(model.Predict(table).Numbers().ToArray());
            loaded.Estimator.ToString().ShouldBe(model.Estimator.ToString());
            ((FeatureTransformerModel)((IPipelineModel)loaded)["prepare"]).OutputNames.ShouldBe(["text__color_blue", "text__color_green", "text__color_red", "number__size"]);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
