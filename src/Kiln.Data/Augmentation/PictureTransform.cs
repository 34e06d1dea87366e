using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>The size of the pictures of a batch.</summary>
internal readonly record struct PictureSize(int Height, int Width, int Channels)
{
    internal int Row => Width * Channels;

    internal int Count => Height * Width * Channels;
}

/// <summary>
/// A transform that treats each picture of a batch, (B, H, W, C) in float32, by itself, on all threads. The work is cut into tiles by the size of
/// pictures only.
/// </summary>
internal abstract class PictureTransform : Transform
{
    /// <summary>About 20 µs of work at a few floats a nanosecond.</summary>
    private const int TileFloats = 1 << 15;

    /// <summary>What the stream of draws is named after, and errors.</summary>
    protected abstract string Name { get; }

    public sealed override unsafe Batch Apply(Batch batch, RandomKey key)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var inputs = batch.Inputs.Contiguous();
        if (inputs.DType != DType.Float32)
        {
            throw new DTypeException($"{Name}: pictures are float32, these are {inputs.DType.Name()}");
        }

        if (inputs.Rank != 4)
        {
            throw new ShapeException($"{Name}: a batch of pictures is (B, H, W, C), this one is {inputs.Shape}");
        }

        var from = new PictureSize(inputs.Shape[1], inputs.Shape[2], inputs.Shape[3]);
        Check(from);
        var result = InputShape([from.Height, from.Width, from.Channels]);
        var to = new PictureSize(result[0], result[1], result[2]);
        int[] sizes = [batch.Count, to.Height, to.Width, to.Channels];
        var changed = Tensor.Create<float, (PictureTransform Self, Tensor Inputs, PictureSize From, PictureSize To, RandomKey Key)>(
            sizes, (this, inputs, from, to, key.Derive(Name)), static (destination, state) =>
            {
                fixed (float* source = TensorMarshal.GetSpan<float>(state.Inputs), target = destination)
                {
                    var count = state.Inputs.Shape[0];
                    var perTile = Math.Max(1, TileFloats / Math.Max(1, state.From.Count));
                    WorkerTeam.Run((count + perTile - 1) / perTile, new Tile(state.Self, source, target, state.From, state.To, state.Key, perTile, count));
                }

                GC.KeepAlive(state.Inputs);
            });
        return batch with { Inputs = changed };
    }

    /// <summary>Writes every float of the changed picture.</summary>
    /// <param name="picture">The picture, (H, W, C).</param>
    /// <param name="from">Its size.</param>
    /// <param name="changed">Receives the changed picture.</param>
    /// <param name="to">The size of that.</param>
    /// <param name="key">What this picture's draws depend on.</param>
    protected abstract void Change(ReadOnlySpan<float> picture, PictureSize from, Span<float> changed, PictureSize to, RandomKey key);

    /// <summary>Throws for pictures that the transform cannot change.</summary>
    protected virtual void Check(PictureSize size)
    {
    }

    private readonly unsafe struct Tile(
        PictureTransform self, float* source, float* target, PictureSize from, PictureSize to, RandomKey key, int perTile, int count) : ITileBody
    {
        public void Invoke(int tile)
        {
            for (var i = tile * perTile; i < Math.Min(count, (tile + 1) * perTile); i++)
            {
                var picture = new ReadOnlySpan<float>(source + (long)i * from.Count, from.Count);
                self.Change(picture, from, new Span<float>(target + (long)i * to.Count, to.Count), to, key.Derive(i));
            }
        }
    }
}
