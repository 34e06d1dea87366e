using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Copies rows picked by number: a table's rows, the entries of an axis.</summary>
/// <remarks>
/// The rows lie anywhere, so the processor cannot foresee the next one: each is asked for while one before it is copied. Short rows are copied by two loads and stores
/// that may overlap, instead of a call per row; a result too large to stay in the caches is written past them.
/// </remarks>
public static unsafe class PickedRows
{
    // What a task copies: some 10 µs.
    private const int TaskBytes = 128 * 1024;

    /// <summary>y[b, i] = x[b, rows[i]] for each block b.</summary>
    /// <param name="blocks">Blocks of x, and of y.</param>
    /// <param name="height">Rows of a block of x.</param>
    /// <param name="rows">Which row for each place; from 0 to <paramref name="height"/> − 1.</param>
    /// <param name="rowBytes">Bytes of a row; any number.</param>
    /// <param name="x">(blocks, height) rows.</param>
    /// <param name="y">(blocks, places) rows, overwritten; not within x.</param>
    /// <exception cref="ArgumentException">A row does not exist.</exception>
    public static void Copy(int blocks, int height, ReadOnlySpan<int> rows, nint rowBytes, void* x, void* y)
    {
        Check("picked rows", rows, height);
        CopyChecked(blocks, height, rows, rowBytes, x, y);
    }

    /// <summary>As <see cref="Copy"/>, for rows that are known to exist.</summary>
    internal static void CopyChecked(int blocks, int height, ReadOnlySpan<int> rows, nint rowBytes, void* x, void* y)
    {
        var total = (long)blocks * rows.Length;
        if (total == 0 || rowBytes <= 0)
        {
            return;
        }

        var perTask = (int)Math.Clamp(TaskBytes / rowBytes, 1, total);
        fixed (int* list = rows)
        {
            var body = new Body
            {
                X = (byte*)x,
                Y = (byte*)y,
                Rows = list,
                Count = rows.Length,
                Height = height,
                RowBytes = rowBytes,
                Total = total,
                PerTask = perTask,
                Streams = rowBytes % RowCopies.Line == 0 && (nuint)y % RowCopies.Line == 0 && Streaming.Pays(0, total * rowBytes),
            };
            WorkerTeam.Run(checked((int)((total + perTask - 1) / perTask)), body);
        }
    }

    /// <summary>Throws where a row lies outside the table.</summary>
    internal static void Check(string op, ReadOnlySpan<int> rows, int height)
    {
        var wrong = rows.IndexOfAnyExceptInRange(0, height - 1);
        if (wrong >= 0)
        {
            throw new ArgumentException($"{op}: place {wrong} asks for row {rows[wrong]}; the table has {height}.", nameof(rows));
        }
    }

    private struct Body : ITileBody
    {
        public byte* X;
        public byte* Y;
        public int* Rows;
        public int Count;
        public int Height;
        public nint RowBytes;
        public long Total;
        public int PerTask;
        public bool Streams;

        public readonly void Invoke(int tile)
        {
            var first = (long)tile * PerTask;
            var end = Math.Min(Total, first + PerTask);
            while (first < end)
            {
                var (block, place) = Math.DivRem(first, Count);
                var places = (int)Math.Min(Count - place, end - first);
                Run(X + ((nint)block * Height * RowBytes), Rows + place, places, Y + ((nint)first * RowBytes));
                first += places;
            }

            if (Streams)
            {
                Streaming.Fence();
            }
        }

        private readonly void Run(byte* x, int* rows, int places, byte* y)
        {
            if (!Vector128.IsHardwareAccelerated)
            {
                RowCopies.Run<PlainCopy>(x, rows, places, RowBytes, y);
                return;
            }

            switch (RowBytes)
            {
                case 1:
                    RowCopies.Run<ElementCopy<byte>>(x, rows, places, RowBytes, y);
                    break;
                case 2:
                    RowCopies.Run<ElementCopy<ushort>>(x, rows, places, RowBytes, y);
                    break;
                case 3:
                    RowCopies.Run<PlainCopy>(x, rows, places, RowBytes, y);
                    break;
                case 4:
                    RowCopies.Run<ElementCopy<uint>>(x, rows, places, RowBytes, y);
                    break;
                case 8:
                    RowCopies.Run<ElementCopy<ulong>>(x, rows, places, RowBytes, y);
                    break;
                case < 8:
                    RowCopies.Run<TwiceCopy<uint>>(x, rows, places, RowBytes, y);
                    break;
                case < 16:
                    RowCopies.Run<TwiceCopy<ulong>>(x, rows, places, RowBytes, y);
                    break;
                case < 32:
                    RowCopies.Run<TwiceCopy<Vector128<byte>>>(x, rows, places, RowBytes, y);
                    break;
                case < 64:
                    RowCopies.Run<TwiceCopy<Vector256<byte>>>(x, rows, places, RowBytes, y);
                    break;
                default:
                    if (Streams)
                    {
                        RowCopies.Run<StreamedRowCopy>(x, rows, places, RowBytes, y);
                    }
                    else
                    {
                        RowCopies.Run<LineCopy>(x, rows, places, RowBytes, y);
                    }

                    break;
            }
        }
    }
}
