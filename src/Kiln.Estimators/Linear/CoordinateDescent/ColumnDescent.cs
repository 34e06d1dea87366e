using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>Coordinate descent on the columns of A, held one after the other, and the residual, for many features.</summary>
internal sealed class ColumnDescent : DescentProblem
{
    private readonly double[] _columns;
    private readonly double[] _target;
    private readonly double[] _residual;

    private ColumnDescent(double[] columns, double[] target, double[] diagonal)
        : base(TensorPrimitives.SumOfSquares<double>(target), diagonal) => (_columns, _target, _residual) = (columns, target, new double[target.Length]);

    /// <summary>Makes the problem of one output.</summary>
    /// <param name="samples">Dense samples.</param>
    /// <param name="columns">A, column after column.</param>
    /// <param name="output">Which b.</param>
    public static ColumnDescent Of(CentredSamples samples, double[] columns, int output)
    {
        var (rows, diagonal) = (samples.Rows, new double[samples.Columns]);
        for (var column = 0; column < diagonal.Length; column++)
        {
            diagonal[column] = TensorPrimitives.SumOfSquares<double>(columns.AsSpan(column * rows, rows));
        }

        return new(columns, samples.Target(output).ToArray(), diagonal);
    }

    protected override void Start(ReadOnlySpan<double> w)
    {
        _target.CopyTo(_residual, 0);
        for (var column = 0; column < w.Length; column++)
        {
            if (w[column] != 0)
            {
                Move(column, w[column]);
            }
        }
    }

    protected override double Correlation(int column) => TensorPrimitives.Dot<double>(Column(column), _residual);

    protected override void Move(int column, double by) => TensorPrimitives.MultiplyAdd(Column(column), -by, _residual, _residual);

    protected override (double Square, double Product) Residual(ReadOnlySpan<double> w, Span<double> correlations)
    {
        for (var column = 0; column < w.Length; column++)
        {
            correlations[column] = Correlation(column);
        }

        return (TensorPrimitives.SumOfSquares<double>(_residual), TensorPrimitives.Dot<double>(_residual, _target));
    }

    private ReadOnlySpan<double> Column(int column) => _columns.AsSpan(column * _residual.Length, _residual.Length);
}
