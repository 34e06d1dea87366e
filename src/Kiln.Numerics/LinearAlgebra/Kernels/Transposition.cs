using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>Copies of matrices, plain and turned.</summary>
internal static unsafe class Transposition<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A square of this side is read by rows and written by columns while its 2 × 64 cache lines stay in the first level.
    private const int Side = 8;

    // Columns of a task of a whole matrix's transpose.
    private const int Strip = 64;

    /// <summary>target[j, i] = source[i, j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(T* source, nint sourceStride, int rows, int columns, T* target, nint targetStride)
    {
        for (var column = 0; column < columns; column += Side)
        {
            var endColumn = Math.Min(columns, column + Side);
            for (var row = 0; row < rows; row += Side)
            {
                var endRow = Math.Min(rows, row + Side);
                for (var j = column; j < endColumn; j++)
                {
                    var to = target + (j * targetStride);
                    for (var i = row; i < endRow; i++)
                    {
                        to[i] = source[(i * sourceStride) + j];
                    }
                }
            }
        }
    }

    /// <summary>target[i, j] = source[i, j].</summary>
    public static void Copy(T* source, nint sourceStride, int rows, int columns, T* target, nint targetStride)
    {
        for (var i = 0; i < rows; i++)
        {
            new ReadOnlySpan<T>(source + (i * sourceStride), columns).CopyTo(new Span<T>(target + (i * targetStride), columns));
        }
    }

    /// <summary>Exchanges the two triangles of a square matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TurnInPlace(T* a, nint stride, int n)
    {
        for (var row = 0; row < n; row += Side)
        {
            var endRow = Math.Min(n, row + Side);
            for (var column = row; column < n; column += Side)
            {
                var endColumn = Math.Min(n, column + Side);
                for (var i = row; i < endRow; i++)
                {
                    for (var j = Math.Max(column, i + 1); j < endColumn; j++)
                    {
                        (a[(i * stride) + j], a[(j * stride) + i]) = (a[(j * stride) + i], a[(i * stride) + j]);
                    }
                }
            }
        }
    }

    /// <summary>Writes one value into a block.</summary>
    public static void Fill(T* target, nint stride, int rows, int columns, T value)
    {
        for (var i = 0; i < rows; i++)
        {
            new Span<T>(target + (i * stride), columns).Fill(value);
        }
    }

    /// <summary>target[j, i] = source[i, j] for j ≤ i: the lower triangle as an upper one.</summary>
    public static void TurnLower(T* source, nint sourceStride, int n, T* target, nint targetStride) => WorkerTeam.Run(
        (n + Strip - 1) / Strip, new Lower { Source = source, SourceStride = sourceStride, N = n, Target = target, TargetStride = targetStride });

    /// <summary>target[j, i] = source[order[i], j]: a transpose whose columns come in another order.</summary>
    public static void TurnRows(T* source, nint sourceStride, int* order, int rows, int columns, T* target, nint targetStride) => WorkerTeam.Run(
        (columns + Strip - 1) / Strip,
        new Ordered { Source = source, SourceStride = sourceStride, Order = order, Rows = rows, Columns = columns, Target = target, TargetStride = targetStride });

    /// <summary>Rows of the source that stand below the diagonal, and the triangles on it.</summary>
    private struct Lower : ITileBody
    {
        public T* Source;
        public nint SourceStride;
        public int N;
        public T* Target;
        public nint TargetStride;

        public readonly void Invoke(int tile)
        {
            // The longest rows come first.
            var last = Math.Min(N, (((N + Strip - 1) / Strip) - tile) * Strip);
            for (var row = (last - 1) / Strip * Strip; row < last; row += Side)
            {
                Rows(row, Math.Min(Side, last - row));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Rows(int row, int rows)
        {
            Turn(Source + (row * SourceStride), SourceStride, rows, row, Target + row, TargetStride);
            for (var i = row; i < row + rows; i++)
            {
                for (var j = row; j <= i; j++)
                {
                    Target[(j * TargetStride) + i] = Source[(i * SourceStride) + j];
                }
            }
        }
    }

    /// <summary>Some columns of the source, rows of the target.</summary>
    private struct Ordered : ITileBody
    {
        public T* Source;
        public nint SourceStride;
        public int* Order;
        public int Rows;
        public int Columns;
        public T* Target;
        public nint TargetStride;

        public readonly void Invoke(int tile)
        {
            var first = tile * Strip;
            Run(Source, SourceStride, Order, Rows, first, Math.Min(Columns, first + Strip), Target, TargetStride);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Run(T* source, nint sourceStride, int* order, int rows, int first, int end, T* target, nint targetStride)
        {
            for (var column = first; column < end; column += Side)
            {
                var endColumn = Math.Min(end, column + Side);
                for (var row = 0; row < rows; row += Side)
                {
                    var endRow = Math.Min(rows, row + Side);
                    for (var i = row; i < endRow; i++)
                    {
                        var from = source + (order[i] * sourceStride);
                        for (var j = column; j < endColumn; j++)
                        {
                            target[(j * targetStride) + i] = from[j];
                        }
                    }
                }
            }
        }
    }
}
