using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Coordinate descent on dense samples of few features. Their products with one another fit a cache and cost about one pass over the samples; they carry each step over to
/// Aⱼ·(b − A·w). The residual is kept beside them: where the duality gap is taken one pass over the samples, as they lie, brings it up to date and makes the
/// Aⱼ·(b − A·w) anew from it, so that no rounding of AᵀA stands in the gap or in what the descent goes on from.
/// </summary>
internal sealed class NarrowDescent : DescentProblem
{
    /// <summary>The most features: AᵀA has 128 KiB then, a part of a second-level cache.</summary>
    public const int MostFeatures = 128;

    private readonly CentredSamples _samples;
    private readonly GramProblem _gram;
    private readonly int _output;
    private readonly int _width;
    private readonly double[] _residual;

    // Padded with zeros to whole registers: Aⱼ·(b − A·w), and the steps that the residual has not seen.
    private readonly double[] _correlations;
    private readonly double[] _steps;

    /// <summary>Makes the problem of one output.</summary>
    /// <param name="samples">Dense samples.</param>
    /// <param name="gram">AᵀA and Aᵀb.</param>
    /// <param name="output">Which b.</param>
    public NarrowDescent(CentredSamples samples, GramProblem gram, int output)
        : base(TensorPrimitives.SumOfSquares(samples.Target(output)), gram.Diagonal())
    {
        (_samples, _gram, _output, _width, _residual) = (samples, gram, output, RowPanel.Stride(gram.Features), new double[samples.Rows]);
        (_correlations, _steps) = (new double[_width], new double[_width]);
    }

    protected internal override void Start(ReadOnlySpan<double> w)
    {
        _samples.Target(_output).CopyTo(_residual);
        w.CopyTo(_steps);
        if (w.ContainsAnyExcept(0))
        {
            Refresh();
        }
        else
        {
            _gram.Cross.AsSpan(_output * w.Length, w.Length).CopyTo(_correlations);
        }
    }

    protected internal override double Correlation(int column) => _correlations[column];

    protected internal override void Move(int column, double by)
    {
        var correlations = _correlations.AsSpan(0, _gram.Features);
        TensorPrimitives.MultiplyAdd(_gram.Gram.AsSpan(column * correlations.Length, correlations.Length), -by, correlations, correlations);
        _steps[column] += by;
    }

    protected internal override (double Square, double Product) Residual(ReadOnlySpan<double> w, Span<double> correlations)
    {
        Refresh();
        _correlations.AsSpan(0, correlations.Length).CopyTo(correlations);
        return (TensorPrimitives.SumOfSquares<double>(_residual), TensorPrimitives.Dot(_residual, _samples.Target(_output)));
    }

    /// <summary>r −= A·steps, and Aᵀ·r, in one pass.</summary>
    private void Refresh()
    {
        RowBlocks.Sum(_residual.Length, 2L * _residual.Length * _width, _correlations, (start, end, sums) => RowPanel.Refresh(_samples, start, end, _steps, _residual, sums));
        _steps.AsSpan().Clear();
    }
}
