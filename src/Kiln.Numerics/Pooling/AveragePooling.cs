using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>Average pooling, one vector of channels of one output pixel at a time.</summary>
internal static unsafe class AveragePooling<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Computes y.</summary>
    public static void Forward(in Pool3DGeometry g, bool countIncludesPadding, T* x, T* y)
    {
        if (g.OutputCount > 0)
        {
            var blocks = PoolTasks.RowBlocks(g);
            WorkerTeam.Run(g.Batch * blocks, new Body(g, countIncludesPadding, x, y, blocks, backward: false));
        }
    }

    /// <summary>Computes gx.</summary>
    public static void Backward(in Pool3DGeometry g, bool countIncludesPadding, T* gy, T* gx)
    {
        if (g.InputCount > 0)
        {
            var blocks = PoolTasks.ChannelBlocks(g);
            WorkerTeam.Run(g.Batch * blocks, new Body(g, countIncludesPadding, gx, gy, blocks, backward: true));
        }
    }

    private readonly struct Body(Pool3DGeometry geometry, bool countIncludesPadding, T* x, T* y, int blocks, bool backward) : ITileBody
    {
        private readonly Pool3DGeometry _geometry = geometry;
        private readonly TapAxis _planes = geometry.Planes;
        private readonly TapAxis _vertical = geometry.Vertical;
        private readonly TapAxis _horizontal = geometry.Horizontal;

        public void Invoke(int tile)
        {
            var image = tile / blocks;
            var block = tile % blocks;
            if (!backward)
            {
                var lines = (long)_planes.Out * _vertical.Out;
                var end = (int)(lines * (block + 1) / blocks);
                for (var line = (int)(lines * block / blocks); line < end; line++)
                {
                    Row(image, line, 0, _geometry.Channels);
                }

                return;
            }

            var (firstChannel, endChannel) = PoolTasks.Channels(_geometry, block, blocks);
            PoolGradient.Clear(_geometry, x, image, firstChannel, endChannel);
            for (var line = 0; line < _planes.Out * _vertical.Out; line++)
            {
                Row(image, line, firstChannel, endChannel);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Row(int image, int line, int firstChannel, int endChannel)
        {
            nint channels = _geometry.Channels;
            var plane = line / _vertical.Out;
            var row = line % _vertical.Out;
            var (front, back) = _planes.Taps(plane);
            var (top, bottom) = _vertical.Taps(row);
            var firstRow = (((nint)image * _geometry.Depth) + (plane * _planes.Stride) + _planes.Offset + front) * _geometry.Height;
            firstRow += (row * _vertical.Stride) + _vertical.Offset + top;
            var to = y + ((((nint)image * _planes.Out * _vertical.Out) + line) * _horizontal.Out * channels);
            for (var column = 0; column < _horizontal.Out; column++)
            {
                var (left, right) = _horizontal.Taps(column);
                var count = countIncludesPadding ? _geometry.Taps : (back - front) * (bottom - top) * (right - left);
                var scale = T.One / T.CreateTruncating(count);
                var factor = TLanes.Broadcast(&scale);
                var corner = x + (((firstRow * _geometry.Width) + (column * _horizontal.Stride) + _horizontal.Offset + left) * channels);
                for (nint channel = firstChannel; channel < endChannel; channel += TLanes.Count)
                {
                    var lanes = (int)Math.Min(TLanes.Count, endChannel - channel);
                    if (backward)
                    {
                        Spread(corner + channel, back - front, bottom - top, right - left, to + channel, factor, lanes);
                    }
                    else
                    {
                        Average(corner + channel, back - front, bottom - top, right - left, to + channel, factor, lanes);
                    }
                }

                to += channels;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Average(T* corner, int planes, int rows, int columns, T* to, TVector factor, int lanes)
        {
            var mask = TLanes.FirstLanes(lanes);
            var sum = TLanes.Zero;
            for (var u = 0; u < planes * rows; u++)
            {
                var from = corner + ((((nint)(u / rows) * _geometry.Height) + (u % rows)) * _geometry.Width * _geometry.Channels);
                for (var v = 0; v < columns; v++)
                {
                    sum = TLanes.Add(sum, lanes == TLanes.Count ? TLanes.Load(from) : TLanes.LoadFirst(from, mask, lanes));
                    from += _geometry.Channels;
                }
            }

            sum = TLanes.MultiplyAdd(sum, factor, TLanes.Zero);
            if (lanes == TLanes.Count)
            {
                TLanes.Store(to, sum);
            }
            else
            {
                TLanes.StoreFirst(to, mask, lanes, sum);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Spread(T* corner, int planes, int rows, int columns, T* from, TVector factor, int lanes)
        {
            var mask = TLanes.FirstLanes(lanes);
            var full = lanes == TLanes.Count;
            var part = TLanes.MultiplyAdd(full ? TLanes.Load(from) : TLanes.LoadFirst(from, mask, lanes), factor, TLanes.Zero);
            for (var u = 0; u < planes * rows; u++)
            {
                var to = corner + ((((nint)(u / rows) * _geometry.Height) + (u % rows)) * _geometry.Width * _geometry.Channels);
                for (var v = 0; v < columns; v++)
                {
                    if (full)
                    {
                        TLanes.Store(to, TLanes.Add(TLanes.Load(to), part));
                    }
                    else
                    {
                        TLanes.StoreFirst(to, mask, lanes, TLanes.Add(TLanes.LoadFirst(to, mask, lanes), part));
                    }

                    to += _geometry.Channels;
                }
            }
        }
    }
}
