using System.Globalization;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// How much a model's score falls when one feature is shuffled (L. Breiman, "Random forests", Machine Learning 45, 2001; scikit-learn: <c>permutation_importance</c>, with
/// the same permutations for the same seed). Features that say the same share their importance.
/// </summary>
/// <param name="Importances">The fall of the score, by feature and repetition.</param>
/// <param name="Names">The features' names; x0, x1, … where they have none.</param>
/// <param name="Baseline">The score with all features as they are.</param>
public sealed record PermutationImportance(double[][] Importances, IReadOnlyList<string> Names, double Baseline)
{
    private const string Owner = "permutation importance";

    /// <summary>The mean fall of the score, by feature.</summary>
    public double[] Means => Array.ConvertAll(Importances, falls => Spread.Mean(falls));

    /// <summary>The standard deviation over the repetitions, by feature.</summary>
    public double[] Deviations => Array.ConvertAll(Importances, falls => Spread.Of(falls));

    /// <summary>The features with the fall of the score and its deviation, the most important first.</summary>
    public override string ToString()
    {
        var (means, deviations) = (Means, Deviations);
        var width = Names.Count == 0 ? 0 : Names.Max(name => name.Length);
        return string.Create(CultureInfo.InvariantCulture, $"permutation importance (score {Baseline:G4} with all features):") + string.Concat(Enumerable.Range(0, means.Length)
            .OrderByDescending(feature => means[feature])
            .Select(feature => string.Create(CultureInfo.InvariantCulture, $"\n  {Names[feature].PadRight(width)}  {means[feature]:F4} ± {deviations[feature]:F4}")));
    }

    /// <summary>Shuffles feature after feature.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="x">Samples, those of the fit or better others.</param>
    /// <param name="y">Their target.</param>
    /// <param name="scoring">What the model is rated by; its own score when null.</param>
    /// <param name="repeats">How often each feature is shuffled, at least 1; 5 by default.</param>
    /// <param name="seed">What the permutations depend on; 0 by default.</param>
    /// <param name="sampleWeights">How much each sample counts in the scores; null for 1 each.</param>
    /// <param name="maxSamples">Up to 1 the share of the samples to use for each feature, above it their number; all by default, which 1 says too.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DatasetException">The samples are not those of the model.</exception>
    public static PermutationImportance Of(
        PredictorModel model, Features x, Target y, ModelScorer? scoring = null, int repeats = 5, uint seed = 0, double[]? sampleWeights = null, double? maxSamples = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(x);
        Inputs.Same(Owner, x, y);
        Inputs.Weights(Owner, sampleWeights, x.Rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        var count = maxSamples is { } size ? (int)(size <= 1 ? size * x.Rows : size) : x.Rows;
        if (count < 1 || count > x.Rows || (count < x.Rows && sampleWeights is not null))
        {
            throw new ArgumentException(
                $"{Owner}: {maxSamples} of {x.Rows} samples; expected a share or a number of them, and no sample weights with a part", nameof(maxSamples));
        }

        var scorer = scoring ?? ModelScorer.Default;
        var samples = x.Kind == FeaturesKind.Sparse ? x.ToDense(Owner) : x;
        var baseline = scorer.Score(model, x, y, sampleWeights);
        var columnSeed = (uint)new RandomState(seed).RandInt(1L << 31);
        var falls = new double[x.Columns][];
        WorkerTeam.Run(x.Columns, new Body(column =>
            falls[column] = Array.ConvertAll(Scores(model, samples, y, sampleWeights, column, columnSeed, repeats, scorer, count), score => baseline - score)), cancellation);
        return new(falls, FeatureLayout.Of(x).NamesOrNumbers, baseline);
    }

    private static double[] Scores(
        PredictorModel model, Features x, Target y, double[]? weights, int column, uint seed, int repeats, ModelScorer scorer, int count)
    {
        var random = new RandomState(seed);
        if (count < x.Rows)
        {
            var rows = Sampling.WithoutReplacement(x.Rows, count, random);
            (x, y) = (x.Take(rows), y.Take(rows));
        }

        // Every repetition shuffles what the last one left: both the order and the column, as the reference does.
        var order = Enumerable.Range(0, x.Rows).ToArray();
        var changed = new ColumnEdit(x, column);
        var scores = new double[repeats];
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            random.Shuffle(order);
            changed.Reorder(order);
            scores[repeat] = scorer.Score(model, changed.Samples, y, weights);
        }

        return scores;
    }

    private readonly struct Body(Action<int> work) : ITileBody
    {
        public void Invoke(int tile) => work(tile);
    }
}
