namespace Kiln.Data;

/// <summary>
/// A series of drawn digits: image i is a function of (seed, series, i) alone, whatever else is drawn and by how many threads. Each
/// stretch of ten images holds the ten digits once, in an order of its own.
/// </summary>
internal sealed class DigitSeries(ulong seed, ulong series)
{
    private const int PixelCount = DigitSketch.Side * DigitSketch.Side;

    /// <summary>The digit of an image.</summary>
    internal byte LabelOf(int index)
    {
        var draws = new DigitDraws(Mix(Mix(seed, 2 * series), (ulong)(index / 10)));
        Span<byte> order = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        for (var i = order.Length - 1; i > 0; i--)
        {
            var other = draws.Below(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order[index % 10];
    }

    /// <summary>Draws the first <paramref name="count"/> images, on all processors.</summary>
    /// <returns>The images, 28 × 28 bytes each, and their digits.</returns>
    internal (byte[] Pixels, byte[] Labels) Draw(int count)
    {
        var pixels = new byte[count * PixelCount];
        var labels = new byte[count];
        const int Block = 64;
        Parallel.For(0, (count + Block - 1) / Block, block =>
        {
            for (var i = block * Block; i < Math.Min(count, (block + 1) * Block); i++)
            {
                labels[i] = LabelOf(i);
                Draw(i, labels[i], pixels.AsSpan(i * PixelCount, PixelCount));
            }
        });
        return (pixels, labels);
    }

    private void Draw(int index, int digit, Span<byte> pixels) =>
        DigitSketch.Draw(digit, new DigitDraws(Mix(Mix(seed, 2 * series + 1), (ulong)index)), pixels);

    /// <summary>Two numbers well mixed into one.</summary>
    private static ulong Mix(ulong a, ulong b) => new DigitDraws(new DigitDraws(a).Next() ^ b).Next();
}
