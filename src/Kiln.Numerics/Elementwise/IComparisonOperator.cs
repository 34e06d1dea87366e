using System.Numerics;

namespace Kiln.Numerics;

/// <summary>A question about two numbers; a question about one number ignores the second.</summary>
public interface IComparisonOperator
{
    /// <summary>A mask of lanes: all ones where the answer is yes.</summary>
    public static abstract L Invoke<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The answer for integers.</summary>
    public static abstract bool InvokeInteger<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>;
}
