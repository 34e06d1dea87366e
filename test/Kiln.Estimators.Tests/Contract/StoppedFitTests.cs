namespace Kiln.Estimators.Tests;

/// <summary>Fits and transformations that may take long end when their token asks for it.</summary>
public class StoppedFitTests
{
    private static readonly Features s_wide = ContractSamples.Normal(4, 40, 200);
    private static readonly string[] s_texts = ["one two", "two three", "three four", "four one"];

    public static TheoryData<string> Numbers =>
        ["linear-regression", "ridge", "ridge-cv", "bayesian-ridge", "lasso", "lasso-cv", "elastic-net-cv", "huber-regressor", "poisson-regressor", "sgd-regressor", "linear-svr"];

    public static TheoryData<string> Classes =>
    [
        "logistic-regression", "logistic-regression-cv", "ridge-classifier", "ridge-classifier-cv", "linear-svc", "sgd-classifier", "perceptron", "linear-discriminant-analysis",
        "quadratic-discriminant-analysis",
    ];

    [Theory, MemberData(nameof(Numbers))]
    public void A_regression_ends_when_it_is_stopped(string name)
    {
        double[] y = [.. Enumerable.Range(0, s_wide.Rows).Select(row => Math.Abs(s_wide.Row(row)[0]) + 1)];
        Should.Throw<OperationCanceledException>(() => ((Predictor)EstimatorCatalog.Find(name).Create()).Fit(s_wide, y, cancellation: Stopped()));
    }

    [Theory, MemberData(nameof(Classes))]
    public void A_classification_ends_when_it_is_stopped(string name)
    {
        var y = Enumerable.Range(0, s_wide.Rows).Select(row => row % 3).ToArray();
        var estimator = (Predictor)EstimatorCatalog.Find(name).Create();
        Should.Throw<OperationCanceledException>(() => estimator.Fit(s_wide, y, cancellation: Stopped()));
        if (estimator is LinearSvc machine)
        {
            Should.Throw<OperationCanceledException>(() => (machine with { MultiClass = SvcMultiClass.CrammerSinger }).Fit(s_wide, y, cancellation: Stopped()));
        }
    }

    [Fact]
    public void Leaving_out_by_eigenvalues_ends_when_it_is_stopped() =>
        Should.Throw<OperationCanceledException>(() => new RidgeCV { Decomposition = RidgeDecomposition.Eigen }.Fit(s_wide, new double[s_wide.Rows], cancellation: Stopped()));

    [Fact]
    public void Transformations_end_when_they_are_stopped()
    {
        var features = ContractSamples.Normal(4, 40, 5);
        var polynomials = new PolynomialFeatures();
        FeatureTransformer[] all =
        [
            new StandardScaler(), polynomials, new FeatureUnion(polynomials, new StandardScaler()), new TransformerPipeline { Steps = [new("first", polynomials), new("second", new StandardScaler())] },
            new ColumnTransformer(("some", polynomials, ColumnChoice.At(0, 1))),
        ];
        foreach (var transformer in all)
        {
            var model = transformer.Fit(features);
            Should.Throw<OperationCanceledException>(() => model.Transform(features, Stopped()), transformer.Name);
            model.Transform(features, CancellationToken.None).ToDense().Values.ToArray().ShouldBe(model.Transform(features).ToDense().Values.ToArray());
        }

        foreach (var vectorizer in new FeatureTransformer[] { new CountVectorizer(), new TfidfVectorizer(), new HashingVectorizer() })
        {
            var model = vectorizer.Fit(s_texts);
            Should.Throw<OperationCanceledException>(() => model.Transform(s_texts, Stopped()), vectorizer.Name);
            Should.Throw<OperationCanceledException>(() => vectorizer.FitTransform(s_texts, cancellation: Stopped()), vectorizer.Name);
        }
    }

    private static CancellationToken Stopped()
    {
        var source = new CancellationTokenSource();
        source.Cancel();
        return source.Token;
    }
}
