using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>Depthwise convolution: one vector of channels of one output pixel at a time, over the taps inside the input.</summary>
internal static unsafe class DepthwiseConvolution<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.INumber<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int WantedTasks = 32;

    /// <summary>Computes the convolution.</summary>
    public static void Run(in DepthwisePlan<T> plan)
    {
        if (plan.Batch == 0 || plan.Vertical.Out == 0 || plan.Horizontal.Out == 0 || plan.Channels == 0)
        {
            return;
        }

        var blocks = Math.Clamp((WantedTasks + plan.Batch - 1) / plan.Batch, 1, plan.Vertical.Out);
        WorkerTeam.Run(plan.Batch * blocks, new Body { Plan = plan, Blocks = blocks });
    }

    private struct Body : ITileBody
    {
        public DepthwisePlan<T> Plan;
        public int Blocks;

        public readonly void Invoke(int tile)
        {
            var image = tile / Blocks;
            var block = tile % Blocks;
            var first = (int)((long)Plan.Vertical.Out * block / Blocks);
            var end = (int)((long)Plan.Vertical.Out * (block + 1) / Blocks);
            for (var row = first; row < end; row++)
            {
                var rows = Plan.Vertical.Taps(row);
                for (var column = 0; column < Plan.Horizontal.Out; column++)
                {
                    Pixel(image, row, rows, column);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Pixel(int image, int row, (int Low, int High) rows, int column)
        {
            var columns = Plan.Horizontal.Taps(column);
            var y = Plan.Y + (image * Plan.YImage) + (row * Plan.YRow) + (column * Plan.YPixel);
            var inputRow = ((nint)row * Plan.Vertical.Stride) + Plan.Vertical.Offset;
            var inputColumn = ((nint)column * Plan.Horizontal.Stride) + Plan.Horizontal.Offset;
            for (var channel = 0; channel < Plan.Channels; channel += TLanes.Count)
            {
                var rest = Math.Min(TLanes.Count, Plan.Channels - channel);
                var mask = TLanes.FirstLanes(rest);
                var full = rest == TLanes.Count;
                var sum = TLanes.Zero;
                for (var u = rows.Low; u < rows.High; u++)
                {
                    var x = Plan.X + (image * Plan.XImage) + ((inputRow + ((nint)u * Plan.Vertical.Dilation)) * Plan.XRow) + channel;
                    var w = Plan.W + ((nint)u * Plan.Horizontal.Count * Plan.Channels) + channel;
                    for (var v = columns.Low; v < columns.High; v++)
                    {
                        var from = x + ((inputColumn + ((nint)v * Plan.Horizontal.Dilation)) * Plan.Channels);
                        var weight = w + ((nint)v * Plan.Channels);
                        sum = full
                            ? TLanes.MultiplyAdd(TLanes.Load(from), TLanes.Load(weight), sum)
                            : TLanes.MultiplyAdd(TLanes.LoadFirst(from, mask, rest), TLanes.LoadFirst(weight, mask, rest), sum);
                    }
                }

                if (Plan.Bias != null)
                {
                    sum = TLanes.Add(sum, full ? TLanes.Load(Plan.Bias + channel) : TLanes.LoadFirst(Plan.Bias + channel, mask, rest));
                }

                if (Plan.Activation == Activation.ReLU)
                {
                    sum = TLanes.Rectify(sum);
                }

                if (full)
                {
                    TLanes.Store(y + channel, sum);
                }
                else
                {
                    TLanes.StoreFirst(y + channel, mask, rest, sum);
                }
            }

            if (Plan.Activation is not (Activation.None or Activation.ReLU))
            {
                Epilogue.Activate(y, Plan.Channels, Plan.Activation);
            }
        }
    }
}
