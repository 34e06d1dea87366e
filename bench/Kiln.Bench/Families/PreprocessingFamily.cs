using Kiln.Data;
using Kiln.Estimators;

namespace Kiln.Bench;

/// <summary>Scalers, encoders, imputers and vectorizers of text on 100,000 samples, fitted and transforming, against scikit-learn with the same settings.</summary>
internal static class PreprocessingFamily
{
    private const int Rows = 100_000;
    private const int Columns = 20;
    private const int Categorical = 5;
    private const int Words = 10;
    private const string Group = "preparation of 100,000 rows: scalers, encoders, text";

    public static IEnumerable<Comparison> All()
    {
        foreach (var (name, make) in Numeric())
        {
            yield return Of(name, "fit", make, NumbersOf(name));
            yield return Of(name, "transform", make, NumbersOf(name));
        }

        foreach (var (name, make) in Encoders())
        {
            yield return Of(name, "fit", make, Numbered);
            yield return Of(name, "transform", make, Numbered);
            yield return Of(name + "-text", "fit", make, Named);
            yield return Of(name + "-text", "transform", make, Named);
        }

        yield return Of("count-vectorizer", "both", () => new CountVectorizer(), Texts);
        yield return Of("tfidf-vectorizer", "both", () => new TfidfVectorizer(), Texts);
        yield return Of("tfidf-vectorizer", "transform", () => new TfidfVectorizer(), Texts);
        yield return Of("tfidf-bigrams", "both", () => new TfidfVectorizer { NgramRange = (1, 2) }, Texts);
        yield return Of("hashing-vectorizer", "transform", () => new HashingVectorizer(), Texts);
    }

    private static IEnumerable<(string Name, Func<FeatureTransformer> Make)> Numeric() =>
    [
        ("standard-scaler", () => new StandardScaler()),
        ("min-max-scaler", () => new MinMaxScaler()),
        ("max-abs-scaler", () => new MaxAbsScaler()),
        ("robust-scaler", () => new RobustScaler()),
        ("normalizer", () => new Normalizer()),
        ("simple-imputer", () => new SimpleImputer()),
        ("k-bins-discretizer", () => new KBinsDiscretizer { Encode = BinEncoding.Ordinal }),
        ("quantile-transformer", () => new QuantileTransformer()),
        ("power-transformer", () => new PowerTransformer()),
        ("polynomial-features", () => new PolynomialFeatures()),
    ];

    private static IEnumerable<(string Name, Func<FeatureTransformer> Make)> Encoders() =>
    [
        ("one-hot-encoder", () => new OneHotEncoder()),
        ("ordinal-encoder", () => new OrdinalEncoder()),
    ];

    /// <summary>The slow ones take fewer rows, so that a run of the peer's stays within a second.</summary>
    private static Func<Features> NumbersOf(string name) => name switch
    {
        "simple-imputer" => () => Numbers(Rows, missing: true),
        "power-transformer" or "quantile-transformer" => () => Numbers(Rows / 10, missing: false),
        _ => () => Numbers(Rows, missing: false),
    };

    private static Comparison Of(string name, string what, Func<FeatureTransformer> make, Func<Features> samples) => new(
        $"preprocessing-{name}-{what}",
        "runs/s",
        1,
        () =>
        {
            var (x, estimator) = (samples(), make());
            var model = what == "transform" ? estimator.Fit(x) : null;
            Features? last = null;
            return new Trial(
                what switch
                {
                    "fit" => () => estimator.Fit(x),
                    "both" => () => last = estimator.FitTransform(x).X,
                    _ => () => last = model!.Transform(x),
                },
                () => last is null ? [] : last.Kind == FeaturesKind.Sparse ? last.Sparse!.Values.ToArray() : last.ToDense().Values.ToArray());
        },
        Peer.Sklearn("preprocessing", "run", name, what))
    {
        Group = Group,
        Bar = 2,
    };

    private static Features Numbers(int rows, bool missing)
    {
        var values = Operands.DrawDouble((long)rows * Columns);
        for (var i = 0; i < values.Length && missing; i += 7)
        {
            values[i] = double.NaN;
        }

        return Features.Dense(values, rows, Columns);
    }

    private static Features Numbered() =>
        Features.Dense(Array.ConvertAll(Operands.DrawDouble((long)Rows * Categorical), v => Math.Floor((v + 1) * 10)), Rows, Categorical);

    private static Features Named()
    {
        var numbers = Numbered();
        return new Table([.. Enumerable.Range(0, Categorical).Select(c =>
            new TextColumn($"c{c}", [.. Enumerable.Range(0, Rows).Select(row => $"category {numbers.Row(row)[c]:F0}")]))]);
    }

    /// <summary>Texts of ten words; the n-th most frequent of some 20,000 words comes about 1 / n as often as the first.</summary>
    private static Features Texts()
    {
        var draws = Operands.DrawDouble((long)Rows * Words);
        return Features.Of(Enumerable.Range(0, Rows).Select(row =>
            string.Join(' ', Enumerable.Range(0, Words).Select(i => $"word{Math.Floor(Math.Exp((draws[(row * Words) + i] + 1) * 5)):F0}"))));
    }
}
