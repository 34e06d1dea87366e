using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// A series of drawn digits: image i is a function of the series' key and of i alone, whatever else is drawn and by how many threads.
/// Each stretch of ten images holds the ten digits once, in an order of its own.
/// </summary>
internal sealed class DigitSeries(RandomKey key)
{
    internal const int PixelCount = DigitSketch.Side * DigitSketch.Side;

    private readonly RandomKey _orders = key.Derive("order");
    private readonly RandomKey _forms = key.Derive("form");
    private readonly RandomKey _hands = key.Derive("hand");
    private readonly RandomKey _grains = key.Derive("grain");

    /// <summary>The digit of an image.</summary>
    internal int LabelOf(int index)
    {
        Span<byte> order = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        _orders.Derive(index / 10).Shuffle(order);
        return order[index % 10];
    }

    /// <summary>Draws one image.</summary>
    /// <param name="index">Which.</param>
    /// <param name="pixels">Receives 28 × 28 bytes.</param>
    internal void Draw(int index, Span<byte> pixels)
    {
        Span<float> buffer = stackalloc float[128];
        Span<float> grain = stackalloc float[PixelCount];
        _grains.Derive(index).Normal(grain);
        var draws = new DigitDraws(_forms.Derive(index), _hands.Derive(index), buffer);
        DigitSketch.Draw(LabelOf(index), ref draws, grain, pixels);
    }

    /// <summary>Draws the first <paramref name="count"/> images, on all processors.</summary>
    /// <returns>The images, 28 × 28 bytes each, and their digits.</returns>
    internal (byte[] Pixels, int[] Labels) Draw(int count)
    {
        const int Block = 64;
        var pixels = new byte[(long)count * PixelCount];
        var labels = new int[count];
        Parallel.For(0, (int)(((long)count + Block - 1) / Block), block =>
        {
            for (var i = block * Block; i < Math.Min(count, (block + 1) * Block); i++)
            {
                labels[i] = LabelOf(i);
                Draw(i, pixels.AsSpan(i * PixelCount, PixelCount));
            }
        });
        return (pixels, labels);
    }
}
