using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Eigenvalues, and for small matrices eigenvectors, of a symmetric tridiagonal matrix by the QL method with implicit shifts (H. Bowdler, R. Martin, C.
/// Reinsch and J. Wilkinson, Numer. Math. 11, 1968; A. Dubrulle, Numer. Math. 15, 1970).
/// </summary>
internal static unsafe class TridiagonalQl<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MostSweeps = 60;

    /// <summary>Diagonalizes T.</summary>
    /// <param name="n">Rows and columns.</param>
    /// <param name="d">The diagonal; on return the eigenvalues in ascending order.</param>
    /// <param name="e">The n − 1 elements beside it; lost.</param>
    /// <param name="rows">Null, or n rows that take part in the rotations: on entry the identity, on return the eigenvectors as rows.</param>
    /// <param name="stride">From one of the rows to the next.</param>
    /// <param name="length">Their length.</param>
    /// <exception cref="ConvergenceException">An eigenvalue took more than 60 sweeps, which has not been seen.</exception>
    public static void Solve(int n, T* d, T* e, T* rows, nint stride, int length)
    {
        var negligible = Precision<T>.Epsilon * T.Max(VectorKernels<T>.AbsMax(d, n), VectorKernels<T>.AbsMax(e, Math.Max(0, n - 1)));
        for (var i = 0; i < n; i++)
        {
            for (var sweep = 0; ; sweep++)
            {
                var end = Unreduced(i, n, d, e, negligible);
                if (end == i)
                {
                    break;
                }

                if (sweep == MostSweeps)
                {
                    throw new ConvergenceException($"symmetric eigen: eigenvalue {i} of {n} did not converge in {MostSweeps} sweeps");
                }

                Sweep(i, end, d, e, rows, stride, length);
            }
        }

        Sort(n, d, rows, stride, length);
    }

    // The last row of the block that begins at i and has no negligible element beside its diagonal; such are set to zero. Against the norm
    // of the whole matrix: noise in a matrix of low rank need not be resolved, and might not converge.
    private static int Unreduced(int i, int n, T* d, T* e, T negligible)
    {
        var epsilon = Precision<T>.Epsilon;
        for (var m = i; m < n - 1; m++)
        {
            if (T.Abs(e[m]) <= T.Max(negligible, epsilon * (T.Abs(d[m]) + T.Abs(d[m + 1]))))
            {
                e[m] = T.Zero;
                return m;
            }
        }

        return n - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sweep(int first, int end, T* d, T* e, T* rows, nint stride, int length)
    {
        // Wilkinson's shift from the corner that is to converge.
        var two = T.One + T.One;
        var g = (d[first + 1] - d[first]) / (two * e[first]);
        var r = Householder<T>.Hypotenuse(g, T.One);
        g = d[end] - d[first] + (e[first] / (g + T.CopySign(r, g)));
        var s = T.One;
        var c = T.One;
        var p = T.Zero;
        var i = end - 1;
        for (; i >= first; i--)
        {
            var f = s * e[i];
            var b = c * e[i];
            r = T.Sqrt((f * f) + (g * g));
            if (!(r > Precision<T>.RootOfSafeMinimum))
            {
                r = Householder<T>.Hypotenuse(f, g);
            }

            if (i < end - 1)
            {
                e[i + 1] = r;
            }

            if (r == T.Zero)
            {
                // The block came apart at i + 1: begin again.
                d[i + 1] -= p;
                return;
            }

            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = ((d[i] - g) * s) + (two * c * b);
            p = s * r;
            d[i + 1] = g + p;
            g = (c * r) - b;
            if (rows != null)
            {
                VectorKernels<T>.Rotate(rows + ((i + 1) * stride), rows + (i * stride), length, c, s);
            }
        }

        d[first] -= p;
        e[first] = g;
    }

    private static void Sort(int n, T* d, T* rows, nint stride, int length)
    {
        if (rows == null)
        {
            new Span<T>(d, n).Sort();
            return;
        }

        for (var i = 0; i < n - 1; i++)
        {
            var smallest = i;
            for (var j = i + 1; j < n; j++)
            {
                smallest = d[j] < d[smallest] ? j : smallest;
            }

            if (smallest != i)
            {
                (d[i], d[smallest]) = (d[smallest], d[i]);
                for (var k = 0; k < length; k++)
                {
                    (rows[(i * stride) + k], rows[(smallest * stride) + k]) = (rows[(smallest * stride) + k], rows[(i * stride) + k]);
                }
            }
        }
    }
}
