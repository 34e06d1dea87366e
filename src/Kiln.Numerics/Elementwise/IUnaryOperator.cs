using System.Numerics;

namespace Kiln.Numerics;

/// <summary>A function of one number, as an empty struct that the drivers of <see cref="Elementwise"/> are specialized for.</summary>
public interface IUnaryOperator
{
    /// <summary>
    /// How many elements one thread should take at a time: fewer for expensive functions. 32768 by default, at which a function that does next to
    /// nothing per element is worth handing over.
    /// </summary>
    public static virtual int TileSize => TileSizes.Cheap;

    /// <summary>The function on float32 or float64 lanes; float16 and bfloat16 are widened to float32 around it.</summary>
    public static abstract L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The function on an integer; it wraps on overflow.</summary>
    /// <exception cref="NotSupportedException">The function has no meaning on integers.</exception>
    public static virtual T InvokeInteger<T>(T x)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => throw NotForIntegers.Error(typeof(T));
}
