using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>max(x, 0); NaN stays NaN.</summary>
public readonly struct ReluOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.MaxFast(L.Constant(0), x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T InvokeInteger<T>(T x)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.Max(x, T.Zero);
}

/// <summary>1 / (1 + e⁻ˣ); see <see cref="LaneMath.Sigmoid"/>.</summary>
public readonly struct SigmoidOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Sigmoid<L, T>(x);
}

/// <summary>tanh x; see <see cref="LaneMath.Tanh"/>.</summary>
public readonly struct TanhOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Tanh<L, T>(x);
}

/// <summary>The error function; see <see cref="LaneMath.Erf"/>.</summary>
public readonly struct ErfOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Erf<L, T>(x);
}

/// <summary>1 − erf x; see <see cref="LaneMath.Erfc"/>.</summary>
public readonly struct ErfcOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Erfc<L, T>(x);
}

/// <summary>x Φ(x); see <see cref="LaneMath.Gelu"/>.</summary>
public readonly struct GeluOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Gelu<L, T>(x);
}

/// <summary>The tanh form of GELU; see <see cref="LaneMath.GeluTanh"/>.</summary>
public readonly struct GeluTanhOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.GeluTanh<L, T>(x);
}

/// <summary>x / (1 + e⁻ˣ), 0 at −∞.</summary>
public readonly struct SiluOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Where the logistic function is zero in the format; keeps −∞ · 0 out.
        x = L.MaxFast(L.Constant(typeof(T) == typeof(float) ? -104 : -746), x);
        return x * LaneMath.Sigmoid<L, T>(x);
    }
}

/// <summary>log(1 + eˣ); see <see cref="LaneMath.Softplus"/>.</summary>
public readonly struct SoftplusOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Softplus<L, T>(x);
}

/// <summary>x for x ≥ 0, otherwise x times the slope y.</summary>
public readonly struct LeakyReluOperator : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Select(L.LessThan(x, L.Constant(0)), x * y, x);
}

/// <summary>x for x ≥ 0, otherwise y (eˣ − 1) (Clevert, Unterthiner and Hochreiter, 2016).</summary>
public readonly struct EluOperator : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Select(L.LessThan(x, L.Constant(0)), y * LaneMath.ExpM1<L, T>(x), x);
}

/// <summary>λ x for x ≥ 0, otherwise λ α (eˣ − 1), λ = 1.0507…, α = 1.6732… (Klambauer et al., 2017).</summary>
public readonly struct SeluOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var negative = L.Constant(1.0507009873554804934 * 1.6732632423543772848) * LaneMath.ExpM1<L, T>(x);
        return L.Select(L.LessThan(x, L.Constant(0)), negative, L.Constant(1.0507009873554804934) * x);
    }
}
