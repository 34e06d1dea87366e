namespace Kiln.Estimators;

/// <summary>
/// What is known of each Aⱼ·r without reading the column again. Where it was c when the column was looked at last, and the residual r has since moved by no more than d, it is at
/// most |c| + ‖Aⱼ‖·d now (Cauchy and Schwarz); while that is below the penalty a coefficient that is 0 stays 0.
/// </summary>
internal sealed class SeenCorrelations(double[] diagonal)
{
    private readonly double[] _lengths = Array.ConvertAll(diagonal, Math.Sqrt);

    // Each Aⱼ·r when it was looked at last (NaN before), and how far the residual had come by then.
    private readonly double[] _seen = new double[diagonal.Length];
    private readonly double[] _seenAt = new double[diagonal.Length];
    private double _path;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _seen.AsSpan().Fill(double.NaN);
        _path = 0;
    }

    /// <summary>Takes note of a correlation that was computed, and returns it.</summary>
    public double Note(int column, double correlation)
    {
        _seenAt[column] = _path;
        return _seen[column] = correlation;
    }

    /// <summary>Takes note that a coefficient grew.</summary>
    public void Move(int column, double by) => _path += Math.Abs(by) * _lengths[column];

    /// <summary>Whether a coefficient that is 0 surely stays so. A millionth of the penalty is left to rounding; NaN, of a column that was not looked at yet, compares false.</summary>
    public bool StaysZero(int column, ElasticPenalty penalty) =>
        (penalty.IsPositive ? _seen[column] : Math.Abs(_seen[column])) + (_lengths[column] * (_path - _seenAt[column])) < penalty.L1 * (1 - 1e-6);
}
