using System.Numerics;

namespace Kiln.Numerics;

/// <summary>An estimate of a triangular matrix's condition from a few solutions with it.</summary>
internal static unsafe class TriangularCondition<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// About 1 / (‖R‖₁ ‖R⁻¹‖₁) of an upper triangular R, at most a few times too large (W. Hager, SIAM J. Sci. Stat. Comput. 5(2), 1984; N. Higham, ACM TOMS
    /// 14(4), 1988); 0 where R is singular.
    /// </summary>
    public static double Reciprocal(int n, T* r, nint ldr)
    {
        var upper = new Triangle<T>((nint)r, ldr, 1, Lower: false, Unit: false);
        using var room = Scratch.Rent<T>(2 * (nint)n);
        var x = (T*)room.Pointer;
        var sums = x + n;
        new Span<T>(sums, n).Clear();
        for (var i = 0; i < n; i++)
        {
            if (r[(i * ldr) + i] == T.Zero)
            {
                return 0;
            }

            for (var j = i; j < n; j++)
            {
                sums[j] += T.Abs(r[(i * ldr) + j]);
            }
        }

        var norm = double.CreateTruncating(VectorKernels<T>.AbsMax(sums, n));
        var inverse = AlternatingSigns(n, upper, x);
        new Span<T>(x, n).Fill(T.One / T.CreateTruncating(n));
        var last = -1;
        for (var step = 0; step < 5; step++)
        {
            // x maximizes a convex function on a ball; its corners are unit vectors, and the gradient says which one to try.
            TriangularVector<T>.Solve(upper, n, x, 1);
            var size = OneNorm(n, x);
            if (!double.IsFinite(size))
            {
                return 0;
            }

            if (step > 0 && size <= inverse)
            {
                break;
            }

            inverse = Math.Max(inverse, size);
            for (var i = 0; i < n; i++)
            {
                x[i] = T.CopySign(T.One, x[i]);
            }

            TriangularVector<T>.Solve(upper.Transposed, n, x, 1);
            var best = 0;
            for (var i = 1; i < n; i++)
            {
                best = T.Abs(x[i]) > T.Abs(x[best]) ? i : best;
            }

            if (best == last)
            {
                break;
            }

            last = best;
            new Span<T>(x, n).Clear();
            x[best] = T.One;
        }

        return 1 / (norm * inverse);
    }

    // Higham's second guess, against matrices made to fool the first.
    private static double AlternatingSigns(int n, in Triangle<T> upper, T* x)
    {
        for (var i = 0; i < n; i++)
        {
            var value = T.CreateTruncating(1 + (n > 1 ? (double)i / (n - 1) : 0));
            x[i] = i % 2 == 0 ? value : -value;
        }

        TriangularVector<T>.Solve(upper, n, x, 1);
        var size = 2 * OneNorm(n, x) / (3 * n);
        return double.IsFinite(size) ? size : double.PositiveInfinity;
    }

    private static double OneNorm(int n, T* x)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            sum += Math.Abs(double.CreateTruncating(x[i]));
        }

        return sum;
    }
}
