using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>Coordinate descent on the columns of A, held one after the other, and the residual, for many features.</summary>
/// <remarks>
/// Most coefficients of many are 0 and stay so. Where Aⱼ·r was c when the column was looked at last, and the residual has since moved by no more than d, it is at most
/// |c| + ‖Aⱼ‖·d now (Cauchy and Schwarz); while that is below the penalty the column need not be read. The steps are the same as without.
/// </remarks>
internal sealed class ColumnDescent : DescentProblem
{
    private readonly Features _columns;
    private readonly double[] _target;
    private readonly double[] _residual;

    // Each column's length, Aⱼ·r when it was looked at last (NaN before), and how far the residual had come by then.
    private readonly double[] _lengths;
    private readonly double[] _seen;
    private readonly double[] _seenAt;
    private double _path;

    private ColumnDescent(Features columns, double[] target, double[] diagonal)
        : base(TensorPrimitives.SumOfSquares<double>(target), diagonal)
    {
        (_columns, _target, _residual) = (columns, target, new double[target.Length]);
        (_lengths, _seen, _seenAt) = (Array.ConvertAll(diagonal, Math.Sqrt), new double[diagonal.Length], new double[diagonal.Length]);
    }

    /// <summary>Makes the problem of one output.</summary>
    /// <param name="samples">Dense samples.</param>
    /// <param name="columns">Aᵀ.</param>
    /// <param name="output">Which b.</param>
    public static ColumnDescent Of(CentredSamples samples, Features columns, int output)
    {
        var (rows, diagonal) = (samples.Rows, new double[samples.Columns]);
        var values = FeaturesMarshal.GetSpan(columns);
        for (var column = 0; column < diagonal.Length; column++)
        {
            diagonal[column] = TensorPrimitives.SumOfSquares(values.Slice(column * rows, rows));
        }

        GC.KeepAlive(columns);
        return new(columns, samples.Target(output).ToArray(), diagonal);
    }

    protected override void Start(ReadOnlySpan<double> w)
    {
        _target.CopyTo(_residual, 0);
        _seen.AsSpan().Fill(double.NaN);
        _path = 0;
        for (var column = 0; column < w.Length; column++)
        {
            if (w[column] != 0)
            {
                Move(column, w[column]);
            }
        }
    }

    protected override double Correlation(int column)
    {
        _seenAt[column] = _path;
        return _seen[column] = TensorPrimitives.Dot<double>(Column(column), _residual);
    }

    // A millionth of the penalty is left to rounding. NaN, of a column that was not looked at yet, compares false.
    protected override bool StaysZero(int column, ElasticPenalty penalty) =>
        (penalty.IsPositive ? _seen[column] : Math.Abs(_seen[column])) + (_lengths[column] * (_path - _seenAt[column])) < penalty.L1 * (1 - 1e-6);

    protected override void Move(int column, double by)
    {
        _path += Math.Abs(by) * _lengths[column];
        TensorPrimitives.MultiplyAdd(Column(column), -by, _residual, _residual);
    }

    protected override (double Square, double Product) Residual(ReadOnlySpan<double> w, Span<double> correlations)
    {
        for (var column = 0; column < w.Length; column++)
        {
            correlations[column] = Correlation(column);
        }

        return (TensorPrimitives.SumOfSquares<double>(_residual), TensorPrimitives.Dot<double>(_residual, _target));
    }

    private ReadOnlySpan<double> Column(int column) => FeaturesMarshal.GetSpan(_columns).Slice(column * _residual.Length, _residual.Length);
}
