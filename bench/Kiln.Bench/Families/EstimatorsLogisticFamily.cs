using Kiln.Data;
using Kiln.Estimators;

namespace Kiln.Bench;

/// <summary>Linear classifiers and stochastic gradient descent on 100,000 samples of 20 features, fitted and predicting, against scikit-learn with the same settings.</summary>
internal static class EstimatorsLogisticFamily
{
    private const int Rows = 100_000;
    private const int Columns = 20;
    private const string Group = "logistic regression, SGD and linear support vectors at 100,000 rows";

    public static IEnumerable<Comparison> All()
    {
        foreach (var solver in new[] { "lbfgs", "newton-cg", "newton-cholesky", "liblinear", "sag", "saga" })
        {
            yield return Fit("logistic-" + solver, 2, () => (Predictor)new LogisticRegression().With("solver", solver));
        }

        yield return Fit("logistic-liblinear-l1", 2, () => new LogisticRegression { Solver = LogisticSolver.Liblinear, Penalty = Penalty.L1 });
        yield return Fit("logistic-saga-l1", 2, () => new LogisticRegression { Solver = LogisticSolver.Saga, Penalty = Penalty.L1 });
        yield return Fit("softmax-lbfgs", 5, () => new LogisticRegression());
        yield return Fit("softmax-newton-cg", 5, () => new LogisticRegression { Solver = LogisticSolver.NewtonCg });
        yield return Fit("softmax-saga", 5, () => new LogisticRegression { Solver = LogisticSolver.Saga });
        yield return Fit("sgd-hinge", 2, () => new SgdClassifier { Tolerance = null, MaxIterations = 5 });
        yield return Fit("sgd-log", 2, () => new SgdClassifier { Loss = SgdLoss.LogLoss, Tolerance = null, MaxIterations = 5 });
        yield return Fit("sgd-elasticnet", 2, () => new SgdClassifier { Penalty = Penalty.ElasticNet, Tolerance = null, MaxIterations = 5 });
        yield return Fit("sgd-average", 5, () => new SgdClassifier { Average = 1, Tolerance = null, MaxIterations = 2 });
        yield return Fit("sgd-regressor", 0, () => new SgdRegressor { Tolerance = null, MaxIterations = 5 });
        yield return Fit("perceptron", 2, () => new Perceptron { Tolerance = null, MaxIterations = 5 });
        yield return Fit("passive-aggressive", 2, () => new PassiveAggressiveClassifier { Tolerance = null, MaxIterations = 5 });
        yield return Fit("linear-svc-dual", 2, () => new LinearSvc { MaxIterations = 10 });
        yield return Fit("linear-svc-primal", 2, () => new LinearSvc { Dual = false });
        yield return Fit("linear-svc-l1", 2, () => new LinearSvc { Dual = false, Penalty = Penalty.L1 });
        yield return Fit("linear-svr-dual", 0, () => new LinearSvr { MaxIterations = 10 });
        foreach (var classes in new[] { 2, 5 })
        {
            yield return Predict("predict", classes, static (model, x) => model.Predict(x), static y => y.Numbers().ToArray());
        }

        foreach (var classes in new[] { 2, 5 })
        {
            yield return Predict("probabilities", classes, static (model, x) => ((IProbabilityModel)model).PredictProbabilities(x), static p => p.ToArray<double>());
        }
    }

    private static Comparison Fit(string what, int classes, Func<Predictor> make) => new(
        $"estimators-{what}",
        "fits/s",
        1,
        () =>
        {
            var (x, y) = Samples(classes);
            var estimator = make();
            double[] coefficients = [];
            return new Trial(() => coefficients = ((ILinearModel)estimator.Fit(x, y)).Coefficients.ToArray<double>(), () => coefficients);
        },
        Peer.Sklearn("logistic", "fit", what, classes))
    {
        Group = Group,
        Bar = 2,
    };

    private static Comparison Predict<T>(string what, int classes, Func<PredictorModel, Features, T> run, Func<T, double[]> numbers)
        where T : class => new(
        $"estimators-logistic-{what}-{classes}",
        "10⁶ rows/s",
        Rows * 1e-6,
        () =>
        {
            var (x, y) = Samples(classes);
            var model = new LogisticRegression().Fit(x, y);
            T? predicted = null;
            return new Trial(() => predicted = run(model, x), () => numbers(predicted!));
        },
        Peer.Sklearn("logistic", "predict", what, classes))
        {
            Group = Group,
            Bar = 2,
        };

    /// <summary>The sum of the features, each times its number and alternating in sign, with noise: its sign, its fifth of the range, or itself.</summary>
    private static (Features X, Target Y) Samples(int classes)
    {
        var x = Operands.DrawDouble((long)Rows * Columns);
        var noise = Operands.DrawDouble(Rows, 2);
        var scores = new double[Rows];
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                scores[i] += (j % 2 == 0 ? 1 : -1) * (j + 1) * x[(i * Columns) + j] / Columns;
            }

            scores[i] += noise[i];
        }

        Target y = classes switch
        {
            0 => scores,
            2 => Array.ConvertAll(scores, s => s > 0 ? 1L : 0),
            _ => Array.ConvertAll(scores, s => (long)Math.Clamp(Math.Floor(s + 2.5), 0, 4)),
        };
        return (Features.Dense(x, Rows, Columns), y);
    }
}
