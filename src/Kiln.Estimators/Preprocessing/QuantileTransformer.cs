namespace Kiln.Estimators;

/// <summary>What distribution features get.</summary>
public enum OutputDistribution
{
    /// <summary>Even between 0 and 1.</summary>
    Uniform,

    /// <summary>The standard normal distribution.</summary>
    Normal,
}

/// <summary>
/// Gives each feature an even or a normal distribution by the ranks of its values (scikit-learn: <c>QuantileTransformer</c>). Missing values (NaN) are left out and stay
/// missing.
/// </summary>
public sealed record QuantileTransformer : FeatureTransformer
{
    internal static readonly ParameterSet<QuantileTransformer> Table = new ParameterSet<QuantileTransformer>("quantile-transformer", "each feature to an even or normal distribution")
        .Integer("n_quantiles", e => e.Quantiles, (e, v) => e with { Quantiles = v }, "how many quantiles are kept")
        .Choice("output_distribution", e => e.OutputDistribution, (e, v) => e with { OutputDistribution = v }, "the distribution", ("uniform", OutputDistribution.Uniform), ("normal", OutputDistribution.Normal))
        .Integer("subsample", e => e.Subsample, (e, v) => e with { Subsample = v }, "at most so many samples are looked at")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v });

    /// <summary>How many quantiles are kept, at most one for each sample; 1000 by default.</summary>
    public int Quantiles { get; init; } = 1000;

    /// <summary>The distribution; even by default.</summary>
    public OutputDistribution OutputDistribution { get; init; } = OutputDistribution.Uniform;

    /// <summary>At most so many samples, chosen at random, are looked at; 100,000 by default.</summary>
    public int Subsample { get; init; } = 100_000;

    /// <summary>The seed of that choice; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override QuantileTransformerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        Inputs.NoWeights(Name, sampleWeights);
        Require.AtLeast(Name, "n_quantiles", Quantiles, 1);
        Require.AtLeast(Name, "subsample", Subsample, 1);
        Require.That(Quantiles <= Subsample, Name, "n_quantiles", Quantiles, "at most subsample");
        var samples = Inputs.NotSparse(Name, x, allowMissing: true);
        var count = Math.Min(Quantiles, samples.Rows);
        var quantiles = new double[count * samples.Columns];
        ColumnQuantiles.RunSorted(Drawn(samples), (c, sorted) =>
        {
            var most = double.NegativeInfinity;
            for (var i = 0; i < count; i++)
            {
                // To percent and back, as scikit-learn goes, for the same rounding; and never falling, which rounding could break.
                var quantile = ColumnQuantiles.Of(sorted, Reference(i, count) * 100 / 100);
                most = quantile < most ? most : quantile;
                quantiles[(c * count) + i] = most;
            }
        });
        return new(this, FeatureLayout.Of(x), quantiles);
    }

    /// <summary>The share of the i-th of some quantiles.</summary>
    internal static double Reference(int i, int count) => count == 1 ? 0 : i == count - 1 ? 1 : i * (1.0 / (count - 1));

    /// <summary>The samples looked at: a choice for each feature of its own, as in scikit-learn.</summary>
    private Features Drawn(Features x)
    {
        if (x.Rows <= Subsample)
        {
            return x;
        }

        var random = new RandomState(Seed);
        var values = new double[Subsample * x.Columns];
        for (var c = 0; c < x.Columns; c++)
        {
            var rows = random.Choice(x.Rows, Subsample, replace: false);
            for (var i = 0; i < rows.Length; i++)
            {
                values[(i * x.Columns) + c] = x.Values[(rows[i] * x.Columns) + c];
            }
        }

        return Features.Dense(values, Subsample, x.Columns, x.Names);
    }
}

/// <summary>Fitted quantiles.</summary>
public sealed class QuantileTransformerModel : FeatureTransformerModel
{
    private const double BoundsThreshold = 1e-7;

    private readonly QuantileTransformer _estimator;
    private readonly double[] _quantiles;
    private readonly double[] _references;
    private readonly (double Low, double High) _clip;

    internal QuantileTransformerModel(QuantileTransformer estimator, FeatureLayout layout, double[] quantiles)
        : base(estimator, layout)
    {
        (_estimator, _quantiles) = (estimator, quantiles);
        var count = quantiles.Length / Math.Max(1, layout.Count);
        _references = [.. Enumerable.Range(0, count).Select(i => QuantileTransformer.Reference(i, count))];
        var least = BoundsThreshold - (Math.BitIncrement(1.0) - 1);
        _clip = (NormalDistribution.Quantile(least), NormalDistribution.Quantile(1 - least));
    }

    /// <summary>The quantiles: (features, quantiles), float64.</summary>
    public Tensor Quantiles => Tensor.From(_quantiles, [FeatureCount, _references.Length]);

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => InputNames;

    /// <inheritdoc/>
    internal override bool TransformsSamplesAlone => true;

    private bool Normal => _estimator.OutputDistribution == OutputDistribution.Normal;

    /// <inheritdoc/>
    public override Features Transform(Features x) => Map(x, Forward);

    /// <inheritdoc/>
    public override Features InverseTransform(Features x) => Map(x, (source, target, column) =>
    {
        for (var i = column; i < source.Length; i += FeatureCount)
        {
            target[i] = double.IsNaN(source[i]) ? source[i] : Back(source[i], column);
        }
    });

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Numbers("quantiles", _quantiles);
    }

    internal static QuantileTransformerModel Read(ModelReader reader)
    {
        var quantiles = reader.Numbers("quantiles");
        return reader.Layout.Count > 0 && quantiles.Length > 0 && quantiles.Length % reader.Layout.Count == 0
            ? new(reader.EstimatorAs<QuantileTransformer>(), reader.Layout, quantiles) { Warnings = reader.Warnings }
            : throw reader.Damaged($"{quantiles.Length} quantiles for {reader.Layout.Count} features");
    }

    /// <summary>Maps rows column by column, so that one column's quantiles stay in the first-level cache.</summary>
    private Features Map(Features x, ColumnFunction function)
    {
        var samples = Inputs.NotSparse(Estimator.Name, Align(x), allowMissing: true);
        var result = FeaturesMarshal.Rent(samples.Rows, samples.Columns, samples.Names, out var values);
        NumberedBlocks.Run(samples.Rows, 8 * samples.Columns, (_, from, to) =>
        {
            var part = (from * samples.Columns)..(to * samples.Columns);
            for (var c = 0; c < samples.Columns; c++)
            {
                function(FeaturesMarshal.GetSpan(samples)[part], values.AsSpan(part), c);
            }
        });
        GC.KeepAlive(samples);
        return result;
    }

    private void Forward(ReadOnlySpan<double> source, Span<double> target, int column)
    {
        // Four searches side by side: each waits for memory and compares, and the processor does the others meanwhile.
        var quantiles = _quantiles.AsSpan(column * _references.Length, _references.Length);
        var step = FeatureCount;
        var i = column;
        for (; i + (3 * step) < source.Length; i += 4 * step)
        {
            var (a, b, c, d) = (source[i], source[i + step], source[i + (2 * step)], source[i + (3 * step)]);
            var counts = Interpolation.CountsUpTo(quantiles, a, b, c, d);
            target[i] = Forward(a, counts.A, quantiles);
            target[i + step] = Forward(b, counts.B, quantiles);
            target[i + (2 * step)] = Forward(c, counts.C, quantiles);
            target[i + (3 * step)] = Forward(d, counts.D, quantiles);
        }

        for (; i < source.Length; i += step)
        {
            target[i] = Forward(source[i], Interpolation.CountsUpTo(quantiles, source[i], 0, 0, 0).A, quantiles);
        }
    }

    /// <summary>What a value becomes.</summary>
    /// <param name="value">The value; NaN stays.</param>
    /// <param name="count">How many quantiles are at or below it.</param>
    /// <param name="quantiles">The column's quantiles.</param>
    private double Forward(double value, int count, ReadOnlySpan<double> quantiles)
    {
        if (double.IsNaN(value))
        {
            return value;
        }

        var (low, high) = (quantiles[0], quantiles[^1]);
        var atLow = Normal ? value - BoundsThreshold < low : value == low;
        var atHigh = Normal ? value + BoundsThreshold > high : value == high;

        // Where a value fills several quantiles, the middle of them: the mean of interpolating from below and from above.
        var share = atLow ? 0 : atHigh ? 1 : Interpolation.Middle(value, count, quantiles, _references);
        return Normal ? Math.Clamp(NormalDistribution.Quantile(share), _clip.Low, _clip.High) : share;
    }

    private double Back(double value, int column)
    {
        var quantiles = _quantiles.AsSpan(column * _references.Length, _references.Length);
        var share = Normal ? NormalDistribution.Cumulative(value) : value;
        var atLow = Normal ? share - BoundsThreshold < 0 : share == 0;
        var atHigh = Normal ? share + BoundsThreshold > 1 : share == 1;
        return atLow ? quantiles[0] : atHigh ? quantiles[^1] : Interpolation.Below(share, _references, quantiles);
    }

    private delegate void ColumnFunction(ReadOnlySpan<double> source, Span<double> target, int column);
}
