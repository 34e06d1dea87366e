using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>eˣ; see <see cref="LaneMath.Exp"/>.</summary>
public readonly struct ExpOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Exp<L, T>(x);
}

/// <summary>eˣ − 1; see <see cref="LaneMath.ExpM1"/>.</summary>
public readonly struct ExpM1Operator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.ExpM1<L, T>(x);
}

/// <summary>log x; see <see cref="LaneMath.Log"/>.</summary>
public readonly struct LogOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Log<L, T>(x);
}

/// <summary>log(1 + x); see <see cref="LaneMath.Log1P"/>.</summary>
public readonly struct Log1POperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Log1P<L, T>(x);
}

/// <summary>log₂ x; see <see cref="LaneMath.Log2"/>.</summary>
public readonly struct Log2Operator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Log2<L, T>(x);
}

/// <summary>log₁₀ x; see <see cref="LaneMath.Log10"/>.</summary>
public readonly struct Log10Operator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Log10<L, T>(x);
}

/// <summary>x to the power y; see <see cref="LaneMath.Power"/>. Whole powers of integers wrap and must not be negative.</summary>
public readonly struct PowerOperator : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Scalar;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Power<L, T>(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T InvokeInteger<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => IntegerDivision.Power(x, y);
}
