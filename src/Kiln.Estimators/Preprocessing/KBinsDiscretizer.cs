using System.Buffers;
using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>What bins come out as.</summary>
public enum BinEncoding
{
    /// <summary>A column of 0 and 1 for each bin, sparse.</summary>
    OneHot,

    /// <summary>A column of 0 and 1 for each bin, dense.</summary>
    OneHotDense,

    /// <summary>The number of the bin.</summary>
    Ordinal,
}

/// <summary>Where bins begin and end.</summary>
public enum BinStrategy
{
    /// <summary>All bins of a feature are equally wide.</summary>
    Uniform,

    /// <summary>All bins hold equally many values.</summary>
    Quantile,

    /// <summary>Values of a bin have the same nearest center (one-dimensional k-means).</summary>
    KMeans,
}

/// <summary>Cuts each feature into bins (scikit-learn: <c>KBinsDiscretizer</c>).</summary>
public sealed record KBinsDiscretizer : FeatureTransformer
{
    internal static readonly ParameterSet<KBinsDiscretizer> Table = new ParameterSet<KBinsDiscretizer>("k-bins-discretizer", "cuts each feature into bins")
        .Numbers("n_bins", e => e.Bins, (e, v) => e with { Bins = v ?? [5] }, "how many bins: one number, or one for each feature")
        .Choice("encode", e => e.Encode, (e, v) => e with { Encode = v }, "what comes out", ("onehot", BinEncoding.OneHot), ("onehot-dense", BinEncoding.OneHotDense), ("ordinal", BinEncoding.Ordinal))
        .Choice("strategy", e => e.Strategy, (e, v) => e with { Strategy = v }, "where bins begin and end", ("uniform", BinStrategy.Uniform), ("quantile", BinStrategy.Quantile), ("kmeans", BinStrategy.KMeans))
        .OptionalInteger("subsample", e => e.Subsample, (e, v) => e with { Subsample = v }, "at most so many samples are looked at for quantiles; none for all")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v });

    /// <summary>How many bins: one number for all features, or one for each; 5 by default.</summary>
    public double[] Bins { get; init; } = [5];

    /// <summary>What comes out; sparse columns of 0 and 1 by default.</summary>
    public BinEncoding Encode { get; init; } = BinEncoding.OneHot;

    /// <summary>Where bins begin and end; by quantiles by default.</summary>
    public BinStrategy Strategy { get; init; } = BinStrategy.Quantile;

    /// <summary>
    /// The most samples that quantiles are made of, drawn once for all features; null, the default, for all. Only with <see cref="BinStrategy.Quantile"/>. (scikit-learn 1.2's
    /// default looks at all as well and warns from 200,000 samples on that later versions will not.)
    /// </summary>
    public int? Subsample { get; init; }

    /// <summary>What the choice of samples depends on; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.That(Bins.Length > 0 && Bins.All(n => n is >= 2 and <= Require.MostValues && n == Math.Floor(n)), Name, "n_bins", ParameterText.Of(Bins), $"2 to {Require.MostValues}, one number or one for each feature");
        Require.That(Subsample is null or >= 1, Name, "subsample", Subsample, "1 or more, or none");
        Require.Together(Subsample is null || Strategy == BinStrategy.Quantile, Name, "subsample", Subsample, "none, unless the strategy is quantile");
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(KBinsDiscretizer? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override KBinsDiscretizerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        Inputs.NoWeights(Name, sampleWeights);
        var samples = Inputs.NotSparse(Name, x);
        Require.That(Bins.Length == 1 || Bins.Length == samples.Columns, Name, "n_bins", ParameterText.Of(Bins), $"one number or one for each of the {samples.Columns} features");
        var edges = new double[samples.Columns][];
        if (Subsample < samples.Rows)
        {
            samples = samples.Take((RowIndices)new RandomState(Seed).Choice(samples.Rows, Subsample.Value, replace: false));
        }

        ColumnQuantiles.Run(samples, (c, values) => edges[c] = Edges(values, (int)Bins[Bins.Length == 1 ? 0 : c]));
        var layout = FeatureLayout.Of(x);
        var constant = Enumerable.Range(0, edges.Length).Where(c => double.IsInfinity(edges[c][0])).Select(c => layout.NamesOrNumbers[c]).ToList();
        return new(this, layout, edges) { Warnings = constant.Count == 0 ? [] : [$"constant features have one bin: {string.Join(", ", constant)}"] };
    }

    private double[] Edges(Span<double> values, int bins)
    {
        var (low, high) = (TensorPrimitives.Min<double>(values), TensorPrimitives.Max<double>(values));
        if (low == high)
        {
            return [double.NegativeInfinity, double.PositiveInfinity];
        }

        var edges = new double[bins + 1];
        if (Strategy == BinStrategy.Quantile)
        {
            var shares = new double[bins];
            for (var i = 0; i < bins; i++)
            {
                shares[i] = i * (100.0 / bins) / 100;
            }

            var ranked = new RankedValues(values, median: false, shares);
            for (var i = 0; i < bins; i++)
            {
                edges[i] = ranked.Quantile(shares[i]);
            }
        }
        else
        {
            var step = (high - low) / bins;
            for (var i = 0; i < bins; i++)
            {
                edges[i] = low + (i * step);
            }
        }

        edges[bins] = high;
        if (Strategy == BinStrategy.Uniform)
        {
            return edges;
        }

        if (Strategy == BinStrategy.KMeans)
        {
            if (values.Length < bins)
            {
                throw new DatasetException($"{Name}: strategy=kmeans needs as many samples as bins; {Plural.Of(values.Length, "sample")} and n_bins={bins} were given");
            }

            var centers = LineClusters.Centers(values, [.. Enumerable.Range(0, bins).Select(i => 0.5 * (edges[i] + edges[i + 1]))]);
            edges = [low, .. Enumerable.Range(0, bins - 1).Select(i => 0.5 * (centers[i] + centers[i + 1])), high];
        }

        // Bins of no width go: the values are so many times the same, or fewer than the bins.
        var kept = new List<double> { edges[0] };
        for (var i = 1; i <= bins; i++)
        {
            if (edges[i] - edges[i - 1] > 1e-8)
            {
                kept.Add(edges[i]);
            }
        }

        return [.. kept];
    }
}

/// <summary>Fitted bins.</summary>
public sealed class KBinsDiscretizerModel : FeatureTransformerModel
{
    private readonly KBinsDiscretizer _estimator;
    private readonly double[][] _edges;
    private readonly int[] _starts;
    private readonly string[] _names;

    internal KBinsDiscretizerModel(KBinsDiscretizer estimator, FeatureLayout layout, double[][] edges)
        : base(estimator, layout)
    {
        (_estimator, _edges) = (estimator, edges);
        _starts = new int[edges.Length + 1];
        for (var c = 0; c < edges.Length; c++)
        {
            _starts[c + 1] = _starts[c] + edges[c].Length - 1;
        }

        _names = estimator.Encode == BinEncoding.Ordinal
            ? [.. InputNames]
            : [.. edges.SelectMany((edge, c) => Enumerable.Range(0, edge.Length - 1).Select(bin => $"{InputNames[c]}_{PythonNumber.Text(bin, whole: false)}"))];
    }

    /// <summary>The edges of each feature's bins, one more than bins.</summary>
    public IReadOnlyList<IReadOnlyList<double>> BinEdges => _edges;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => _names;

    /// <inheritdoc/>
    public override Features Transform(Features x)
    {
        var samples = Inputs.Unchecked(Estimator.Name, Align(x));
        if (samples.Kind == FeaturesKind.Sparse)
        {
            Inputs.NotSparse(Estimator.Name, samples);
        }

        return _estimator.Encode switch
        {
            BinEncoding.Ordinal => Numbers(samples),
            BinEncoding.OneHot => Columns(samples),
            _ => Columns(samples).ToDense(),
        };
    }

    /// <summary>The middle of each value's bin.</summary>
    /// <inheritdoc/>
    public override Features InverseTransform(Features x)
    {
        var samples = Inputs.Dense(Estimator.Name, x);
        if (samples.Columns != _names.Length)
        {
            throw new DatasetException($"{Estimator.Name}: {Plural.Given(samples.Columns, "feature")}; its result has {_names.Length}");
        }

        var values = new double[samples.Rows * FeatureCount];
        for (var row = 0; row < samples.Rows; row++)
        {
            for (var c = 0; c < FeatureCount; c++)
            {
                var bin = _estimator.Encode == BinEncoding.Ordinal
                    ? (int)samples.Row(row)[c]
                    : TensorPrimitives.IndexOfMax(samples.Row(row)[_starts[c].._starts[c + 1]]);
                if (bin < 0 || bin > _edges[c].Length - 2)
                {
                    throw new DatasetException($"{Estimator.Name}: feature {InputNames[c]} has no bin {bin}");
                }

                values[(row * FeatureCount) + c] = (_edges[c][bin] + _edges[c][bin + 1]) * 0.5;
            }
        }

        return Features.Dense(values, samples.Rows, FeatureCount, FeatureNames);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        for (var c = 0; c < _edges.Length; c++)
        {
            writer.Numbers(PipelineFit.Key(c), _edges[c]);
        }
    }

    internal static KBinsDiscretizerModel Read(ModelReader reader)
    {
        var edges = reader.Each(reader.Layout.Count, c =>
        {
            var ofFeature = reader.Numbers(PipelineFit.Key(c));
            return ofFeature.Length >= 2 ? ofFeature : throw reader.Damaged($"feature {c} has no bins");
        });

        return new(reader.EstimatorAs<KBinsDiscretizer>(), reader.Layout, edges) { Warnings = reader.Warnings };
    }

    /// <summary>The number of each value's bin.</summary>
    private Features Numbers(Features x)
    {
        var counts = new ColumnBins(_edges);
        var strange = 0;
        var bins = ResultRows.Make(x.Rows, x.Columns, x.Names, (from, to, target) =>
        {
            if (!counts.Of(FeaturesMarshal.GetSpan(x)[(from * x.Columns)..(to * x.Columns)], target))
            {
                Volatile.Write(ref strange, 1);
            }
        });
        Check(x, strange);
        GC.KeepAlive(x);
        return bins;
    }

    /// <summary>A sparse column of 0 and 1 for each bin.</summary>
    private Features Columns(Features x)
    {
        var (places, ones) = (LargeArray.Uninitialized<int>(x.Values.Length), LargeArray.Uninitialized<double>(x.Values.Length));
        var counts = new ColumnBins(_edges);
        var strange = 0;
        NumberedBlocks.Run(x.Rows, x.Columns, (_, from, to) =>
        {
            var length = (to - from) * x.Columns;
            var bins = ArrayPool<double>.Shared.Rent(length);
            Interlocked.Or(ref strange, counts.Of(x.Values.Slice(from * x.Columns, length), bins.AsSpan(0, length)) ? 0 : 1);
            var place = places.AsSpan(from * x.Columns, length);
            for (int row = 0, i = 0; row < to - from; row++)
            {
                for (var c = 0; c < x.Columns; c++, i++)
                {
                    place[i] = (int)bins[i] + _starts[c];
                }
            }

            ArrayPool<double>.Shared.Return(bins);
            ones.AsSpan(from * x.Columns, length).Fill(1);
        });
        Check(x, strange);
        var starts = new int[x.Rows + 1];
        for (var row = 0; row < starts.Length; row++)
        {
            starts[row] = row * x.Columns;
        }

        return Features.Of(new SparseMatrix(starts, places, ones, _starts[^1]), _names);
    }

    private void Check(Features x, int strange)
    {
        if (strange != 0)
        {
            Inputs.CheckFinite(Estimator.Name, x, allowMissing: false);
        }
    }
}
