namespace Kiln.Estimators.Tests;

/// <summary>
/// Which estimators take sparse samples, beside scikit-learn 1.2.1 (its <c>fit</c> on a CSR matrix with default settings; Goldens/make_sparse_acceptance.py prints the lists).
/// <see cref="ContractTests.Sparse_samples_give_the_same_or_are_refused_in_words"/> fits each one.
/// </summary>
public class SparseAcceptanceTests
{
    /// <summary>Those that scikit-learn takes sparse samples with.</summary>
    private static readonly string[] s_taken =
    [
        "linear-regression", "ridge", "lasso", "elastic-net", "lasso-cv", "ridge-cv", "elastic-net-cv", "huber-regressor", "poisson-regressor", "gamma-regressor", "tweedie-regressor",
        "ridge-classifier", "ridge-classifier-cv", "logistic-regression", "logistic-regression-cv", "sgd-classifier", "sgd-regressor", "perceptron", "passive-aggressive-classifier",
        "passive-aggressive-regressor", "linear-svc", "linear-svr", "multinomial-nb", "bernoulli-nb", "complement-nb", "dummy-classifier", "dummy-regressor", "max-abs-scaler", "normalizer",
        "quantile-transformer", "simple-imputer", "polynomial-features", "binarizer", "tfidf-transformer", "variance-threshold", "select-k-best", "select-percentile", "select-fpr",
        "select-fdr", "select-fwe", "function-transformer",
    ];

    /// <summary>Those that scikit-learn refuses them with: they would no longer be sparse, or it has no way for them.</summary>
    private static readonly string[] s_refused =
    [
        "bayesian-ridge", "gaussian-nb", "linear-discriminant-analysis", "quadratic-discriminant-analysis", "standard-scaler", "min-max-scaler", "robust-scaler", "power-transformer",
        "one-hot-encoder", "ordinal-encoder", "k-bins-discretizer", "spline-transformer",
    ];

    public static TheoryData<string> Taken => [.. s_taken];

    [Theory, MemberData(nameof(Taken))]
    public void Sparse_samples_are_taken_where_scikit_learn_takes_them(string name)
    {
        EstimatorCatalog.All.Select(entry => entry.Name).ShouldContain(name);
        ContractCases.All[name].TakesSparse.ShouldBeTrue();
    }

    [Fact]
    public void What_is_refused_there_is_known_here() =>
        s_refused.Except(EstimatorCatalog.All.Select(entry => entry.Name), StringComparer.Ordinal).ShouldBeEmpty();

    public static TheoryData<string> Variants => [.. s_variants.Select(variant => variant.ToString())];

    /// <summary>Settings that go other ways than the defaults.</summary>
    private static readonly Estimator[] s_variants =
    [
        .. new[] { LogisticSolver.Liblinear, LogisticSolver.NewtonCg, LogisticSolver.NewtonCholesky, LogisticSolver.Sag, LogisticSolver.Saga }
            .Select(solver => new LogisticRegression { Solver = solver, Tolerance = 1e-10, MaxIterations = 20_000 }),
        new LogisticRegression { Solver = LogisticSolver.Liblinear, Penalty = Penalty.L1, Tolerance = 1e-10, MaxIterations = 20_000 },
        new LogisticRegression { Solver = LogisticSolver.Liblinear, Dual = true, Tolerance = 1e-10, MaxIterations = 20_000 },
        new LogisticRegression { Solver = LogisticSolver.Saga, Penalty = Penalty.L1, Tolerance = 1e-10, MaxIterations = 20_000 },
        new LogisticRegression { Solver = LogisticSolver.Saga, Penalty = Penalty.ElasticNet, L1Ratio = 0.5, Tolerance = 1e-10, MaxIterations = 20_000 },
        new LogisticRegression { Penalty = Penalty.None, FitIntercept = false, Tolerance = 1e-8, MaxIterations = 20_000 },
        .. new[] { RidgeSolver.Svd, RidgeSolver.Cholesky, RidgeSolver.Lsqr, RidgeSolver.SparseCg, RidgeSolver.Sag, RidgeSolver.Saga }
            .Select(solver => new Ridge { Solver = solver, Tolerance = 1e-12, MaxIterations = 20_000 }),
        new Ridge { Positive = true, Tolerance = 1e-12 },
        new LinearRegression { Positive = true },
        new LinearRegression { FitIntercept = false },
        new Lasso { Alpha = 0.1, Positive = true, Tolerance = 1e-10 },
        new Lasso { Alpha = 0.1, Selection = CoordinateSelection.Random, Tolerance = 1e-10 },
        new ElasticNet { Alpha = 0.1, Precompute = Precomputation.Always, Tolerance = 1e-10 },
        new RidgeCV { Folds = 3 },
        new RidgeCV { FitIntercept = false },
        new PoissonRegressor { Solver = GeneralizedSolver.NewtonCholesky, Tolerance = 1e-10 },
        new LinearSvc { Dual = false, Tolerance = 1e-10, MaxIterations = 20_000 },
        new LinearSvc { Dual = false, Penalty = Penalty.L1, Tolerance = 1e-10, MaxIterations = 20_000 },
        new LinearSvr { Dual = false, Loss = SvrLoss.SquaredEpsilonInsensitive, Tolerance = 1e-10, MaxIterations = 20_000 },
        new SgdClassifier { FitIntercept = false, Average = 1 },
        new SgdClassifier { FitIntercept = false, Loss = SgdLoss.LogLoss, EarlyStopping = true },
        new SgdClassifier { FitIntercept = false, BatchSize = 8, LearningRate = SgdSchedule.Constant, Eta0 = 0.01 },
        new StandardScaler { WithMean = false },
        new RobustScaler { WithCentering = false, UnitVariance = true },
        new Normalizer { Norm = RowNorm.Max },
        new SimpleImputer { Strategy = ImputationStrategy.Median },
        new PolynomialFeatures { Degree = 3, InteractionOnly = true },
        .. new[] { ScoreFunction.FClassification, ScoreFunction.FRegression, ScoreFunction.ChiSquared, ScoreFunction.Correlation }
            .Select(score => new SelectKBest { K = 2, ScoreFunction = score }),
        new SelectFromModel { Estimator = new LogisticRegression { Tolerance = 1e-10 } },
        new CalibratedClassifier(new LinearSvc { Tolerance = 1e-10, MaxIterations = 20_000 }) { Folds = 3, Method = CalibrationMethod.Isotonic },
    ];

    [Theory, MemberData(nameof(Variants))]
    public void Sparse_samples_give_the_same_by_every_way(string name)
    {
        var estimator = s_variants.First(variant => variant.ToString() == name);
        var (x, labels) = (ContractSamples.CountClasses.X, ContractSamples.CountClasses.Y!);
        var y = estimator is Regressor || estimator.Parameters.Any(p => p.Name == "score_func" && p.Get(estimator) is "f_regression" or "r_regression")
            ? Target.Of([.. Enumerable.Range(0, x.Rows).Select(row => 1.0 + (2 * x.Row(row)[0]) + x.Row(row)[1] + (row % 3))])
            : labels;
        Features sparse = SparseMatrix.FromDense(x.Values, x.Rows, x.Columns);
        var (one, other) = (Fitted.Fit(estimator, x, y), Fitted.Fit(estimator, sparse, y));
        Fitted.ShouldAgree(Fitted.Numbers(other, sparse), Fitted.Numbers(one, x), 1e-5);
        Fitted.Texts(other, sparse).ShouldBe(Fitted.Texts(one, x));
    }

    public static TheoryData<string> All => [.. EstimatorCatalog.All.Select(entry => entry.Name), .. s_variants.Select(variant => variant.ToString())];

    // Nothing stored at all: the same as dense zeros, or refused in the same words; and nothing stored among what a fitted model is asked.
    [Theory, MemberData(nameof(All))]
    public void Sparse_samples_that_store_nothing_are_zeros(string name)
    {
        var given = ContractCases.All.GetValueOrDefault(name);
        var estimator = given?.Estimator ?? s_variants.First(variant => variant.ToString() == name);
        var samples = given?.Samples ?? ContractSamples.CountClasses;
        if (given?.TakesSparse == false || samples.X.Kind != FeaturesKind.Dense)
        {
            return;
        }

        var y = given is null && (estimator is Regressor || name.Contains("score_func=f_regression", StringComparison.Ordinal) || name.Contains("score_func=r_regression", StringComparison.Ordinal)) ? Target.Of([.. Enumerable.Range(0, samples.X.Rows).Select(row => 1.0 + (row % 3))]) : samples.Y;
        var (rows, columns) = (samples.X.Rows, samples.X.Columns);
        var zeros = Features.Dense(new double[rows * columns], rows, columns);
        Features nothing = SparseMatrix.FromDense(new double[rows * columns], rows, columns);
        var (dense, sparse) = (Numbers(estimator, zeros, zeros, y), Numbers(estimator, nothing, nothing, y));
        sparse.Refused.ShouldBe(dense.Refused);

        // Coefficients that stay 0 end sag and saga after one round, wherever the intercept is then; it takes shorter steps with sparse samples, as in scikit-learn.
        if (estimator is not LogisticRegression { Solver: LogisticSolver.Sag or LogisticSolver.Saga })
        {
            Fitted.ShouldAgree(sparse.Values, dense.Values, 1e-6);
        }

        var other = Numbers(estimator, SparseMatrix.FromDense(samples.X.Values, rows, columns), nothing, y);
        other.Refused.ShouldBeNull();
    }

    private static (double[] Values, string? Refused) Numbers(Estimator estimator, Features x, Features asked, Target? y)
    {
        try
        {
            return (Fitted.Numbers(Fitted.Fit(estimator, x, y), asked), null);
        }
        catch (DatasetException e)
        {
            return ([], e.Message);
        }
    }

    [Fact]
    public void Sparse_samples_go_through_selection_and_composition()
    {
        var (x, y) = (ContractSamples.CountClasses.X, ContractSamples.CountClasses.Y!);
        Features sparse = SparseMatrix.FromDense(x.Values, x.Rows, x.Columns);
        var pipeline = new Pipeline(new MaxAbsScaler(), new LogisticRegression { Tolerance = 1e-10 });
        CrossValidation.Scores(pipeline, sparse, y).ShouldBe(CrossValidation.Scores(pipeline, x, y));
        CrossValidation.Predict(pipeline, sparse, y).Texts().ShouldBe(CrossValidation.Predict(pipeline, x, y).Texts());
        new GridSearch(pipeline, new() { ["logistic-regression__C"] = [0.1, 1.0] }).Search(sparse, y).Best.ToString()
            .ShouldBe(new GridSearch(pipeline, new() { ["logistic-regression__C"] = [0.1, 1.0] }).Search(x, y).Best.ToString());
        LearningCurve.Of(pipeline, sparse, y).TestScores[0].ShouldBe(LearningCurve.Of(pipeline, x, y).TestScores[0]);
        var (train, test) = Split.TrainTest(sparse, y, testSize: 0.25, seed: 1);
        train.X.Kind.ShouldBe(FeaturesKind.Sparse);
        test.X.Rows.ShouldBe(15);
        var (rows, _) = Split.Indices(60, testSize: 0.25, seed: 1);
        train.Y.Texts().ShouldBe(y.Take(rows).Texts());
        train.X.ToDense().Values.ToArray().ShouldBe(x.Take(rows).Values.ToArray());
        var table = new Table(new NumberColumn("number", [.. Enumerable.Range(0, 60).Select(i => (double)i)]), new TextColumn("class", [.. y.Texts()]));
        var (first, second) = Split.TrainTest(table, testSize: 0.25, seed: 1, stratify: "class");
        var (stratified, _) = Split.TrainTest(table.Drop("class"), y, testSize: 0.25, seed: 1, stratify: y);
        first.Numbers("number").Values.ToArray().ShouldBe(stratified.X.ToDense().Values.ToArray());
        (first.RowCount + second.RowCount).ShouldBe(60);
        var union = new FeatureUnion(new MaxAbsScaler(), new Normalizer()).Fit(sparse).Transform(sparse);
        union.Kind.ShouldBe(FeaturesKind.Sparse);
        new ColumnTransformer(("scaled", new MaxAbsScaler(), new[] { 0, 1 })) { Remainder = new Passthrough() }.Fit(sparse).Transform(sparse).ToDense().Values.ToArray()
            .ShouldBe(new ColumnTransformer(("scaled", new MaxAbsScaler(), new[] { 0, 1 })) { Remainder = new Passthrough() }.Fit(x).Transform(x).ToDense().Values.ToArray());
    }
}
