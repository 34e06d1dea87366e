using Kiln.Data;
using Kiln.Estimators;

namespace Kiln.Bench;

/// <summary>Estimators that read compressed rows: 20,000 samples of 5,000 features of which 50 are stored, and texts, against scikit-learn with the same settings.</summary>
internal static class EstimatorsSparseFamily
{
    private const int Rows = 20_000;
    private const int Columns = 5_000;
    private const int Stored = 50;
    private const int Texts = 20_000;
    private const int Words = 20;
    private const string Group = "estimators on sparse samples, 20,000 × 5,000 with 1 % stored, and texts";

    private static readonly Lazy<(Features X, double[] Scores)> s_samples = new(static () => Samples(isCounts: false));
    private static readonly Lazy<(Features X, double[] Scores)> s_counts = new(static () => Samples(isCounts: true));

    public static IEnumerable<Comparison> All()
    {
        yield return Fit("logistic-lbfgs", "classes", new LogisticRegression());
        yield return Fit("logistic-liblinear", "classes", new LogisticRegression { Solver = LogisticSolver.Liblinear });
        yield return Fit("logistic-l1", "classes", new LogisticRegression { Solver = LogisticSolver.Liblinear, Penalty = Penalty.L1 });
        yield return Fit("logistic-saga", "classes", new LogisticRegression { Solver = LogisticSolver.Saga, MaxIterations = 10 });
        yield return Fit("softmax-lbfgs", "five", new LogisticRegression());
        yield return Fit("sgd-log", "classes", new SgdClassifier { Loss = SgdLoss.LogLoss, Tolerance = null, MaxIterations = 5 });
        yield return Fit("sgd-hinge-five", "five", new SgdClassifier { Tolerance = null, MaxIterations = 5 });
        yield return Fit("linear-svc-dual", "classes", new LinearSvc { MaxIterations = 10 });
        yield return Fit("linear-svc-primal", "classes", new LinearSvc { Dual = false });

        // Bound by products of the samples with vectors, as their dense forms by linear algebra.
        yield return Fit("linear-regression", "y", new LinearRegression()) with { Bar = 1 };
        yield return Fit("ridge", "y", new Ridge { Solver = RidgeSolver.SparseCg, FitIntercept = true }) with { Bar = 1 };
        yield return Fit("lasso", "y", new Lasso { Alpha = 0.0005 });
        yield return Fit("elastic-net", "y", new ElasticNet { Alpha = 0.0005 });
        yield return Fit("multinomial-nb", "counts", new MultinomialNB());
        yield return Fit("bernoulli-nb", "counts", new BernoulliNB());
        yield return Fit("standard-scaler", "classes", new StandardScaler { WithMean = false });
        yield return Of("predict", "classes", () =>
        {
            var (x, y) = Data("classes");
            var model = new LogisticRegression().Fit(x, y);
            Target? predicted = null;
            return new Trial(() => predicted = model.Predict(x), () => predicted!.Numbers().ToArray());
        });
        yield return Of("text-pipeline", "texts", static () =>
        {
            var (x, y) = TextSamples();
            var pipeline = new Pipeline(("tfidf", new TfidfVectorizer()), ("logistic", new LogisticRegression()));
            PredictorModel? model = null;
            return new Trial(() => model = pipeline.Fit(x, y), () => model!.Predict(x).Numbers().ToArray());
        });
    }

    private static Comparison Fit(string name, string data, Estimator estimator) => Of(name, data, () =>
    {
        var (x, y) = Data(data);
        object? model = null;
        return new Trial(
            () => model = estimator switch
            {
                Predictor predictor => predictor.Fit(x, y),
                FeatureTransformer transformer => transformer.Fit(x),
                _ => throw new InvalidOperationException($"{name} is neither a predictor nor a transformer"),
            },
            () => model is PredictorModel fitted ? fitted.Predict(x).Numbers().ToArray() : []);
    });

    private static Comparison Of(string name, string data, Func<Trial> prepare) => new($"estimators-sparse-{name}", "runs/s", 1, prepare, Peer.Sklearn("sparse", "run", name, data))
    {
        Group = Group,
        Bar = 2,
    };

    private static (Features X, Target Y) Data(string name)
    {
        var (x, scores) = name == "counts" ? s_counts.Value : s_samples.Value;
        return (x, name switch
        {
            "y" => scores,
            "five" => Array.ConvertAll(scores, s => (long)Math.Clamp(Math.Floor(s + 2.5), 0, 4)),
            _ => Array.ConvertAll(scores, s => s > 0 ? 1L : 0),
        });
    }

    /// <summary>In every hundred columns of a row one number, at a place that looks random; a linear function of them and noise.</summary>
    private static (Features X, double[] Scores) Samples(bool isCounts)
    {
        var (values, places, w, noise) = (Operands.DrawDouble((long)Rows * Stored), Operands.DrawDouble((long)Rows * Stored, 2), Operands.DrawDouble(Columns, 3), Operands.DrawDouble(Rows, 4));
        var (starts, columns, scores) = (new int[Rows + 1], new int[values.Length], new double[Rows]);
        for (var row = 0; row < Rows; row++)
        {
            starts[row + 1] = (row + 1) * Stored;
            scores[row] = noise[row];
            for (var i = row * Stored; i < starts[row + 1]; i++)
            {
                columns[i] = ((i % Stored) * (Columns / Stored)) + (int)Math.Floor((places[i] + 1) * (Columns / Stored / 2));
                scores[row] += values[i] * w[columns[i]];
                values[i] = isCounts ? Math.Floor((values[i] + 1) * 3) + 1 : values[i];
            }
        }

        return (new SparseMatrix(starts, columns, [.. values], Columns), scores);
    }

    /// <summary>Texts of twenty words, the n-th most frequent about 1 / n as often as the first; their class is whether the first numbers of their words add up to more than usual.</summary>
    private static (Features X, Target Y) TextSamples()
    {
        var draws = Operands.DrawDouble((long)Texts * Words);
        var sums = new double[Texts];
        var texts = new string[Texts];
        for (var row = 0; row < Texts; row++)
        {
            var numbers = new double[Words];
            for (var i = 0; i < Words; i++)
            {
                numbers[i] = Math.Floor(Math.Exp((draws[(row * Words) + i] + 1) * 5));
                sums[row] += numbers[i] % 7;
            }

            texts[row] = string.Join(' ', numbers.Select(static number => $"word{number:F0}"));
        }

        return (Features.Of(texts), Array.ConvertAll(sums, s => s > 55 ? 1L : 0));
    }
}
