using System.Numerics;

namespace Kiln.Numerics;

/// <summary>A = L·Lᵀ by halves: factor the first diagonal block, solve for the block below it, update the second diagonal block, factor that.</summary>
internal static unsafe class CholeskyCore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Small = 32;

    // A diagonal block of the update this large is computed whole: half of the work is wasted, in one product instead of many small ones.
    private const int WholeBlock = 128;

    /// <summary>
    /// Factors the lower triangle in place and returns −1, or the row of the first pivot that is not positive, which then stands on the
    /// diagonal. The strict upper triangle is overwritten with anything.
    /// </summary>
    public static int Factor(int n, T* a, nint lda, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (n <= Small)
        {
            return FactorSmall(n, a, lda);
        }

        var half = Math.Max(Small, n / 2 / Small * Small);
        var failed = Factor(half, a, lda, cancellation);
        if (failed >= 0)
        {
            return failed;
        }

        var below = a + (half * lda);
        var lower = new Triangle<T>((nint)a, lda, 1, Lower: true, Unit: false);
        TriangularSolver<T>.Right(lower.Transposed, half, below, lda, n - half);
        using (var negative = Scratch.Rent<T>((nint)(n - half) * half))
        {
            var minus = (T*)negative.Pointer;
            for (var i = 0; i < n - half; i++)
            {
                VectorKernels<T>.Scale(T.NegativeOne, below + (i * lda), minus + ((nint)i * half), half);
            }

            Update(n - half, half, below, lda, minus, half, below + half, lda);
        }

        failed = Factor(n - half, below + half, lda, cancellation);
        return failed < 0 ? failed : half + failed;
    }

    /// <summary>The lower triangle of C −= X·Xᵀ, given −X too.</summary>
    private static void Update(int n, int k, T* x, nint ldx, T* minus, nint ldm, T* c, nint ldc)
    {
        if (n <= WholeBlock)
        {
            Gemm<T>.Multiply(n, n, k, x, ldx, false, minus, ldm, true, c, ldc, accumulate: true);
            return;
        }

        var half = n / 2 / Small * Small;
        Update(half, k, x, ldx, minus, ldm, c, ldc);
        Gemm<T>.Multiply(n - half, half, k, x + (half * ldx), ldx, false, minus, ldm, true, c + (half * ldc), ldc, accumulate: true);
        Update(n - half, k, x + (half * ldx), ldx, minus + (half * ldm), ldm, c + (half * ldc) + half, ldc);
    }

    /// <summary>
    /// One block, on a copy that is turned so that each step takes a multiple of one contiguous row off the rows below it.
    /// </summary>
    private static int FactorSmall(int n, T* a, nint lda)
    {
        var u = stackalloc T[Small * Small];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                u[(j * Small) + i] = a[(i * lda) + j];
            }
        }

        for (var k = 0; k < n; k++)
        {
            var row = u + (k * Small);
            var pivot = row[k];
            if (!(pivot > T.Zero) || !T.IsFinite(pivot))
            {
                a[(k * lda) + k] = pivot;
                return k;
            }

            var root = T.Sqrt(pivot);
            row[k] = root;
            for (var j = k + 1; j < n; j++)
            {
                row[j] /= root;
            }

            for (var i = k + 1; i < n; i++)
            {
                VectorKernels<T>.AddScaled(-row[i], row + i, u + (i * Small) + i, n - i);
            }
        }

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                a[(i * lda) + j] = u[(j * Small) + i];
            }
        }

        return -1;
    }
}
