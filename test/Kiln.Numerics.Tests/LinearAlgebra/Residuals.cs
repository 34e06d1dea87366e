using System.Numerics;

namespace Kiln.Numerics.Tests;

/// <summary>Bounds in units of the element's rounding.</summary>
internal static class Residuals
{
    /// <summary>The distance from 1 to the next number.</summary>
    public static double Epsilon<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float) ? 1.1920929e-7 : 2.220446049250313e-16;

    /// <summary>Asserts ‖error‖ ≤ factor · n · ε · ‖scale‖.</summary>
    public static void ShouldBeSmall<T>(this TestMatrix error, double scale, int n, double factor, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        error.Norm().ShouldBeLessThanOrEqualTo(factor * Math.Max(n, 4) * Epsilon<T>() * scale, what);

    /// <summary>Asserts that the columns are orthonormal.</summary>
    public static void ShouldBeOrthonormal<T>(this TestMatrix q, double factor, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        q.OrthogonalityError().ShouldBeLessThanOrEqualTo(factor * Math.Max(Math.Max(q.Rows, q.Columns), 4) * Epsilon<T>(), what);
}
