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
/// missing. Sparse samples stay sparse: what they do not store stays 0.
/// </summary>
public sealed record QuantileTransformer : FeatureTransformer
{
    internal static readonly ParameterSet<QuantileTransformer> Table = new ParameterSet<QuantileTransformer>("quantile-transformer", "each feature to an even or normal distribution")
        .Integer("n_quantiles", e => e.Quantiles, (e, v) => e with { Quantiles = v }, "how many quantiles are kept")
        .Choice("output_distribution", e => e.OutputDistribution, (e, v) => e with { OutputDistribution = v }, "the distribution", ("uniform", OutputDistribution.Uniform), ("normal", OutputDistribution.Normal))
        .Flag("ignore_implicit_zeros", e => e.IgnoreImplicitZeros, (e, v) => e with { IgnoreImplicitZeros = v }, "whether the zeros that sparse samples do not store are left out")
        .Integer("subsample", e => e.Subsample, (e, v) => e with { Subsample = v }, "at most so many samples are looked at")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v });

    /// <summary>How many quantiles are kept, at most one for each sample; 1000 by default.</summary>
    public int Quantiles { get; init; } = 1000;

    /// <summary>The distribution; even by default.</summary>
    public OutputDistribution OutputDistribution { get; init; } = OutputDistribution.Uniform;

    /// <summary>
    /// Whether the zeros that sparse samples do not store are left out of the quantiles; false by default: then they are values like any other, and no value may be negative.
    /// </summary>
    public bool IgnoreImplicitZeros { get; init; }

    /// <summary>At most so many samples, chosen at random, are looked at; 10,000 by default.</summary>
    public int Subsample { get; init; } = 10_000;

    /// <summary>The seed of that choice; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.AtLeast(Name, "n_quantiles", Quantiles, 1);
        Require.AtLeast(Name, "subsample", Subsample, 1);
        Require.Together(Quantiles <= Subsample, Name, "n_quantiles", Quantiles, "at most subsample");
    }

    /// <inheritdoc/>
    public override QuantileTransformerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        Inputs.NoWeights(Name, sampleWeights);
        var samples = Inputs.Numbers(Name, x, allowMissing: true);
        var count = Math.Min(Quantiles, samples.Rows);
        var quantiles = new double[count * samples.Columns];
        if (samples.Kind == FeaturesKind.Sparse)
        {
            CheckSparse(samples);
            var columns = SparseDrawn(samples.Sparse!);
            NumberedBlocks.Each(columns.Length, c =>
            {
                var present = Array.FindAll(columns[c], value => !double.IsNaN(value));
                FloatSort.Ascending(present);
                Keep(c, present);
            }, cancellation);
        }
        else
        {
            ColumnQuantiles.RunSorted(Drawn(samples), Keep);
        }

        return new(this, FeatureLayout.Of(x), quantiles);

        void Keep(int c, Span<double> sorted)
        {
            var most = double.NegativeInfinity;
            for (var i = 0; i < count; i++)
            {
                // To percent and back, as scikit-learn goes, for the same rounding; and never falling, which rounding could break.
                var quantile = ColumnQuantiles.Of(sorted, Reference(i, count) * 100 / 100);
                most = quantile < most ? most : quantile;
                quantiles[(c * count) + i] = most;
            }
        }
    }

    /// <summary>Throws where a value of sparse samples is negative: it would lie below the zeros that are not stored.</summary>
    internal void CheckSparse(Features x)
    {
        var values = x.Sparse!.Values;
        if (IgnoreImplicitZeros || values.IndexOfAnyInRange(double.NegativeInfinity, -double.Epsilon) < 0)
        {
            return;
        }

        throw new DatasetException(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{Name}: the value {values[values.IndexOfAnyInRange(double.NegativeInfinity, -double.Epsilon)]} of the sparse samples is negative, so the zeros that are not stored would lie in the middle; ")
            + "set ignore_implicit_zeros, or call ToDense() if they fit in memory");
    }

    /// <summary>The share of the i-th of some quantiles.</summary>
    internal static double Reference(int i, int count) => count == 1 ? 0 : i == count - 1 ? 1 : i * (1.0 / (count - 1));

    /// <summary>The values looked at of each sparse column, with its zeros unless they are left out; a choice in step with scikit-learn's.</summary>
    private double[][] SparseDrawn(SparseMatrix x)
    {
        var (columns, random) = (x.Transpose(), new RandomState(Seed));
        var drawn = new double[x.ColumnCount][];
        for (var c = 0; c < drawn.Length; c++)
        {
            var stored = columns.Row(c).Values.Span;
            if (stored.Length <= Subsample)
            {
                drawn[c] = new double[IgnoreImplicitZeros ? stored.Length : x.RowCount];
                stored.CopyTo(drawn[c]);
            }
            else
            {
                var rows = random.Choice(stored.Length, (int)((long)Subsample * stored.Length / x.RowCount), replace: false);
                drawn[c] = new double[IgnoreImplicitZeros ? rows.Length : Subsample];
                for (var i = 0; i < rows.Length; i++)
                {
                    drawn[c][i] = stored[(int)rows[i]];
                }
            }

            // Of a feature without values all quantiles are 0.
            drawn[c] = drawn[c].Length == 0 ? [0] : drawn[c];
        }

        return drawn;
    }

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
        var least = BoundsThreshold - Float64.Epsilon;
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
    public override Features Transform(Features x) => Map(x, Forward, isForward: true);

    /// <inheritdoc/>
    public override Features InverseTransform(Features x) => Map(x, (source, target, column) =>
    {
        for (var i = column; i < source.Length; i += FeatureCount)
        {
            target[i] = Back(source[i], column);
        }
    }, isForward: false);

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
    private Features Map(Features x, ColumnFunction function, bool isForward)
    {
        var samples = Inputs.Numbers(Estimator.Name, Align(x), allowMissing: true);
        if (samples.Kind == FeaturesKind.Sparse)
        {
            return MapSparse(samples, isForward);
        }

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

    /// <summary>Maps the values that are stored; what is not stays 0.</summary>
    private Features MapSparse(Features x, bool isForward)
    {
        if (isForward)
        {
            _estimator.CheckSparse(x);
        }

        var matrix = x.Sparse!;
        var values = new double[matrix.StoredCount];
        NumberedBlocks.Run(values.Length, 8, (_, from, to) =>
        {
            var given = matrix.Values;
            var columns = matrix.ColumnIndices;
            for (var i = from; i < to; i++)
            {
                values[i] = isForward ? Forward(given[i], columns[i]) : Back(given[i], columns[i]);
            }
        });
        return Features.Of(matrix.WithValues(values), x.Names);
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
            target[i] = Forward(source[i], column);
        }
    }

    private double Forward(double value, int column)
    {
        var quantiles = _quantiles.AsSpan(column * _references.Length, _references.Length);
        return Forward(value, Interpolation.CountsUpTo(quantiles, value, 0, 0, 0).A, quantiles);
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
        if (double.IsNaN(value))
        {
            return value;
        }

        var quantiles = _quantiles.AsSpan(column * _references.Length, _references.Length);
        var share = Normal ? NormalDistribution.Cumulative(value) : value;
        var atLow = Normal ? share - BoundsThreshold < 0 : share == 0;
        var atHigh = Normal ? share + BoundsThreshold > 1 : share == 1;
        return atLow ? quantiles[0] : atHigh ? quantiles[^1] : Interpolation.Below(share, _references, quantiles);
    }

    private delegate void ColumnFunction(ReadOnlySpan<double> source, Span<double> target, int column);
}
