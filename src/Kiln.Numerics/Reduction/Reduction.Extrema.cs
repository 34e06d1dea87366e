namespace Kiln.Numerics;

public static unsafe partial class Reduction
{
    /// <summary>The largest element; NaN if one is NaN.</summary>
    /// <typeparam name="T">float, double, Half, BFloat16, int, long, byte or sbyte.</typeparam>
    /// <exception cref="ArgumentException">A span is too short for the sizes, or nothing is to be reduced to something.</exception>
    /// <inheritdoc cref="Sum"/>
    public static void Max<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int reduced, int inner)
        where T : unmanaged => Extremum<MaximumOperator, T>("max", x, y, outer, reduced, inner);

    /// <summary>The smallest element; NaN if one is NaN.</summary>
    /// <inheritdoc cref="Max"/>
    public static void Min<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int reduced, int inner)
        where T : unmanaged => Extremum<MinimumOperator, T>("min", x, y, outer, reduced, inner);

    private static void Extremum<TOperator, T>(string name, ReadOnlySpan<T> x, Span<T> y, int outer, int reduced, int inner)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        Check(x.Length, y.Length, outer, reduced, inner);
        if (outer == 0 || inner == 0)
        {
            return;
        }

        CheckNotEmpty(name, outer, reduced, inner);
        fixed (T* px = x, py = y)
        {
            Fold.Run<TOperator, T>(px, py, outer, reduced, inner);
        }
    }

    private static void CheckNotEmpty(string name, int outer, int reduced, int inner)
    {
        if (reduced == 0)
        {
            throw new ArgumentException($"{name}: the reduced axis of ({outer}, 0, {inner}) is empty, and nothing has no {name}");
        }
    }
}
