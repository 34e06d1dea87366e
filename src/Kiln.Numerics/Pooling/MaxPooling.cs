using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Max pooling, one vector of channels of one output pixel at a time. The pixel that each lane's maximum came from travels in a second vector,
/// as the bits of an integer in a lane of type <typeparamref name="T"/>, and is chosen by the same masks.
/// </summary>
internal static unsafe class MaxPooling<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Computes y and, unless null, indices.</summary>
    public static void Forward(in Pool3DGeometry g, T* x, T* y, int* indices)
    {
        if (g.OutputCount == 0)
        {
            return;
        }

        var blocks = PoolTasks.RowBlocks(g);
        WorkerTeam.Run(g.Batch * blocks, new ForwardBody
        {
            Geometry = g,
            Planes = g.Planes,
            Vertical = g.Vertical,
            Horizontal = g.Horizontal,
            X = x,
            Y = y,
            Indices = indices,
            Blocks = blocks,
        });
    }

    /// <summary>Computes gx.</summary>
    public static void Backward(in Pool3DGeometry g, T* gy, int* indices, T* gx)
    {
        if (g.InputCount == 0)
        {
            return;
        }

        var blocks = PoolTasks.ChannelBlocks(g);
        WorkerTeam.Run(g.Batch * blocks, new BackwardBody
        {
            Geometry = g,
            Planes = g.Planes,
            Vertical = g.Vertical,
            Horizontal = g.Horizontal,
            GY = gy,
            Indices = indices,
            GX = gx,
            Blocks = blocks,
        });
    }

    private struct ForwardBody : ITileBody
    {
        public Pool3DGeometry Geometry;
        public TapAxis Planes;
        public TapAxis Vertical;
        public TapAxis Horizontal;
        public T* X;
        public T* Y;
        public int* Indices;
        public int Blocks;

        public readonly void Invoke(int tile)
        {
            var image = tile / Blocks;
            var block = tile % Blocks;
            var lines = (long)Planes.Out * Vertical.Out;
            var end = (int)(lines * (block + 1) / Blocks);
            for (var line = (int)(lines * block / Blocks); line < end; line++)
            {
                Row(image, line);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Row(int image, int line)
        {
            nint channels = Geometry.Channels;
            var x = X + ((nint)image * Geometry.Depth * Geometry.Height * Geometry.Width * channels);
            var offset = (((nint)image * Planes.Out * Vertical.Out) + line) * Horizontal.Out * channels;
            var plane = line / Vertical.Out;
            var row = line % Vertical.Out;
            var (front, back) = Planes.Taps(plane);
            var (top, bottom) = Vertical.Taps(row);
            var rows = bottom - top;
            var firstRow = (((plane * Planes.Stride) + Planes.Offset + front) * Geometry.Height) + (row * Vertical.Stride) + Vertical.Offset + top;
            for (var column = 0; column < Horizontal.Out; column++)
            {
                var (left, right) = Horizontal.Taps(column);
                var firstColumn = (column * Horizontal.Stride) + Horizontal.Offset;
                for (nint channel = 0; channel < channels; channel += TLanes.Count)
                {
                    var lanes = (int)Math.Min(TLanes.Count, channels - channel);
                    var full = lanes == TLanes.Count;
                    var mask = TLanes.FirstLanes(lanes);
                    var pixel = (firstRow * Geometry.Width) + firstColumn + left;
                    var best = full ? TLanes.Load(x + (pixel * channels) + channel) : TLanes.LoadFirst(x + (pixel * channels) + channel, mask, lanes);
                    var at = LaneIndices<T, TVector, TLanes>.Broadcast(pixel);
                    for (var u = 0; u < (back - front) * rows; u++)
                    {
                        pixel = ((firstRow + (u / rows * Geometry.Height) + (u % rows)) * Geometry.Width) + firstColumn + left;
                        for (var v = left; v < right; v++)
                        {
                            var from = x + (pixel * channels) + channel;
                            var value = full ? TLanes.Load(from) : TLanes.LoadFirst(from, mask, lanes);
                            var larger = TLanes.GreaterOrNaN(value, best);
                            best = TLanes.Select(larger, value, best);
                            at = TLanes.Select(larger, LaneIndices<T, TVector, TLanes>.Broadcast(pixel), at);
                            pixel++;
                        }
                    }

                    if (full)
                    {
                        TLanes.Store(Y + offset + channel, best);
                    }
                    else
                    {
                        TLanes.StoreFirst(Y + offset + channel, mask, lanes, best);
                    }

                    if (Indices != null)
                    {
                        LaneIndices<T, TVector, TLanes>.Store(Indices + offset + channel, mask, lanes, at);
                    }
                }

                offset += channels;
            }
        }
    }

    private struct BackwardBody : ITileBody
    {
        public Pool3DGeometry Geometry;
        public TapAxis Planes;
        public TapAxis Vertical;
        public TapAxis Horizontal;
        public T* GY;
        public int* Indices;
        public T* GX;
        public int Blocks;

        public readonly void Invoke(int tile)
        {
            var image = tile / Blocks;
            var (first, end) = PoolTasks.Channels(Geometry, tile % Blocks, Blocks);
            PoolGradient.Clear(Geometry, GX, image, first, end);
            for (var line = 0; line < Planes.Out * Vertical.Out; line++)
            {
                Row(image, line, first, end);
            }
        }

        // Every tap of the window receives gy where the maximum came from it, and zero elsewhere.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Row(int image, int line, int firstChannel, int endChannel)
        {
            nint channels = Geometry.Channels;
            var gx = GX + ((nint)image * Geometry.Depth * Geometry.Height * Geometry.Width * channels);
            var offset = (((nint)image * Planes.Out * Vertical.Out) + line) * Horizontal.Out * channels;
            var plane = line / Vertical.Out;
            var row = line % Vertical.Out;
            var (front, back) = Planes.Taps(plane);
            var (top, bottom) = Vertical.Taps(row);
            var rows = bottom - top;
            var firstRow = (((plane * Planes.Stride) + Planes.Offset + front) * Geometry.Height) + (row * Vertical.Stride) + Vertical.Offset + top;
            for (var column = 0; column < Horizontal.Out; column++)
            {
                var (left, right) = Horizontal.Taps(column);
                var firstColumn = (column * Horizontal.Stride) + Horizontal.Offset;
                for (nint channel = firstChannel; channel < endChannel; channel += TLanes.Count)
                {
                    var lanes = (int)Math.Min(TLanes.Count, endChannel - channel);
                    var full = lanes == TLanes.Count;
                    var mask = TLanes.FirstLanes(lanes);
                    var gradient = full ? TLanes.Load(GY + offset + channel) : TLanes.LoadFirst(GY + offset + channel, mask, lanes);
                    var at = LaneIndices<T, TVector, TLanes>.Load(Indices + offset + channel, mask, lanes);
                    for (var u = 0; u < (back - front) * rows; u++)
                    {
                        var pixel = ((firstRow + (u / rows * Geometry.Height) + (u % rows)) * Geometry.Width) + firstColumn + left;
                        for (var v = left; v < right; v++)
                        {
                            var to = gx + (pixel * channels) + channel;
                            var part = TLanes.Select(TLanes.SameBits(at, LaneIndices<T, TVector, TLanes>.Broadcast(pixel)), gradient, TLanes.Zero);
                            if (full)
                            {
                                TLanes.Store(to, TLanes.Add(TLanes.Load(to), part));
                            }
                            else
                            {
                                TLanes.StoreFirst(to, mask, lanes, TLanes.Add(TLanes.LoadFirst(to, mask, lanes), part));
                            }

                            pixel++;
                        }
                    }
                }

                offset += channels;
            }
        }
    }
}
