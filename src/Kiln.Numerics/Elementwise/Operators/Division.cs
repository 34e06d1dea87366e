using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>x − y ⌊x / y⌋, with the sign of y: the remainder of Python and NumPy. For floats exact, as the one of C is.</summary>
public readonly struct RemainderOperator : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Scalar;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneByLane.Binary<L, T, FloorRemainder>(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T InvokeInteger<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => IntegerDivision.FloorRemainder(x, y);
}

/// <summary>⌊x / y⌋, consistent with <see cref="RemainderOperator"/> as in NumPy.</summary>
public readonly struct FloorDivideOperator : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Scalar;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneByLane.Binary<L, T, FloorQuotient>(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T InvokeInteger<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => IntegerDivision.Floor(x, y);
}

/// <summary>x − y trunc(x / y), with the sign of x: the remainder of C#.</summary>
public readonly struct TruncatedRemainderOperator : IBinaryOperator
{
    /// <inheritdoc/>
    public static int TileSize => TileSizes.Scalar;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneByLane.Binary<L, T, TruncatedRemainder>(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T InvokeInteger<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => IntegerDivision.TruncatedRemainder(x, y);
}
