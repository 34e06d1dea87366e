using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Pastes a part of another example into each; see <see cref="Augment.CutMix"/>.</summary>
internal sealed class CutMix(int classes, double alpha) : Transform
{
    private const string Name = "cutmix";

    public override Batch Apply(Batch batch, RandomKey key)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Inputs.DType != DType.Float32 || batch.Inputs.Rank != 4)
        {
            throw new ShapeException($"{Name}: a batch of pictures is float32 (B, H, W, C), this one is {batch.Inputs.DType.Name()} {batch.Inputs.Shape}");
        }

        var draws = key.Derive(Name);
        var (height, width) = (batch.Inputs.Shape[1], batch.Inputs.Shape[2]);

        // A rectangle of the picture's proportions and of 1 − share of its area about a place drawn evenly; what is cut off at the edges is
        // taken off the share.
        var side = Math.Sqrt(1 - MixedTargets.Share(draws.Derive("share"), alpha));
        var (y, x) = (draws.Integer(height, 0), draws.Integer(width, 1));
        var (halfHeight, halfWidth) = ((int)(height * side) / 2, (int)(width * side) / 2);
        var (top, bottom) = (Math.Max(0, y - halfHeight), Math.Min(height, y + halfHeight));
        var (left, right) = (Math.Max(0, x - halfWidth), Math.Min(width, x + halfWidth));
        var share = 1 - (double)(bottom - top) * (right - left) / ((double)height * width);

        var partners = draws.Derive("partners").Permutation(batch.Count);
        var targets = MixedTargets.Probabilities(batch, classes, Name);
        return batch with
        {
            Inputs = Paste(batch.Inputs.Contiguous(), partners, top, bottom, left, right),
            Targets = MixedTargets.Mix(targets, partners, share),
        };
    }

    public override Shape TargetShape(Shape shape) => [classes];

    private static Tensor Paste(Tensor inputs, int[] partners, int top, int bottom, int left, int right) =>
        Tensor.Create<float, (Tensor Inputs, int[] Partners, int Top, int Bottom, int Left, int Right)>(
            inputs.Shape, (inputs, partners, top, bottom, left, right), static (destination, state) =>
            {
                var source = TensorMarshal.GetSpan<float>(state.Inputs);
                source.CopyTo(destination);
                var (row, channels) = (state.Inputs.Shape[2] * state.Inputs.Shape[3], state.Inputs.Shape[3]);
                var picture = state.Inputs.Shape[1] * row;
                var (from, length) = (state.Left * channels, (state.Right - state.Left) * channels);
                for (var i = 0; i < state.Partners.Length; i++)
                {
                    for (var y = state.Top; y < state.Bottom; y++)
                    {
                        source.Slice(state.Partners[i] * picture + y * row + from, length).CopyTo(destination[(i * picture + y * row + from)..]);
                    }
                }

                GC.KeepAlive(state.Inputs);
            });
}
