using System.Numerics;

namespace Kiln.Numerics;

/// <summary>What the element type can tell apart.</summary>
internal static class Precision<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The largest relative error of one rounding: 2⁻²⁴ or 2⁻⁵³.</summary>
    public static T Epsilon => T.ScaleB(T.One, typeof(T) == typeof(float) ? -24 : -53);

    /// <summary>The smallest normal number.</summary>
    public static T SafeMinimum => T.ScaleB(T.One, typeof(T) == typeof(float) ? -126 : -1022);

    /// <summary>Above this a square does not underflow.</summary>
    public static T RootOfSafeMinimum => T.ScaleB(T.One, typeof(T) == typeof(float) ? -60 : -500);
}
