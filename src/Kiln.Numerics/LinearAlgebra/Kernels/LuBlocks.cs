using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// P·A = L·U of a large matrix, panel by panel from the left. While one thread brings the next panel up to date and factors it, the others update the
/// columns right of it (look-ahead; P. Strazdins, "A comparison of lookahead and algorithmic blocking techniques for parallel matrix factorization",
/// 1998): a panel, which is too narrow to share, costs no waiting as long as it takes no longer than its share of the update.
/// </summary>
/// <remarks>Columns are cut into panels and strips by the shape alone, so the bits do not depend on how many threads take part.</remarks>
internal static unsafe class LuBlocks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>From this many columns on panels are better than halves of the whole.</summary>
    public const int Least = 256;

    /// <summary>As <see cref="LuCore{T}.Factor"/>.</summary>
    public static int Factor(int m, int n, T* a, nint lda, int* pivots)
    {
        // Wide panels read the rest of the matrix less often, narrow ones leave more of the work to all threads. Each strip packs the
        // panel for itself, which that many columns make cheap.
        var (panel, strip) = n >= 1024 ? (192, 512) : (96, 256);
        var failed = LuCore<T>.FactorHalves(m, Math.Min(panel, n), a, lda, pivots);
        for (var first = 0; first + panel < n; first += panel)
        {
            // All but the last panel are full, so that the one at `first` is.
            var rest = n - first - panel;
            var next = Math.Min(panel, rest);
            var nextFailed = -1;
            var step = new Step
            {
                Panel = panel,
                Strip = strip,
                Rows = m - first,
                Corner = a + (first * lda) + first,
                Lda = lda,
                Pivots = pivots + first,
                Next = next,
                Rest = rest,
                Failed = &nextFailed,
            };
            WorkerTeam.Run(1 + ((rest - next + strip - 1) / strip), step);
            failed = failed < 0 && nextFailed >= 0 ? first + panel + nextFailed : failed;
        }

        WorkerTeam.Run((n + panel - 1) / panel, new LateExchanges { Panel = panel, N = n, A = a, Lda = lda, Pivots = pivots });
        for (var i = panel; i < n; i++)
        {
            pivots[i] += i / panel * panel;
        }

        return failed;
    }

    /// <summary>The update by one panel: task 0 is the next panel, which it then factors, the others are strips of the columns after it.</summary>
    private struct Step : ITileBody
    {
        public int Panel;
        public int Strip;
        public int Rows;
        public T* Corner;
        public nint Lda;
        public int* Pivots;
        public int Next;
        public int Rest;
        public int* Failed;

        public readonly void Invoke(int tile)
        {
            if (tile == 0)
            {
                Update(0, Next);
                *Failed = LuCore<T>.FactorHalves(Rows - Panel, Next, Corner + (Panel * Lda) + Panel, Lda, Pivots + Panel);
                return;
            }

            var first = Next + ((tile - 1) * Strip);
            Update(first, Math.Min(Strip, Rest - first));
        }

        private readonly void Update(int first, int columns)
        {
            var top = Corner + Panel + first;
            LuCore<T>.Exchange(Panel, Pivots, top, Lda, columns);
            TriangularSolver<T>.Left(new Triangle<T>((nint)Corner, Lda, 1, Lower: true, Unit: true), Panel, top, Lda, columns);
            Gemm<T>.Subtract(Rows - Panel, columns, Panel, Corner + (Panel * Lda), Lda, false, top, Lda, false, top + (Panel * Lda), Lda);
        }
    }

    /// <summary>The exchanges of later panels in the columns of an earlier one, which the updates were reading when those were found.</summary>
    private struct LateExchanges : ITileBody
    {
        public int Panel;
        public int N;
        public T* A;
        public nint Lda;
        public int* Pivots;

        public readonly void Invoke(int tile)
        {
            var column = tile * Panel;
            for (var first = column + Panel; first < N; first += Panel)
            {
                LuCore<T>.Exchange(Math.Min(Panel, N - first), Pivots + first, A + (first * Lda) + column, Lda, Panel);
            }
        }
    }
}
