using System.Numerics;

namespace Kiln.Numerics;

/// <summary>A function of two numbers, as an empty struct that the drivers of <see cref="Elementwise"/> are specialized for.</summary>
public interface IBinaryOperator
{
    /// <inheritdoc cref="IUnaryOperator.TileSize"/>
    public static virtual int TileSize => TileSizes.Cheap;

    /// <summary>The function on float32 or float64 lanes; float16 and bfloat16 are widened to float32 around it.</summary>
    public static abstract L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The function on two integers; it wraps on overflow.</summary>
    /// <exception cref="NotSupportedException">The function has no meaning on integers.</exception>
    public static virtual T InvokeInteger<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => throw NotForIntegers.Error(typeof(T));
}
