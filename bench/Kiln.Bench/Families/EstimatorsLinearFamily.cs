using Kiln.Data;
using Kiln.Estimators;

namespace Kiln.Bench;

/// <summary>Linear, naive Bayes and discriminant models on 100,000 × 50 samples, fit and predict, against scikit-learn with the same settings.</summary>
/// <remarks>
/// The work is one multiplication and addition for each number and each pass that is needed; rates say little, the ratio all. Both sides check their input for
/// NaN. scikit-learn's times contain its copies and its checks, Kiln's contain its own.
/// </remarks>
internal static class EstimatorsLinearFamily
{
    private const int Rows = 100_000;
    private const int Columns = 50;
    private const string Bound = "LinearRegression, Ridge and discriminants, 100,000 × 50";
    private const string Free = "Lasso, elastic net, generalized linear models and naive Bayes, 100,000 × 50";

    private static readonly Lazy<Features> s_x = new(static () => Features.Dense(Operands.DrawDouble((long)Rows * Columns), Rows, Columns));
    private static readonly Lazy<double[]> s_y = new(() => Target(0.5));
    private static readonly Lazy<long[]> s_classes = new(() => [.. s_y.Value.Select(v => v < -0.7 ? 0L : v < 0.7 ? 1L : 2L)]);
    private static readonly Lazy<Features> s_counts = new(() =>
        Features.Dense(Array.ConvertAll(Operands.DrawDouble((long)Rows * Columns), v => Math.Floor((v + 1) * 3)), Rows, Columns));

    private static readonly Lazy<(Features X, double[] Y)> s_hundred = new(static () => Shaped(Rows, 100));
    private static readonly Lazy<(Features X, double[] Y)> s_wide = new(static () => Shaped(1_000, 2_000));
    private static readonly Lazy<(Features X, double[] Y)> s_narrow = new(static () => Shaped(300, 500));
    private static readonly Lazy<double[]> s_positive = new(() => Array.ConvertAll(s_y.Value, v => Math.Floor(Math.Exp(v / 3))));

    public static IEnumerable<Comparison> All()
    {
        foreach (var solver in new[] { RidgeSolver.Cholesky, RidgeSolver.Lsqr, RidgeSolver.SparseCg, RidgeSolver.Svd })
        {
            var word = solver switch { RidgeSolver.Lsqr => "lsqr", RidgeSolver.SparseCg => "sparse_cg", RidgeSolver.Svd => "svd", _ => "cholesky" };
            yield return Fit($"ridge-{word}", new Ridge { Solver = solver }, "y", "Ridge", $"solver={word}") with { Group = Bound, Bar = 1 };
        }

        yield return Fit("linear-regression", new LinearRegression(), "y", "LinearRegression") with { Group = Bound, Bar = 1 };
        yield return Fit("lda-svd", new LinearDiscriminantAnalysis(), "classes", "LinearDiscriminantAnalysis") with { Group = Bound, Bar = 1 };
        yield return Fit("lda-lsqr", new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Lsqr }, "classes", "LinearDiscriminantAnalysis", "solver=lsqr") with { Group = Bound, Bar = 1 };
        yield return Fit("lda-eigen", new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Eigen }, "classes", "LinearDiscriminantAnalysis", "solver=eigen") with { Group = Bound, Bar = 1 };
        yield return Fit("qda", new QuadraticDiscriminantAnalysis(), "classes", "QuadraticDiscriminantAnalysis") with { Group = Bound, Bar = 1 };
        yield return Fit("lasso", new Lasso { Alpha = 0.01 }, "y", "Lasso", "alpha=0.01") with { Group = Free, Bar = 2 };
        yield return Fit("lasso-direct", new Lasso { Alpha = 0.01, Precompute = Precomputation.Never }, "y", "Lasso", "alpha=0.01") with { Group = Free, Bar = 2 };
        yield return Fit("lasso-direct-100", new Lasso { Alpha = 0.01, Precompute = Precomputation.Never }, "hundred", "Lasso", "alpha=0.01") with { Group = Free, Bar = 2 };
        yield return Fit("lasso-wide", new Lasso { Alpha = 0.1 }, "wide", "Lasso", "alpha=0.1") with { Group = Free, Bar = 2 };
        yield return Fit("elastic-net-wide", new ElasticNet { Alpha = 0.2 }, "wide", "ElasticNet", "alpha=0.2") with { Group = Free, Bar = 2 };
        yield return Fit("lasso-cv-wide", new LassoCV(), "narrow", "LassoCV") with { Group = Free, Bar = 2 };
        yield return Fit("elastic-net", new ElasticNet { Alpha = 0.01 }, "y", "ElasticNet", "alpha=0.01") with { Group = Free, Bar = 2 };
        yield return Fit("huber", new HuberRegressor(), "y", "HuberRegressor") with { Group = Free, Bar = 2 };
        yield return Fit("poisson-lbfgs", new PoissonRegressor { Alpha = 0.01 }, "positive", "PoissonRegressor", "alpha=0.01") with { Group = Free, Bar = 2 };
        yield return Fit("poisson-newton", new PoissonRegressor { Alpha = 0.01, Solver = GeneralizedSolver.NewtonCholesky }, "positive", "PoissonRegressor", "alpha=0.01", "solver=newton-cholesky") with { Group = Free, Bar = 2 };
        yield return Fit("gaussian-nb", new GaussianNB(), "classes", "GaussianNB") with { Group = Free, Bar = 2 };
        yield return Fit("multinomial-nb", new MultinomialNB(), "counts", "MultinomialNB") with { Group = Free, Bar = 2 };
        yield return Fit("bernoulli-nb", new BernoulliNB(), "counts", "BernoulliNB") with { Group = Free, Bar = 2 };
        yield return Predict("linear-regression", new LinearRegression(), "y", "LinearRegression") with { Group = Bound, Bar = 1 };
        yield return Predict("lda", new LinearDiscriminantAnalysis(), "classes", "LinearDiscriminantAnalysis") with { Group = Bound, Bar = 1 };
        yield return Predict("qda", new QuadraticDiscriminantAnalysis(), "classes", "QuadraticDiscriminantAnalysis") with { Group = Bound, Bar = 1 };
        yield return Predict("gaussian-nb", new GaussianNB(), "classes", "GaussianNB") with { Group = Free, Bar = 2 };
        yield return Predict("multinomial-nb", new MultinomialNB(), "counts", "MultinomialNB") with { Group = Free, Bar = 2 };
        yield return Predict("bernoulli-nb", new BernoulliNB(), "counts", "BernoulliNB") with { Group = Free, Bar = 2 };
    }

    private static Comparison Fit(string name, Predictor estimator, string data, params object[] peer) => Comparison.Arithmetic(
        $"estimators-fit-{name}",
        (double)Rows * Columns,
        () =>
        {
            var (x, y) = Samples(data);
            PredictorModel? model = null;
            return new Trial(() => model = estimator.Fit(x, y), () => Numbers(model!.Predict(x.Take([0, 1, 2, 3]))));
        },
        Peer.Sklearn("linear", "fit", [data, .. peer]));

    private static Comparison Predict(string name, Predictor estimator, string data, params object[] peer) => Comparison.Arithmetic(
        $"estimators-predict-{name}",
        (double)Rows * Columns,
        () =>
        {
            var (x, y) = Samples(data);
            var model = estimator.Fit(x, y);
            Target? predicted = null;
            return new Trial(() => predicted = model.Predict(x), () => Numbers(predicted!));
        },
        Peer.Sklearn("linear", "predict", [data, .. peer]));

    /// <summary>Samples of another shape, whose target is a function of the first 20 features, with noise.</summary>
    private static (Features X, double[] Y) Shaped(int rows, int columns)
    {
        var x = Features.Dense(Operands.DrawDouble((long)rows * columns), rows, columns);
        var (w, noise, y) = (Operands.DrawDouble(20, 2), Operands.DrawDouble(rows, 3), new double[rows]);
        for (var row = 0; row < rows; row++)
        {
            y[row] = System.Numerics.Tensors.TensorPrimitives.Dot(x.Row(row)[..20], w) + (0.5 * noise[row]);
        }

        return (x, y);
    }

    private static double[] Numbers(Target target) => target.Numbers().ToArray();

    private static (Features X, Target Y) Samples(string data) => data switch
    {
        "y" => (s_x.Value, s_y.Value),
        "hundred" => s_hundred.Value,
        "wide" => s_wide.Value,
        "narrow" => s_narrow.Value,
        "positive" => (s_x.Value, s_positive.Value),
        "counts" => (s_counts.Value, s_classes.Value),
        _ => (s_x.Value, s_classes.Value),
    };

    /// <summary>A linear function of the features and noise.</summary>
    private static double[] Target(double noise)
    {
        var (x, w, rest) = (s_x.Value, Operands.DrawDouble(Columns, 2), Operands.DrawDouble(Rows, 3));
        var y = new double[Rows];
        for (var row = 0; row < Rows; row++)
        {
            y[row] = System.Numerics.Tensors.TensorPrimitives.Dot(x.Row(row), w) + (noise * rest[row]);
        }

        return y;
    }
}
