namespace Kiln.Estimators;

/// <summary>What float64 numbers are like.</summary>
internal static class Float64
{
    /// <summary>From 1 to the next larger number: 2⁻⁵². Results of one operation are off by half of it, relative, at most.</summary>
    public const double Epsilon = 1.0 / (1L << 52);
}
