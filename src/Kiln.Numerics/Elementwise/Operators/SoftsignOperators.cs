using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>x / (1 + |x|); NaN at ±∞, as ∞ / ∞.</summary>
public readonly struct SoftsignOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x / (L.Constant(1) + L.Abs(x));
}

/// <summary>The gradient x times the derivative of softsign at y, 1 / (1 + |y|)².</summary>
public readonly struct SoftsignGradient : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Divided twice: the square is infinite from the root of the format's range on, and the quotient is not yet 0.
        var below = L.Constant(1) + L.Abs(y);
        return x / below / below;
    }
}
