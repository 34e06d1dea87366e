namespace Kiln.Evaluation;

/// <summary>What float64 numbers are like.</summary>
internal static class Float64
{
    /// <summary>From 1 to the next larger number: 2⁻⁵² (NumPy: <c>finfo(float64).eps</c>).</summary>
    public const double Epsilon = 1.0 / (1L << 52);
}
