using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>sin x; see <see cref="LaneMath.Sin"/>.</summary>
public readonly struct SinOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Sin<L, T>(x);
}

/// <summary>cos x; see <see cref="LaneMath.Cos"/>.</summary>
public readonly struct CosOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Cos<L, T>(x);
}

/// <summary>tan x; see <see cref="LaneMath.Tan"/>.</summary>
public readonly struct TanOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Tan<L, T>(x);
}

/// <summary>arcsin x; see <see cref="LaneMath.Asin"/>.</summary>
public readonly struct AsinOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Asin<L, T>(x);
}

/// <summary>arccos x; see <see cref="LaneMath.Acos"/>.</summary>
public readonly struct AcosOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Acos<L, T>(x);
}

/// <summary>arctan x; see <see cref="LaneMath.Atan"/>.</summary>
public readonly struct AtanOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Atan<L, T>(x);
}

/// <summary>The angle of the point (y, x) in (−π, π]: the first operand is the ordinate.</summary>
public readonly struct Atan2Operator : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Atan2<L, T>(x, y);
}

/// <summary>√(x² + y²) without needless overflow, by the runtime's function.</summary>
public readonly struct HypotOperator : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Scalar;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneByLane.Binary<L, T, Hypot>(x, y);
}

/// <summary>The hyperbolic sine; see <see cref="LaneMath.Sinh"/>.</summary>
public readonly struct SinhOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Sinh<L, T>(x);
}

/// <summary>The hyperbolic cosine; see <see cref="LaneMath.Cosh"/>.</summary>
public readonly struct CoshOperator : IUnaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Costly;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Cosh<L, T>(x);
}
