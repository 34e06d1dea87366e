using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>The coordinate descent problems of all outputs of some samples; what they share is made once.</summary>
internal sealed class DescentProblems
{
    // AᵀA pays from here on: it costs as much as some passes over the samples.
    private const int LeastSamplesPerFeature = 2;
    private const int MostGramFeatures = 2_048;

    // A gap this small beside bᵀb is lost in the rounding of the sums that AᵀA gives it by.
    private const double LeastGramTolerance = 1e-11;

    private readonly CentredSamples _samples;
    private readonly GramProblem? _gram;
    private readonly SparseMatrix? _sparse;
    private readonly GramRows? _rows;
    private readonly Lazy<Features> _columns;
    private readonly bool _isNarrow;

    public DescentProblems(CentredSamples samples, DescentSettings settings, CancellationToken cancellation)
    {
        _samples = samples;
        _columns = new(samples.Transposed);
        var isGram = settings.Precompute == Precomputation.Always
            || (settings.Precompute == Precomputation.Auto && !samples.IsSparse && samples.Rows >= LeastSamplesPerFeature * (long)samples.Columns
                && samples.Columns <= MostGramFeatures && settings.Tolerance >= LeastGramTolerance);
        if (isGram)
        {
            _gram = samples.Gram(cancellation);
        }
        else if (!samples.IsSparse && samples.Columns <= NarrowDescent.MostFeatures)
        {
            (_gram, _isNarrow) = (samples.Gram(cancellation), true);
        }
        else if (samples.IsSparse)
        {
            _sparse = samples.X.Sparse!.Transpose();
        }
        else if (settings.Precompute == Precomputation.Auto && settings.Tolerance >= LeastGramTolerance)
        {
            _rows = new(samples);
        }
    }

    /// <summary>The problem of one output.</summary>
    public DescentProblem Of(int output) =>
        _isNarrow ? new NarrowDescent(_samples, _gram!, output)
        : _gram is not null ? new GramDescent(_gram, output)
        : _sparse is not null ? SparseDescent.Of(_samples, _sparse, output)
        : _rows is not null ? new WideDescent(_rows, output, TensorPrimitives.SumOfSquares(_samples.Target(output)), () => OfColumns(output))
        : OfColumns(output);

    private ColumnDescent OfColumns(int output) => ColumnDescent.Of(_samples, _columns.Value, output);
}
