using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// The blocked Householder factorization A = Q·R of a row-major matrix. A panel of columns is turned, so that its columns are contiguous,
/// factored, and applied to the columns on its right by two large matrix products.
/// </summary>
internal static unsafe class QrCore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Columns of one task. Their own results stay in the cache from one panel to the next; fewer would not pay for packing the reflectors.
    private const int Strip = 256;

    /// <summary>Columns of a panel.</summary>
    public static int BlockSize(int n) => n >= 1024 ? 96 : n >= 192 ? 64 : 32;

    /// <summary>Elements that the T factors of <paramref name="k"/> reflectors take.</summary>
    public static nint FactorSize(int k, int block) => (nint)((k + block - 1) / block) * block * block;

    /// <summary>
    /// Factors in place: on return R stands in the upper triangle and the reflectors below it, their ones not stored.
    /// </summary>
    /// <param name="m">Rows.</param>
    /// <param name="n">Columns.</param>
    /// <param name="a">A.</param>
    /// <param name="lda">From one row to the next.</param>
    /// <param name="block">Columns of a panel.</param>
    /// <param name="t">On return the T factor of each panel, block × block each.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <remarks>
    /// While one thread brings the next panel up to date and factors it, the others apply the last panel to the columns right of it (look-ahead), so that
    /// panels, which are too narrow to share, cost no waiting.
    /// </remarks>
    public static void Factor(int m, int n, T* a, nint lda, int block, T* t, CancellationToken cancellation)
    {
        var k = Math.Min(m, n);
        if (k == 0)
        {
            return;
        }

        var ldv = Padded(m);
        using var room = Scratch.Rent<T>(2 * block * ldv);
        var v = (T*)room.Pointer;
        var next = v + (block * ldv);
        FactorPanel(m, Math.Min(block, k), a, lda, block, t, v, ldv);
        for (var first = 0; first < k; first += block)
        {
            var width = Math.Min(block, k - first);
            var rest = n - first - width;
            var nextWidth = Math.Min(block, k - first - width);
            var step = new Step
            {
                Length = m - first,
                Width = width,
                Block = block,
                Corner = a + (first * lda) + first,
                Lda = lda,
                V = v,
                Ldv = ldv,
                Factors = t + ((nint)(first / block) * block * block),
                Next = next,
                NextWidth = nextWidth,
                Rest = rest,
            };
            WorkerTeam.Run(1 + Strips(rest - nextWidth), step, cancellation);
            var done = v;
            v = next;
            next = done;
        }
    }

    /// <summary>The reflectors that <see cref="Factor"/> left in A with their ones and zeros, each panel's from its first row on: <paramref name="k"/> rows.</summary>
    public static void ExtractAll(int m, int k, T* a, nint lda, int block, T* v, nint ldv) =>
        WorkerTeam.Run((k + block - 1) / block, new Extraction { M = m, K = k, A = a, Lda = lda, Block = block, V = v, Ldv = ldv });

    /// <summary>C = Q·C or Qᵀ·C in place, for the reflectors that <see cref="Factor"/> left in A.</summary>
    public static void Apply(int m, int k, T* a, nint lda, int block, T* t, bool transpose, T* c, nint ldc, int columns, CancellationToken cancellation)
    {
        var ldv = Padded(m);
        using var room = Scratch.Rent<T>(k * ldv);
        var v = (T*)room.Pointer;
        ExtractAll(m, k, a, lda, block, v, ldv);
        WorkerTeam.Run(
            Strips(columns),
            new Application { M = m, K = k, Block = block, V = v, Ldv = ldv, Factors = t, Transpose = transpose, C = c, Ldc = ldc, Columns = columns },
            cancellation);
    }

    /// <summary>The first <paramref name="columns"/> columns of Q, at least k of them.</summary>
    /// <param name="m">Rows.</param>
    /// <param name="k">Reflectors.</param>
    /// <param name="v">What <see cref="ExtractAll"/> writes.</param>
    /// <param name="ldv">From one reflector to the next.</param>
    /// <param name="block">Columns of a panel.</param>
    /// <param name="t">The T factor of each panel.</param>
    /// <param name="q">On return Q.</param>
    /// <param name="ldq">From one row to the next.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void Form(int m, int k, T* v, nint ldv, int block, T* t, T* q, nint ldq, int columns, CancellationToken cancellation) =>
        WorkerTeam.Run(
            Strips(columns), new Application { M = m, K = k, Block = block, V = v, Ldv = ldv, Factors = t, C = q, Ldc = ldq, Columns = columns, Forms = true },
            cancellation);

    /// <summary>C = (I − Vᵀ·T·V)·C, or with Tᵀ.</summary>
    public static void ApplyLeft(
        T* v, nint ldv, int length, int width, T* t, nint ldt, bool transpose, T* c, nint ldc, int columns)
    {
        if (columns == 0 || width == 0)
        {
            return;
        }

        using var room = Scratch.Rent<T>(2 * (nint)width * columns);
        var w = (T*)room.Pointer;
        var tw = w + ((nint)width * columns);
        Gemm<T>.Multiply(width, columns, length, v, ldv, false, c, ldc, false, w, columns, accumulate: false);
        Gemm<T>.Multiply(width, columns, width, t, ldt, transpose, w, columns, false, tw, columns, accumulate: false);
        Gemm<T>.Subtract(length, columns, width, v, ldv, true, tw, columns, false, c, ldc);
    }

    /// <summary>Copies reflectors out of a factored panel, with their ones and zeros.</summary>
    public static void Extract(T* panel, nint lda, int length, int width, T* v, nint ldv)
    {
        Transposition<T>.Turn(panel, lda, length, width, v, ldv);
        for (var i = 0; i < width; i++)
        {
            new Span<T>(v + (i * ldv), Math.Min(i, length)).Clear();
            if (i < length)
            {
                v[(i * ldv) + i] = T.One;
            }
        }
    }

    // Rows that start on a cache line, an odd number of lines apart so that equal columns do not share a cache set.
    public static nint Padded(int length)
    {
        var line = 64 / sizeof(T);
        var lines = (length + line - 1) / line;
        return lines % 2 == 0 && lines >= 16 ? (lines + 1) * line : lines * line;
    }

    private static int Strips(int columns) => (columns + Strip - 1) / Strip;

    // Factors a panel in place; the reflectors stay in v as well.
    private static void FactorPanel(int length, int width, T* panel, nint lda, int block, T* t, T* v, nint ldv)
    {
        using var room = Scratch.Rent<T>((nint)width * width);
        var r = (T*)room.Pointer;
        Transposition<T>.Turn(panel, lda, length, width, v, ldv);
        ReflectorPanel<T>.Factor(v, ldv, length, width, t, block, r, width);
        Transposition<T>.Turn(v, ldv, width, length, panel, lda);
        for (var i = 0; i < width; i++)
        {
            new ReadOnlySpan<T>(r + (i * width) + i, width - i).CopyTo(new Span<T>(panel + (i * lda) + i, width - i));
        }
    }

    /// <summary>One panel's reflectors on the columns after it: task 0 is the next panel, which it then factors, the others are strips of the columns after that.</summary>
    private struct Step : ITileBody
    {
        public int Length;
        public int Width;
        public int Block;
        public T* Corner;
        public nint Lda;
        public T* V;
        public nint Ldv;
        public T* Factors;
        public T* Next;
        public int NextWidth;
        public int Rest;

        public readonly void Invoke(int tile)
        {
            if (tile > 0)
            {
                var first = NextWidth + ((tile - 1) * Strip);
                Update(first, Math.Min(Strip, Rest - first));
                return;
            }

            Update(0, NextWidth);
            if (NextWidth > 0)
            {
                FactorPanel(Length - Width, NextWidth, Corner + (Width * Lda) + Width, Lda, Block, Factors + ((nint)Block * Block), Next, Ldv);
            }
        }

        private readonly void Update(int first, int columns) =>
            ApplyLeft(V, Ldv, Length, Width, Factors, Block, transpose: true, Corner + Width + first, Lda, columns);
    }

    /// <summary>The reflectors of one panel as rows.</summary>
    private struct Extraction : ITileBody
    {
        public int M;
        public int K;
        public T* A;
        public nint Lda;
        public int Block;
        public T* V;
        public nint Ldv;

        public readonly void Invoke(int tile)
        {
            var first = tile * Block;
            Extract(A + (first * Lda) + first, Lda, M - first, Math.Min(Block, K - first), V + (first * Ldv), Ldv);
        }
    }

    /// <summary>All panels on a strip of columns, which are independent of each other.</summary>
    private struct Application : ITileBody
    {
        public int M;
        public int K;
        public int Block;
        public T* V;
        public nint Ldv;
        public T* Factors;
        public bool Transpose;
        public T* C;
        public nint Ldc;
        public int Columns;
        public bool Forms;

        public readonly void Invoke(int tile)
        {
            // In Q the last columns are the most work: they come first.
            var column = (Forms ? Strips(Columns) - 1 - tile : tile) * Strip;
            var count = Math.Min(Strip, Columns - column);
            if (Forms)
            {
                Transposition<T>.Fill(C + column, Ldc, M, count, T.Zero);
                for (var i = column; i < column + count; i++)
                {
                    C[(i * Ldc) + i] = T.One;
                }
            }

            var panels = (K + Block - 1) / Block;
            for (var step = 0; step < panels; step++)
            {
                // Q = Q₁·Q₂·…, so that Q works from the last panel on and its transpose from the first.
                var p = Transpose ? step : panels - 1 - step;
                var first = p * Block;

                // Where Q is formed, what stands left of and above a panel's corner is still the identity.
                var start = Forms ? Math.Max(column, first) : column;
                if (start < column + count)
                {
                    ApplyLeft(
                        V + (first * Ldv),
                        Ldv,
                        M - first,
                        Math.Min(Block, K - first),
                        Factors + ((nint)p * Block * Block),
                        Block,
                        Transpose,
                        C + (first * Ldc) + start,
                        Ldc,
                        column + count - start);
                }
            }
        }
    }
}
