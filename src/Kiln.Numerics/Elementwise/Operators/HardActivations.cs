using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>min(max(x + 3, 0), 6) / 6: straight lines in place of the logistic function (Howard et al., 2019).</summary>
public readonly struct HardSigmoidOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Constant(1.0 / 6) * L.MinFast(L.Constant(6), L.MaxFast(L.Constant(0), x + L.Constant(3)));
}

/// <summary>The gradient x times 1/6 for an operand y between −3 and 3 (or NaN), otherwise 0.</summary>
public readonly struct HardSigmoidGradient : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Select(L.LessThanOrEqual(L.Constant(3), L.Abs(y)), L.Constant(0), L.Constant(1.0 / 6) * x);
}

/// <summary>x min(max(x + 3, 0), 6) / 6, 0 at −∞ (Howard et al., 2019).</summary>
public readonly struct HardSiluOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Below −3 the second factor is zero; keeps −∞ · 0 out.
        x = L.MaxFast(L.Constant(-3), x);
        return x * HardSigmoidOperator.Invoke<L, T>(x);
    }
}

/// <summary>The gradient x times 0 up to −3, 1 from 3, and y/3 + 1/2 between them.</summary>
public readonly struct HardSiluGradient : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var three = L.Constant(3);
        var between = L.MultiplyAdd(L.Constant(1.0 / 3), y, L.Constant(0.5));
        return x * L.Select(L.LessThanOrEqual(y, -three), L.Constant(0), L.Select(L.LessThanOrEqual(three, y), L.Constant(1), between));
    }
}
