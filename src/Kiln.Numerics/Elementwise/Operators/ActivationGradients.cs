using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>The gradient x where the operand y is above zero (or NaN), otherwise 0.</summary>
public readonly struct ReluGradient : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Select(L.LessThanOrEqual(y, L.Constant(0)), L.Constant(0), x);
}

/// <summary>The gradient x times s (1 − s), from the result y = s.</summary>
public readonly struct SigmoidGradient : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * (y * (L.Constant(1) - y));
}

/// <summary>The gradient x times 1 − t², from the result y = t.</summary>
public readonly struct TanhGradient : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * ((L.Constant(1) - y) * (L.Constant(1) + y));
}

/// <summary>The gradient x times the derivative of GELU at y.</summary>
public readonly struct GeluGradient : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * LaneMath.GeluDerivative<L, T>(y);
}

/// <summary>The gradient x times the derivative of the tanh form of GELU at y.</summary>
public readonly struct GeluTanhGradient : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * LaneMath.GeluTanhDerivative<L, T>(y);
}

/// <summary>The gradient x times s (1 + y (1 − s)), s the logistic function of y.</summary>
public readonly struct SiluGradient : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bound = L.Constant(typeof(T) == typeof(float) ? 104 : 746);
        var z = L.MinFast(bound, L.MaxFast(-bound, y));
        var s = LaneMath.Sigmoid<L, T>(z);
        return x * L.MultiplyAdd(z * s, L.Constant(1) - s, s);
    }
}

/// <summary>The gradient x times the logistic function of y.</summary>
public readonly struct SoftplusGradient : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * LaneMath.Sigmoid<L, T>(y);
}

/// <summary>The gradient x times 2/√π exp(−y²).</summary>
public readonly struct ErfGradient : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * (L.Constant(1.1283791670955125739) * LaneMath.Exp<L, T>(-(y * y)));
}

/// <summary>The gradient x for an operand y ≥ 0, otherwise x times the slope z.</summary>
public readonly struct LeakyReluGradient : ITernaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y, L z)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Select(L.LessThan(y, L.Constant(0)), x * z, x);
}

/// <summary>The gradient x for an operand y ≥ 0, otherwise x z eʸ.</summary>
public readonly struct EluGradient : ITernaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y, L z)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Select(L.LessThan(y, L.Constant(0)), x * z * LaneMath.Exp<L, T>(y), x);
}

/// <summary>The gradient x times λ for an operand y ≥ 0, otherwise x λ α eʸ.</summary>
public readonly struct SeluGradient : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var slope = L.Select(
            L.LessThan(y, L.Constant(0)),
            L.Constant(1.0507009873554804934 * 1.6732632423543772848) * LaneMath.Exp<L, T>(y),
            L.Constant(1.0507009873554804934));
        return x * slope;
    }
}
