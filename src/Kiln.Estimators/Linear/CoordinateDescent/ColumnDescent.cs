using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>Coordinate descent on the columns of A, held one after the other, and the residual, for many features.</summary>
/// <remarks>Most coefficients of many are 0 and stay so: their columns are not read while <see cref="SeenCorrelations"/> can tell. The steps are the same as without.</remarks>
internal sealed class ColumnDescent : DescentProblem
{
    private readonly Features _columns;
    private readonly double[] _target;
    private readonly double[] _residual;
    private readonly SeenCorrelations _seen;

    private ColumnDescent(Features columns, double[] target, double[] diagonal)
        : base(TensorPrimitives.SumOfSquares<double>(target), diagonal) =>
        (_columns, _target, _residual, _seen) = (columns, target, new double[target.Length], new(diagonal));

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

    protected internal override void Start(ReadOnlySpan<double> w)
    {
        _target.CopyTo(_residual, 0);
        _seen.Clear();
        for (var column = 0; column < w.Length; column++)
        {
            if (w[column] != 0)
            {
                Move(column, w[column]);
            }
        }
    }

    protected internal override double Correlation(int column) => _seen.Note(column, TensorPrimitives.Dot<double>(Column(column), _residual));

    protected internal override bool StaysZero(int column, ElasticPenalty penalty) => _seen.StaysZero(column, penalty);

    protected internal override void Move(int column, double by)
    {
        _seen.Move(column, by);
        TensorPrimitives.MultiplyAdd(Column(column), -by, _residual, _residual);
    }

    protected internal override (double Square, double Product) Residual(ReadOnlySpan<double> w, Span<double> correlations)
    {
        for (var column = 0; column < w.Length; column++)
        {
            correlations[column] = Correlation(column);
        }

        return (TensorPrimitives.SumOfSquares<double>(_residual), TensorPrimitives.Dot<double>(_residual, _target));
    }

    private ReadOnlySpan<double> Column(int column) => FeaturesMarshal.GetSpan(_columns).Slice(column * _residual.Length, _residual.Length);
}
