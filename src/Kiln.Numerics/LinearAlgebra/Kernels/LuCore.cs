using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// P·A = L·U by halves of the columns, down to panels of eight that are factored column by column; a large matrix by <see cref="LuBlocks{T}"/> of them.
/// </summary>
internal static unsafe class LuCore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A row of a panel is one cache line of doubles.
    private const int Panel = 8;

    /// <summary>Factors m × n, m ≥ n, in place and returns −1 or the first column without a nonzero pivot.</summary>
    public static int Factor(int m, int n, T* a, nint lda, int* pivots)
    {
        if (m == 0 || n == 0)
        {
            return -1; // No pivot is missing: the determinant of nothing is one.
        }

        return n < LuBlocks<T>.Least ? FactorHalves(m, n, a, lda, pivots) : LuBlocks<T>.Factor(m, n, a, lda, pivots);
    }

    /// <summary>As <see cref="Factor"/>, for few columns, one at least.</summary>
    public static int FactorHalves(int m, int n, T* a, nint lda, int* pivots)
    {
        if (n <= Panel)
        {
            return FactorPanel(m, n, a, lda, pivots);
        }

        var half = n <= 2 * Panel ? Panel : n / 2 / Panel * Panel;
        var failed = FactorHalves(m, half, a, lda, pivots);
        var right = a + half;
        Exchange(half, pivots, right, lda, n - half);
        var lower = new Triangle<T>((nint)a, lda, 1, Lower: true, Unit: true);
        TriangularSolver<T>.Left(lower, half, right, lda, n - half);
        var below = right + (half * lda);
        Gemm<T>.Subtract(m - half, n - half, half, a + (half * lda), lda, false, right, lda, false, below, lda);
        var second = FactorHalves(m - half, n - half, below, lda, pivots + half);
        Exchange(n - half, pivots + half, a + (half * lda), lda, half);
        for (var i = half; i < n; i++)
        {
            pivots[i] += half;
        }

        return failed >= 0 ? failed : second >= 0 ? half + second : -1;
    }

    /// <summary>Solves with the factors in place.</summary>
    public static void Solve(int n, int rightSides, T* factors, nint ldf, int* pivots, T* b, nint ldb, bool transpose)
    {
        var lower = new Triangle<T>((nint)factors, ldf, 1, Lower: true, Unit: true);
        var upper = new Triangle<T>((nint)factors, ldf, 1, Lower: false, Unit: false);
        if (!transpose)
        {
            Exchange(n, pivots, b, ldb, rightSides);
            TriangularSolver<T>.Left(lower, n, b, ldb, rightSides);
            TriangularSolver<T>.Left(upper, n, b, ldb, rightSides);
            return;
        }

        // Aᵀ = Uᵀ·Lᵀ·P.
        TriangularSolver<T>.Left(upper.Transposed, n, b, ldb, rightSides);
        TriangularSolver<T>.Left(lower.Transposed, n, b, ldb, rightSides);
        for (var i = n - 1; i >= 0; i--)
        {
            Swap(b + (i * ldb), b + (pivots[i] * ldb), rightSides);
        }
    }

    /// <summary>Exchanges rows as the steps of a panel did.</summary>
    public static void Exchange(int steps, int* pivots, T* a, nint lda, int columns)
    {
        for (var i = 0; i < steps; i++)
        {
            if (pivots[i] != i)
            {
                Swap(a + (i * lda), a + (pivots[i] * lda), columns);
            }
        }
    }

    private static void Swap(T* x, T* y, int n)
    {
        if (x != y)
        {
            VectorKernels<T>.Swap(x, y, n);
        }
    }

    // On a contiguous copy: the rows of a wide matrix lie on pages of their own.
    private static int FactorPanel(int m, int n, T* a, nint lda, int* pivots)
    {
        using var room = Scratch.Rent<T>((nint)m * Panel);
        var p = (T*)room.Pointer;
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                p[((nint)i * Panel) + j] = a[(i * lda) + j];
            }

            for (var j = n; j < Panel; j++)
            {
                p[((nint)i * Panel) + j] = T.Zero;
            }
        }

        var failed = Eliminate(m, n, p, pivots);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                a[(i * lda) + j] = p[((nint)i * Panel) + j];
            }
        }

        return failed;
    }

    private static int Eliminate(int m, int n, T* p, int* pivots)
    {
        var failed = -1;
        var best = 0;
        var largest = T.Abs(p[0]);
        for (var i = 1; i < m; i++)
        {
            var candidate = T.Abs(p[(nint)i * Panel]);
            if (candidate > largest)
            {
                largest = candidate;
                best = i;
            }
        }

        for (var k = 0; k < n; k++)
        {
            pivots[k] = best;
            if (largest == T.Zero)
            {
                failed = failed < 0 ? k : failed;
            }

            Swap(p + (k * Panel), p + ((nint)best * Panel), Panel);
            best = TakeOff(m, k, p, out largest);
        }

        return failed;
    }

    private static int TakeOff(int m, int k, T* p, out T largest)
    {
        // A row of the panel is eight numbers: one register of 512 bits for double, of 256 bits for float.
        if (typeof(T) == typeof(double) && InstructionSets.Current == InstructionSet.Avx512)
        {
            return TakeOff<Lanes512<T>>(m, k, p, out largest);
        }

        return InstructionSets.Current switch
        {
            InstructionSet.Avx512 or InstructionSet.Avx2 => TakeOff<Lanes256<T>>(m, k, p, out largest),
            InstructionSet.Vector128 => TakeOff<Lanes128<T>>(m, k, p, out largest),
            _ => TakeOff<Lanes1<T>>(m, k, p, out largest),
        };
    }

    /// <summary>
    /// Step k: takes multiples of row k off the rows below and finds the next pivot on the way. All eight columns are treated, those
    /// before k + 1 with a zero, which costs nothing and needs no tail.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int TakeOff<L>(int m, int k, T* p, out T largest)
        where L : unmanaged, IFloatLanes<L, T>
    {
        var row = stackalloc T[Panel];
        for (var j = 0; j < Panel; j++)
        {
            row[j] = j > k ? p[(k * Panel) + j] : T.Zero;
        }

        var pivot = p[(k * Panel) + k];
        var next = Math.Min(k + 1, Panel - 1);
        var best = k + 1;
        largest = T.NegativeOne;
        for (var i = k + 1; i < m; i++)
        {
            var other = p + ((nint)i * Panel);
            var factor = pivot == T.Zero ? T.Zero : other[k] / pivot;
            var multiple = L.Broadcast(-factor);
            for (var j = 0; j < Panel; j += L.Count)
            {
                L.Store(L.MultiplyAdd(multiple, L.Load(row + j), L.Load(other + j)), other + j);
            }

            if (pivot != T.Zero)
            {
                other[k] = factor;
            }

            var candidate = T.Abs(other[next]);
            if (candidate > largest)
            {
                largest = candidate;
                best = i;
            }
        }

        return best;
    }
}
