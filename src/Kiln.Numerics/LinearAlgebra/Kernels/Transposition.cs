using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>Copies of matrices, plain and turned.</summary>
internal static unsafe class Transposition<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A square of this side is read by rows and written by columns while its 2 × 64 cache lines stay in the first level.
    private const int Side = 8;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TurnLower(T* source, nint sourceStride, int n, T* target, nint targetStride)
    {
        for (var row = 0; row < n; row += Side)
        {
            var rows = Math.Min(Side, n - row);
            Turn(source + (row * sourceStride), sourceStride, rows, row, target + row, targetStride);
            for (var i = row; i < row + rows; i++)
            {
                for (var j = row; j <= i; j++)
                {
                    target[(j * targetStride) + i] = source[(i * sourceStride) + j];
                }
            }
        }
    }

    /// <summary>target[j, i] = source[order[i], j]: a transpose whose columns come in another order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TurnRows(T* source, nint sourceStride, int* order, int rows, int columns, T* target, nint targetStride)
    {
        for (var column = 0; column < columns; column += Side)
        {
            var endColumn = Math.Min(columns, column + Side);
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
