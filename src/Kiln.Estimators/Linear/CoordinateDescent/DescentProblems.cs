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
    private readonly SparseColumns? _sparse;
    private readonly double[]? _columns;

    public DescentProblems(CentredSamples samples, Precomputation precompute, double tolerance)
    {
        _samples = samples;
        var isGram = precompute == Precomputation.Always
            || (precompute == Precomputation.Auto && !samples.IsSparse && samples.Rows >= LeastSamplesPerFeature * (long)samples.Columns
                && samples.Columns <= MostGramFeatures && tolerance >= LeastGramTolerance);
        if (isGram)
        {
            _gram = samples.Gram();
        }
        else if (samples.IsSparse)
        {
            _sparse = SparseColumns.Of(samples.X.Sparse!);
        }
        else
        {
            _columns = samples.ToColumns();
        }
    }

    /// <summary>The problem of one output.</summary>
    public DescentProblem Of(int output) =>
        _gram is not null ? new GramDescent(_gram, output)
        : _sparse is not null ? SparseDescent.Of(_samples, _sparse, output)
        : ColumnDescent.Of(_samples, _columns!, output);
}
