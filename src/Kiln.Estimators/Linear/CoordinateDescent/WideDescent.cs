using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Coordinate descent on dense samples of many features, most of whose coefficients stay 0: every Aⱼ·(b − A·w) is held and carried over each step by the moved feature's row of
/// AᵀA, so that a coefficient that stays 0 costs a comparison. Where too many features move it goes on with the columns. The steps are the same.
/// </summary>
internal sealed class WideDescent : DescentProblem
{
    // Rows are made in batches, since one costs little beside the pass over the samples for it: with what is near the penalty, and as many as there are.
    private const int LeastBatch = 32;
    private const double Near = 0.9;

    private readonly GramRows _gram;
    private readonly int _output;
    private readonly Func<ColumnDescent> _makeColumns;
    private readonly double[] _correlations;
    private readonly double[] _w;
    private ColumnDescent? _columns;

    /// <summary>Makes the problem of one output.</summary>
    /// <param name="gram">The rows of AᵀA, which several outputs share.</param>
    /// <param name="output">Which b.</param>
    /// <param name="square">bᵀb.</param>
    /// <param name="makeColumns">The same problem on the columns of A.</param>
    public WideDescent(GramRows gram, int output, double square, Func<ColumnDescent> makeColumns)
        : base(square, gram.Diagonal)
    {
        (_gram, _output, _makeColumns) = (gram, output, makeColumns);
        (_correlations, _w) = (new double[Diagonal.Length], new double[Diagonal.Length]);
    }

    protected internal override void Start(ReadOnlySpan<double> w)
    {
        w.CopyTo(_w);
        if (_columns is null)
        {
            _gram.Cross(_output).CopyTo(_correlations);
            var needed = Enumerable.Range(0, _w.Length).Where(column => _w[column] != 0 && !_gram.Has(column)).ToArray();
            var isFirst = _gram.Count == 0;
            if (needed.Length > _gram.Most - _gram.Count || (isFirst && needed.Length + Count(Penalty.L1) > Math.Max(LeastBatch, _gram.Most / 8)))
            {
                _columns = _makeColumns();
            }
            else if (needed.Length > 0)
            {
                _gram.Make(needed);
            }
        }

        if (_columns is not null)
        {
            _columns.Start(w);
            return;
        }

        for (var column = 0; column < w.Length; column++)
        {
            if (w[column] != 0)
            {
                TensorPrimitives.MultiplyAdd(_gram.Row(column), -w[column], _correlations, _correlations);
            }
        }
    }

    protected internal override int Next(int column, ReadOnlySpan<double> w) => _columns is null ? CorrelationScan.Next(column, w, _correlations, Penalty.L1) : column;

    protected internal override bool StaysZero(int column, ElasticPenalty penalty) => _columns?.StaysZero(column, penalty) ?? false;

    protected internal override double Correlation(int column) => _columns?.Correlation(column) ?? _correlations[column];

    protected internal override void Move(int column, double by)
    {
        _w[column] += by;
        if (_columns is not null)
        {
            _columns.Move(column, by);
        }
        else if (_gram.Has(column) || TryMake(column))
        {
            TensorPrimitives.MultiplyAdd(_gram.Row(column), -by, _correlations, _correlations);
        }
        else
        {
            _columns = _makeColumns();
            _columns.Start(_w);
        }
    }

    protected internal override (double Square, double Product) Residual(ReadOnlySpan<double> w, Span<double> correlations)
    {
        if (_columns is not null)
        {
            return _columns.Residual(w, correlations);
        }

        // AᵀA·w is Aᵀb less the correlations.
        _correlations.CopyTo(correlations);
        var (along, rest) = (TensorPrimitives.Dot(w, _gram.Cross(_output)), TensorPrimitives.Dot<double>(w, _correlations));
        return (Square - along - rest, Square - along);
    }

    /// <summary>Makes the row of a feature and of those that are likely to move next; false where there would be too many.</summary>
    private bool TryMake(int column)
    {
        var room = Math.Min(_gram.Most - _gram.Count, Math.Max(LeastBatch, _gram.Count));
        if (room <= 0)
        {
            return false;
        }

        var near = new List<(double Size, int Column)>();
        for (var other = 0; other < _correlations.Length; other++)
        {
            var size = Penalty.IsPositive ? _correlations[other] : Math.Abs(_correlations[other]);
            if (size > Near * Penalty.L1 && other != column && !_gram.Has(other))
            {
                near.Add((size, other));
            }
        }

        near.Sort(static (left, right) => left.Size == right.Size ? left.Column.CompareTo(right.Column) : right.Size.CompareTo(left.Size));
        _gram.Make([column, .. near.Take(room - 1).Select(item => item.Column)]);
        return true;
    }

    private int Count(double bound)
    {
        var count = 0;
        foreach (var correlation in _correlations)
        {
            count += Math.Abs(correlation) > bound ? 1 : 0;
        }

        return count;
    }
}
