using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>x for x ≥ 0, otherwise y (eˣᶻ − 1) with z = 1/y (Barron, 2017).</summary>
public readonly struct CeluOperator : ITernaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y, L z)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Select(L.LessThan(x, L.Constant(0)), y * LaneMath.ExpM1<L, T>(x * z), x);
}

/// <summary>The gradient x for an operand y ≥ 0, otherwise x eʸᶻ with z = 1/α.</summary>
public readonly struct CeluGradient : ITernaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y, L z)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Select(L.LessThan(y, L.Constant(0)), x * LaneMath.Exp<L, T>(y * z), x);
}

/// <summary>x tanh(log(1 + eˣ)), 0 at −∞ (Misra, 2019).</summary>
public readonly struct MishOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Where eˣ is zero in the format; keeps −∞ · 0 out.
        x = L.MaxFast(L.Constant(typeof(T) == typeof(float) ? -104 : -746), x);
        var n = MishTerms<L, T>.Of(x, out _);
        return x * (n / (n + L.Constant(2)));
    }
}

/// <summary>The gradient x times t + 4 y e (1 + e) / (n + 2)² with e = eʸ, n = e (e + 2) and t = n / (n + 2).</summary>
public readonly struct MishGradient : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // From the limits on the second term is zero and t is 0 or 1.
        var z = L.MinFast(L.Constant(MishTerms<L, T>.Most), L.MaxFast(L.Constant(typeof(T) == typeof(float) ? -104 : -746), y));
        var n = MishTerms<L, T>.Of(z, out var e);
        var r = L.Constant(1) / (n + L.Constant(2));
        var slope = L.Constant(4) * z * (e * r) * ((L.Constant(1) + e) * r);
        return x * L.MultiplyAdd(n, r, slope);
    }
}

/// <summary>−log(1 + e⁻ˣ), the logarithm of the logistic function.</summary>
public readonly struct LogSigmoidOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => -LaneMath.Softplus<L, T>(-x);
}

/// <summary>The gradient x times the logistic function of −y.</summary>
public readonly struct LogSigmoidGradient : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * LaneMath.Sigmoid<L, T>(-y);
}

/// <summary>
/// What Mish and its derivative share. With e = eˣ, tanh(log(1 + e)) = ((1 + e)² − 1) / ((1 + e)² + 1) = n / (n + 2), n = e (e + 2): one exponential, and nothing cancels
/// where e is small.
/// </summary>
internal static class MishTerms<L, T>
    where L : unmanaged, IFloatLanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>From here on n / (n + 2) is 1 in the format, and (n + 2)² is finite.</summary>
    internal static double Most
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 20 : 40;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static L Of(L x, out L e)
    {
        e = LaneMath.Exp<L, T>(L.MinFast(L.Constant(Most), x));
        return e * (e + L.Constant(2));
    }
}
