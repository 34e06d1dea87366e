using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Handwriting-like digits that the program draws itself: strokes in several styles per digit, with varying slant, thickness, place, size
/// and distortion, on uneven paper with noise and stray marks. 28 × 28 grey, ten classes, ink bright on dark as in MNIST. Hard
/// enough that a softmax regression stays near 83 % (12,000 training images) while a small convolutional network passes 98 %.
/// </summary>
public static class DrawnDigits
{
    /// <summary>Draws a training and a test set. Image i of each depends on the seed and i only, not on the sizes or the number of threads.</summary>
    /// <param name="trainSize">Training images, 12,000 by default, at least 0.</param>
    /// <param name="testSize">Test images, 2,000 by default, at least 0.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <returns>Two datasets of images (28, 28, 1) with the classes "0" to "9", each digit equally often in every ten images.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or too large for one array (more than 2.7 million images).</exception>
    public static (ImageDataset Train, ImageDataset Test) Load(int trainSize = 12_000, int testSize = 2_000, ulong seed = 0)
    {
        var key = RandomKey.FromSeed(seed).Derive("drawn digits");
        return (Draw(key.Derive("train"), trainSize), Draw(key.Derive("test"), testSize));
    }

    private static ImageDataset Draw(RandomKey key, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Array.MaxLength / DigitSeries.PixelCount);
        var (pixels, labels) = new DigitSeries(key).Draw(size);
        return new ImageDataset(pixels, DigitSketch.Side, DigitSketch.Side, 1, labels, Mnist.Digits);
    }
}
