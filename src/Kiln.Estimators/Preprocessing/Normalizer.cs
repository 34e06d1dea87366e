namespace Kiln.Estimators;

/// <summary>How long a row is.</summary>
public enum RowNorm
{
    /// <summary>The root of the sum of squares.</summary>
    L2,

    /// <summary>The sum of absolute values.</summary>
    L1,

    /// <summary>The largest absolute value.</summary>
    Max,
}

/// <summary>Divides each row by its length (scikit-learn: <c>Normalizer</c>); a row of zeros stays. It learns nothing but the number of features.</summary>
public sealed record Normalizer : FeatureTransformer
{
    internal static readonly ParameterSet<Normalizer> Table = new ParameterSet<Normalizer>("normalizer", "each row to length 1")
        .Choice("norm", e => e.Norm, (e, v) => e with { Norm = v }, "how the length is measured", ("l2", RowNorm.L2), ("l1", RowNorm.L1), ("max", RowNorm.Max));

    /// <summary>How the length is measured; L2 by default.</summary>
    public RowNorm Norm { get; init; } = RowNorm.L2;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override NormalizerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        Inputs.NoWeights(Name, sampleWeights);
        Inputs.Numbers(Name, x);
        return new(this, FeatureLayout.Of(x));
    }
}

/// <summary>Divides each row by its length.</summary>
public sealed class NormalizerModel : FeatureTransformerModel
{
    private readonly RowNorm _norm;

    internal NormalizerModel(Normalizer estimator, FeatureLayout layout)
        : base(estimator, layout) => _norm = estimator.Norm;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => InputNames;

    /// <inheritdoc/>
    internal override bool TransformsSamplesAlone => true;

    /// <inheritdoc/>
    public override Features Transform(Features x)
    {
        var samples = Inputs.Unchecked(Estimator.Name, Align(x));
        if (samples.Kind == FeaturesKind.Sparse)
        {
            Inputs.CheckFinite(Estimator.Name, samples, allowMissing: false);
            var matrix = samples.Sparse!;
            var stored = matrix.Values.ToArray();
            for (var row = 0; row < matrix.RowCount; row++)
            {
                Normalize(_norm, stored.AsSpan(matrix.RowStarts[row]..matrix.RowStarts[row + 1]));
            }

            return Features.Of(new SparseMatrix(matrix.RowStarts.ToArray(), matrix.ColumnIndices.ToArray(), stored, matrix.ColumnCount), samples.Names);
        }

        var strange = 0;
        var result = ResultRows.Make(samples.Rows, samples.Columns, samples.Names, (from, to, target) =>
        {
            var part = (from * samples.Columns)..(to * samples.Columns);
            if (!RowNorms.Divide(_norm, FeaturesMarshal.GetSpan(samples)[part], target, samples.Columns))
            {
                Volatile.Write(ref strange, 1);
            }
        });
        if (strange != 0)
        {
            Inputs.CheckFinite(Estimator.Name, samples, allowMissing: false);
        }

        GC.KeepAlive(samples);
        return result;
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
    }

    internal static NormalizerModel Read(ModelReader reader) => new(reader.EstimatorAs<Normalizer>(), reader.Layout) { Warnings = reader.Warnings };

    /// <summary>Divides values by their length, unless that is 0.</summary>
    internal static void Normalize(RowNorm norm, Span<double> values)
    {
        if (!values.IsEmpty)
        {
            RowNorms.Divide(norm, values, values, values.Length);
        }
    }
}
