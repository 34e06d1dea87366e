using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// The Householder factorization of a panel whose columns lie in memory as rows, and its product of reflectors in compact form,
/// Q = I − Vᵀ·T·V with V k × m here (R. Schreiber and C. Van Loan, SIAM J. Sci. Stat. Comput. 10(1), 1989).
/// </summary>
/// <remarks>
/// By halves (E. Elmroth and F. Gustavson, "Applying recursion to serial and parallel QR factorization", IBM J. Res. Dev. 44(4), 2000), so that most
/// of the panel's work is matrix products too. V is kept with its ones and zeros written out.
/// </remarks>
internal static unsafe class ReflectorPanel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Small = 8;

    /// <summary>Factors the panel.</summary>
    /// <param name="v">The panel's columns as <paramref name="n"/> rows; on return the reflectors.</param>
    /// <param name="ldv">From one of them to the next.</param>
    /// <param name="m">Their length, at least <paramref name="n"/>.</param>
    /// <param name="n">Columns of the panel.</param>
    /// <param name="t">On return T, (n, n) upper triangular, its lower triangle zero.</param>
    /// <param name="ldt">From one row of T to the next.</param>
    /// <param name="r">On return R, (n, n) upper triangular; its lower triangle is not written.</param>
    /// <param name="ldr">From one row of R to the next.</param>
    public static void Factor(T* v, nint ldv, int m, int n, T* t, nint ldt, T* r, nint ldr)
    {
        Transposition<T>.Fill(t, ldt, n, n, T.Zero);
        Factor(v, ldv, m, 0, n, t, ldt, r, ldr);
    }

    // Columns [first, first + n); rows above `first` are done and left alone.
    private static void Factor(T* v, nint ldv, int m, int first, int n, T* t, nint ldt, T* r, nint ldr)
    {
        if (n <= Small)
        {
            FactorSmall(v, ldv, m, first, n, t, ldt, r, ldr);
            return;
        }

        var half = Math.Max(Small, n / 2 / Small * Small);
        var rest = n - half;
        var second = first + half;
        Factor(v, ldv, m, first, half, t, ldt, r, ldr);

        var left = v + (first * ldv) + first;
        var right = v + (second * ldv) + first;
        var length = m - first;
        var t1 = t + (first * ldt) + first;
        using var room = Scratch.Rent<T>(2 * (nint)half * rest);
        var w = (T*)room.Pointer;
        var wt = w + ((nint)half * rest);

        // Each remaining column a becomes a − V1ᵀ·T1ᵀ·(V1·a); as rows of the panel: A −= ((A·V1ᵀ)·T1)·V1.
        Gemm<T>.Multiply(rest, half, length, right, ldv, false, left, ldv, true, w, half, accumulate: false);
        Gemm<T>.Multiply(rest, half, half, w, half, false, t1, ldt, false, wt, half, accumulate: false);
        Gemm<T>.Subtract(rest, length, half, wt, half, false, left, ldv, false, right, ldv);
        for (var i = 0; i < rest; i++)
        {
            for (var j = 0; j < half; j++)
            {
                r[((first + j) * ldr) + second + i] = right[(i * ldv) + j];
                right[(i * ldv) + j] = T.Zero;
            }
        }

        Factor(v, ldv, m, second, rest, t, ldt, r, ldr);

        // T12 = −T1·(V1·V2ᵀ)·T2.
        var t12 = t + (first * ldt) + second;
        Gemm<T>.Multiply(half, rest, m - second, left + half, ldv, false, right + half, ldv, true, w, rest, accumulate: false);
        Gemm<T>.Multiply(half, rest, rest, w, rest, false, t + (second * ldt) + second, ldt, false, wt, rest, accumulate: false);
        Gemm<T>.Subtract(half, rest, half, t1, ldt, false, wt, rest, false, t12, ldt);
    }

    private static void FactorSmall(T* v, nint ldv, int m, int first, int n, T* t, nint ldt, T* r, nint ldr)
    {
        var dots = stackalloc T[Small];
        for (var j = 0; j < n; j++)
        {
            var at = first + j;
            var x = v + (at * ldv);
            for (var i = 0; i < j; i++)
            {
                r[((first + i) * ldr) + at] = x[first + i];
                x[first + i] = T.Zero;
            }

            var tau = Householder<T>.Make(x + at, m - at, out var beta);
            r[(at * ldr) + at] = beta;

            // One pass gives the products with the reflectors before, for T, and with the columns to come, for their update.
            MatrixKernels<T>.RowDots(v + (first * ldv) + at, ldv, n, x + at, m - at, dots);
            for (var i = 0; i < j; i++)
            {
                var sum = T.Zero;
                for (var k = i; k < j; k++)
                {
                    sum += t[((first + i) * ldt) + first + k] * dots[k];
                }

                t[((first + i) * ldt) + at] = -tau * sum;
            }

            t[(at * ldt) + at] = tau;
            for (var i = j + 1; i < n; i++)
            {
                dots[i] *= -tau;
            }

            MatrixKernels<T>.AddOuter(v + ((at + 1) * ldv) + at, ldv, n - 1 - j, dots + j + 1, x + at, m - at);
        }
    }

    /// <summary>The T factor of given reflectors.</summary>
    /// <param name="v">The reflectors as rows, their ones and zeros written out.</param>
    /// <param name="ldv">From one row to the next.</param>
    /// <param name="m">Their length.</param>
    /// <param name="n">Their number.</param>
    /// <param name="tau">Their factors.</param>
    /// <param name="t">On return T, (n, n), its lower triangle zero.</param>
    /// <param name="ldt">From one row of T to the next.</param>
    public static void FormFactor(T* v, nint ldv, int m, int n, T* tau, T* t, nint ldt)
    {
        using var room = Scratch.Rent<T>(2 * (nint)n * n);
        var products = (T*)room.Pointer;
        var turned = products + ((nint)n * n);
        Gemm<T>.Multiply(n, n, m, v, ldv, false, v, ldv, true, products, n, accumulate: false);

        // Column j of T is −τⱼ·T·(V·vⱼ), of the columns before it. Turned, it is a row, and a sum of the rows before; the products are symmetric.
        Transposition<T>.Fill(turned, n, n, n, T.Zero);
        for (nint j = 0; j < n; j++)
        {
            VectorKernels<T>.Scale(-tau[j], products + (j * n), products + (j * n), j);
            MatrixKernels<T>.AddRows(turned, n, (int)j, products + (j * n), turned + (j * n), j);
            turned[(j * n) + j] = tau[j];
        }

        Transposition<T>.Turn(turned, n, n, n, t, ldt);
    }
}
