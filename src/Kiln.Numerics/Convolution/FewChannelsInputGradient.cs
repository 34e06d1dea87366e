using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>
/// The input gradient of a convolution that reads few channels (the images of a first layer). Vectors along the channels would be mostly empty: three of
/// sixteen lanes. Here they run along all taps and channels: each output pixel's gradient times the weight gives one column for each of (taps × channels), and each
/// input pixel adds up the columns of the windows that hold it.
/// </summary>
/// <remarks>
/// The columns of a few output rows are kept in a ring in the cache, never those of an image. A task owns a band of input rows; the few output
/// rows that two bands share are computed for both.
/// </remarks>
internal static unsafe class FewChannelsInputGradient<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int WantedTasks = 32;

    /// <summary>Whether this form takes clearly fewer multiply-adds than the direct one.</summary>
    public static bool Suits(in Conv3DGeometry g)
    {
        if (g.Groups != 1 || g.Depth != 1 || g.KernelDepth != 1 || g.PadFront != 0 || g.PadBack != 0 || g.DilationHeight != 1 || g.DilationWidth != 1)
        {
            return false;
        }

        // A window larger than the stride, or some input pixels have no column and nothing is gained.
        var columns = ColumnPanels<T, TVector, TLanes>.Padded(g.Taps * g.InChannels);
        var direct = (long)g.Taps * ColumnPanels<T, TVector, TLanes>.Padded(g.InChannels);
        return g.Taps > 1 && g.OutputCount > 0 && columns * 4L <= direct * 3L;
    }

    /// <summary>Computes gx.</summary>
    public static void Run(in Conv3DGeometry g, T* gy, T* w, T* gx)
    {
        var columns = g.Taps * g.InChannels;
        using var panels = Scratch.Rent<T>((nint)ColumnPanels<T, TVector, TLanes>.Padded(columns) * g.OutChannels);
        for (var column = 0; column < columns; column += 2 * TLanes.Count)
        {
            var width = ColumnPanels<T, TVector, TLanes>.Vectors(columns - column, 2) * TLanes.Count;
            PanelPacking.Columns(
                w + ((nint)column * g.OutChannels),
                g.OutChannels,
                g.OutChannels,
                Math.Min(width, columns - column),
                width,
                (T*)panels.Pointer + ((nint)column * g.OutChannels));
        }

        var bands = Math.Clamp(WantedTasks / g.Batch, 1, Math.Max(1, g.Height / (4 * g.KernelHeight)));
        WorkerTeam.Run(g.Batch * bands, new Body { Geometry = g, Bands = bands, GY = gy, Panels = (T*)panels.Pointer, GX = gx });
    }

    private struct Body : ITileBody
    {
        public Conv3DGeometry Geometry;
        public int Bands;
        public T* GY;
        public T* Panels;
        public T* GX;

        public readonly void Invoke(int tile)
        {
            ref readonly var g = ref Geometry;
            var image = tile / Bands;
            var first = (int)((long)g.Height * (tile % Bands) / Bands);
            var end = (int)((long)g.Height * ((tile % Bands) + 1) / Bands);
            var leading = ColumnPanels<T, TVector, TLanes>.Padded(g.Taps * g.InChannels);
            var ringRows = ((g.KernelHeight - 1) / g.StrideHeight) + 2;
            var ringRow = (nint)g.OutWidth * leading;

            // A load of the last columns' channels may read beyond them.
            using var ring = Scratch.Rent<T>((ringRows * ringRow) + Vector128<T>.Count);
            using var sums = Scratch.Rent<T>(g.InputRow + Vector128<T>.Count);
            var from = stackalloc nint[ringRows];
            var next = int.MinValue;
            for (var row = first; row < end; row++)
            {
                // Output row i holds this input row at row u of its window: i·stride + u − padding = row.
                var at = row + g.PadTop;
                var low = Math.Max(0, (at - g.KernelHeight + g.StrideHeight) / g.StrideHeight);
                var high = Math.Min(g.OutHeight - 1, at / g.StrideHeight);
                var count = 0;
                for (var i = low; i <= high; i++)
                {
                    if (i >= next)
                    {
                        ComputeRow(image, i, (T*)ring.Pointer + (i % ringRows * ringRow), leading);
                        next = i + 1;
                    }

                    var u = at - (i * g.StrideHeight);
                    from[count++] = (nint)((T*)ring.Pointer + (i % ringRows * ringRow) + ((nint)u * g.KernelWidth * g.InChannels));
                }

                AddColumns((T**)from, count, leading, (T*)sums.Pointer);
                var to = GX + (image * g.InputImage) + (row * g.InputRow);
                new Span<T>(sums.Pointer, checked((int)g.InputRow)).CopyTo(new Span<T>(to, (int)g.InputRow));
            }
        }

        // (pixels of an output row × filters) · (filters × columns).
        private readonly void ComputeRow(int image, int row, T* to, int leading)
        {
            ref readonly var g = ref Geometry;
            TileJob<T> job = default;
            job.ARow = g.OutChannels;
            job.AStep = 1;
            job.Terms = g.OutChannels;
            job.Segments = 1;
            job.CRow = leading;
            job.LastLanes = TLanes.Count;
            var gy = GY + (image * g.OutputImage) + (row * g.OutputRow);
            for (var column = 0; column < leading; column += 2 * TLanes.Count)
            {
                var vectors = ColumnPanels<T, TVector, TLanes>.Vectors(leading - column, 2);
                var most = TLanes.MaxRows(vectors);
                var tiles = (g.OutWidth + most - 1) / most;
                job.B = Panels + ((nint)column * g.OutChannels);
                job.BStep = vectors * TLanes.Count;
                var start = 0;
                for (var tile = 0; tile < tiles; tile++)
                {
                    var end = (int)((long)g.OutWidth * (tile + 1) / tiles);
                    job.A = gy + ((nint)start * g.OutChannels);
                    job.C = to + ((nint)start * leading) + column;
                    ColumnPanels<T, TVector, TLanes>.Run(end - start, vectors, &job);
                    start = end;
                }
            }
        }

        // sums[w] = Σ over rows and over the output pixels j whose window holds column w at tap v = w + padding − j·stride.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void AddColumns(T** rows, int rowCount, nint leading, T* sums)
        {
            nint channels = Geometry.InChannels;
            var stride = Geometry.StrideWidth;
            var step = (stride * channels) - leading;
            for (var column = 0; column < Geometry.Width; column++)
            {
                var at = column + Geometry.PadLeft;
                var last = Math.Min(Geometry.OutWidth - 1, at / stride);
                var first = Math.Max(0, (at - Geometry.KernelWidth + stride) / stride);
                var offset = (last * leading) + ((at - (last * stride)) * channels);
                for (nint channel = 0; channel < channels; channel += Vector128<T>.Count)
                {
                    var sum = Vector128<T>.Zero;
                    for (var row = 0; row < rowCount; row++)
                    {
                        var from = rows[row] + offset + channel;
                        for (var pixel = last; pixel >= first; pixel--)
                        {
                            sum += Vector128.Load(from);
                            from += step;
                        }
                    }

                    Vector128.Store(sum, sums + channel);
                }

                sums += channels;
            }
        }
    }
}
