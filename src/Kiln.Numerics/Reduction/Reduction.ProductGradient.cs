using System.Numerics;

namespace Kiln.Numerics;

public static unsafe partial class Reduction
{
    /// <summary>
    /// The gradient of a product: for each element, the gradient of its product times the product of the other elements. Right also where elements are
    /// zero, which a division by the element is not.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">outer · reduced · inner elements.</param>
    /// <param name="gy">outer · inner gradients of the products.</param>
    /// <param name="gx">outer · reduced · inner gradients of the elements; not x's memory.</param>
    /// <param name="outer">The size of the axes before the reduced one.</param>
    /// <param name="reduced">The size of the reduced axis.</param>
    /// <param name="inner">The size of the axes after it.</param>
    /// <exception cref="ArgumentException">A span is too short for the sizes.</exception>
    public static void ProductGradient<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> gy, Span<T> gx, int outer, int reduced, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(x.Length, gy.Length, outer, reduced, inner);
        CheckSameShape(x.Length, gx.Length, outer, reduced, inner);
        fixed (T* px = x, pg = gy, pr = gx)
        {
            RunOuter(outer, reduced, inner, new OthersProduct<T>(px, pg, pr, reduced, inner));
        }
    }

    // From the front, the product of what comes before each element; from the back, times the product of what comes after.
    private readonly struct OthersProduct<T>(T* x, T* gy, T* gx, int reduced, int inner) : IRangeBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Invoke(long first, int count)
        {
            for (var outer = first; outer < first + count; outer++)
            {
                for (var column = 0; column < inner; column++)
                {
                    var start = (outer * reduced * inner) + column;
                    var g = double.CreateTruncating(gy[(outer * inner) + column]);
                    var before = g;
                    for (long r = 0; r < reduced; r++)
                    {
                        gx[start + (r * inner)] = T.CreateTruncating(before);
                        before *= double.CreateTruncating(x[start + (r * inner)]);
                    }

                    var after = 1.0;
                    for (long r = reduced - 1; r >= 0; r--)
                    {
                        var at = start + (r * inner);
                        gx[at] = T.CreateTruncating(double.CreateTruncating(gx[at]) * after);
                        after *= double.CreateTruncating(x[at]);
                    }
                }
            }
        }
    }
}
