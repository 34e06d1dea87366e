namespace Kiln.Data;

/// <summary>What stands beyond the edge of a picture that is moved.</summary>
public enum EdgeFill
{
    /// <summary>Zero: black.</summary>
    Zero,

    /// <summary>The nearest pixel of the edge.</summary>
    Nearest,

    /// <summary>The picture mirrored at its edge; the pixel at the edge comes once.</summary>
    Reflect,
}

/// <summary>
/// Transforms of pictures, (B, H, W, C) in float32 from 0 to 1, that make more of a data set: <c>train.With(Augment.Sequence(Augment.RandomFlip(),
/// Augment.RandomCrop(padding: 4)))</c>.
/// </summary>
public static class Augment
{
    /// <summary>Transforms one after the other.</summary>
    /// <param name="parts">The transforms, in order.</param>
    public static Transform Sequence(params IEnumerable<Transform> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new TransformSequence(parts);
    }

    /// <summary>Mirrors pictures.</summary>
    /// <param name="horizontal">How likely left and right change places; one half by default.</param>
    /// <param name="vertical">How likely top and bottom do; never by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A probability outside 0 to 1.</exception>
    public static Transform RandomFlip(double horizontal = 0.5, double vertical = 0) =>
        new RandomFlip(Probability(horizontal, nameof(horizontal)), Probability(vertical, nameof(vertical)));

    /// <summary>Adds a border to pictures and cuts out a part of their old size, at a place drawn evenly: moves them by up to the border.</summary>
    /// <param name="padding">The width of the border in pixels, at least 0.</param>
    /// <param name="fill">What the border shows; black by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The padding is negative.</exception>
    public static Transform RandomCrop(int padding, EdgeFill fill = EdgeFill.Zero)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        return new RandomCrop(null, padding, fill);
    }

    /// <summary>Cuts a part of the given size out of pictures, at a place drawn evenly.</summary>
    /// <param name="height">Rows of the part, at least 1.</param>
    /// <param name="width">Columns of the part, at least 1.</param>
    /// <param name="padding">The width of a border that is added before; none by default.</param>
    /// <param name="fill">What the border shows; black by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1 or a negative padding.</exception>
    public static Transform RandomCrop(int height, int width, int padding = 0, EdgeFill fill = EdgeFill.Zero)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        return new RandomCrop((height, width), padding, fill);
    }

    /// <summary>Moves pictures by parts of their size, between pixels too (bilinear).</summary>
    /// <param name="across">The most to the left and right, as a part of the width, 0 to 1.</param>
    /// <param name="down">The most up and down, as a part of the height, 0 to 1.</param>
    /// <param name="fill">What comes in from beyond the edge; black by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part outside 0 to 1.</exception>
    public static Transform Shift(double across = 0.1, double down = 0.1, EdgeFill fill = EdgeFill.Zero) =>
        new RandomAffine("shift", 0, Probability(across, nameof(across)), Probability(down, nameof(down)), 1, 1, fill);

    /// <summary>Turns pictures about their centre (bilinear).</summary>
    /// <param name="degrees">The most, in either direction, 0 to 180.</param>
    /// <param name="fill">What comes in from beyond the edge; black by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The angle is outside 0 to 180.</exception>
    public static Transform Rotate(double degrees, EdgeFill fill = EdgeFill.Zero)
    {
        Range(degrees, 0, 180, nameof(degrees));
        return new RandomAffine("rotate", degrees, 0, 0, 1, 1, fill);
    }

    /// <summary>Turns, moves and zooms pictures in one step, resampled once (bilinear).</summary>
    /// <param name="degrees">The most to turn, in either direction, 0 to 180; 0 by default.</param>
    /// <param name="across">The most to move left and right, as a part of the width, 0 to 1; 0 by default.</param>
    /// <param name="down">The most to move up and down, as a part of the height, 0 to 1; 0 by default.</param>
    /// <param name="minZoom">The least zoom, above 0; 1 by default.</param>
    /// <param name="maxZoom">The most zoom, at least the least; 1 by default.</param>
    /// <param name="fill">What comes in from beyond the edge; black by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value outside its range.</exception>
    public static Transform Affine(double degrees = 0, double across = 0, double down = 0, double minZoom = 1, double maxZoom = 1, EdgeFill fill = EdgeFill.Zero)
    {
        Range(degrees, 0, 180, nameof(degrees));
        Range(minZoom, 1e-3, 1e3, nameof(minZoom));
        Range(maxZoom, minZoom, 1e3, nameof(maxZoom));
        return new RandomAffine("affine", degrees, Probability(across, nameof(across)), Probability(down, nameof(down)), minZoom, maxZoom, fill);
    }

    /// <summary>
    /// Changes colours: brightness, contrast and saturation by a factor between 1 − value and 1 + value, then the hue; as torchvision's
    /// <c>ColorJitter</c>, in this order.
    /// </summary>
    /// <param name="brightness">0 (none, the default) to 1.</param>
    /// <param name="contrast">0 (none, the default) to 1.</param>
    /// <param name="saturation">0 (none, the default) to 1; pictures must have three channels.</param>
    /// <param name="hue">The most the hue is turned, as a part of the colour circle, 0 (none, the default) to 0.5; pictures must have three channels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value outside its range.</exception>
    public static Transform ColorJitter(double brightness = 0, double contrast = 0, double saturation = 0, double hue = 0)
    {
        Range(hue, 0, 0.5, nameof(hue));
        return new ColorJitter(
            Probability(brightness, nameof(brightness)), Probability(contrast, nameof(contrast)), Probability(saturation, nameof(saturation)), hue);
    }

    /// <summary>Blanks a square at a place drawn evenly, cut off at the edges (DeVries and Taylor 2017).</summary>
    /// <param name="size">The side of the square in pixels, at least 1.</param>
    /// <param name="value">What it is filled with; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public static Transform Cutout(int size, float value = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return new Cutout(size, value);
    }

    /// <summary>Blanks a rectangle of random area and shape (Zhong et al. 2017), wholly inside the picture.</summary>
    /// <param name="probability">How likely; one half by default.</param>
    /// <param name="minArea">The least part of the picture's area; 0.02 by default.</param>
    /// <param name="maxArea">The largest part; one third by default.</param>
    /// <param name="maxRatio">The most that one side is longer than the other; 3.3 by default.</param>
    /// <param name="value">What it is filled with; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value outside its range.</exception>
    public static Transform RandomErasing(double probability = 0.5, double minArea = 0.02, double maxArea = 1.0 / 3, double maxRatio = 3.3, float value = 0)
    {
        Range(minArea, 0, 1, nameof(minArea));
        Range(maxArea, minArea, 1, nameof(maxArea));
        Range(maxRatio, 1, 100, nameof(maxRatio));
        return new RandomErasing(Probability(probability, nameof(probability)), minArea, maxArea, maxRatio, value);
    }

    /// <summary>
    /// Mixes each example with another of its batch, inputs and targets alike, by a share drawn for the batch from Beta(alpha, alpha)
    /// (Zhang et al. 2017). Class labels become probabilities, (B, classes).
    /// </summary>
    /// <param name="classes">The number of classes, at least 2.</param>
    /// <param name="alpha">Above 0; 0.2 by default. Larger mixes more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value outside its range.</exception>
    public static Transform Mixup(int classes, double alpha = 0.2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Range(alpha, 1e-3, 1e3, nameof(alpha));
        return new Mixup(classes, alpha);
    }

    /// <summary>
    /// Pastes a rectangle of another example of the batch into each one, and mixes targets by the areas; the share is drawn for the batch from
    /// Beta(alpha, alpha) (Yun et al. 2019). Class labels become probabilities, (B, classes).
    /// </summary>
    /// <param name="classes">The number of classes, at least 2.</param>
    /// <param name="alpha">Above 0; 1 by default, every share as likely.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value outside its range.</exception>
    public static Transform CutMix(int classes, double alpha = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Range(alpha, 1e-3, 1e3, nameof(alpha));
        return new CutMix(classes, alpha);
    }

    /// <summary>Takes a mean from each channel and divides by a deviation. Apply it to test data too.</summary>
    /// <param name="mean">One value for each channel.</param>
    /// <param name="deviation">One value above 0 for each channel.</param>
    /// <exception cref="ArgumentException">The numbers of values differ, or a deviation is not above 0.</exception>
    public static Transform Normalize(ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation)
    {
        foreach (var value in deviation)
        {
            if (!(value > 0))
            {
                throw new ArgumentException($"normalize: a deviation of {value} is not above 0", nameof(deviation));
            }
        }

        return mean.Length == deviation.Length && mean.Length > 0
            ? new Normalize(mean.ToArray(), deviation.ToArray())
            : throw new ArgumentException($"normalize: {mean.Length} means do not go with {deviation.Length} deviations; give one of each for every channel", nameof(mean));
    }

    private static double Probability(double value, string name)
    {
        Range(value, 0, 1, name);
        return value;
    }

    private static void Range(double value, double low, double high, string name)
    {
        if (!(value >= low && value <= high))
        {
            throw new ArgumentOutOfRangeException(name, value, $"augment: {name} lies between {low} and {high}");
        }
    }
}
