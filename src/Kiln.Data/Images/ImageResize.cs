namespace Kiln.Data;

/// <summary>How <see cref="ImageResize.Resize"/> weighs the pixels that a new pixel is made of.</summary>
public enum ResizeFilter
{
    /// <summary>Each new pixel is the mean of the area it covers; best for shrinking.</summary>
    Area,

    /// <summary>
    /// A triangle of one pixel's reach around the new pixel's centre, widened by the ratio when shrinking so that no pixel is skipped.
    /// </summary>
    Bilinear,

    /// <summary>The pixel under the new pixel's centre.</summary>
    Nearest,
}

/// <summary>Resampling of images.</summary>
public static class ImageResize
{
    /// <summary>
    /// The image in another size. Rows and columns are resampled apart, in single precision, and rounded once at the end. Every channel
    /// is treated alike: lay an image with alpha over a background first (<see cref="ImageColors.ToGray"/>) if its transparent
    /// pixels must not bleed.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="height">The new number of rows, at least 1.</param>
    /// <param name="width">The new number of columns, at least 1.</param>
    /// <param name="filter">How pixels are weighed; the mean over the covered area by default.</param>
    /// <returns>An image of height × width with the same channels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1 or too large for one array, or a filter that does not exist.</exception>
    public static Image Resize(this Image image, int height, int width, ResizeFilter filter = ResizeFilter.Area)
    {
        ArgumentNullException.ThrowIfNull(image);
        Image.CheckSize(height, width, image.Channels);
        if (height == image.Height && width == image.Width)
        {
            return image;
        }

        var channels = image.Channels;
        var rows = Contributions(image.Height, height, filter);
        var columns = Contributions(image.Width, width, filter);
        var result = new byte[height * width * channels];
        var mixed = new float[image.Width * channels];
        for (var y = 0; y < height; y++)
        {
            // The weighted sum of the source rows that this row is made of …
            Array.Clear(mixed);
            for (var k = 0; k < rows[y].Weights.Length; k++)
            {
                var source = image.Pixels.Slice((rows[y].First + k) * mixed.Length, mixed.Length);
                var weight = rows[y].Weights[k];
                for (var i = 0; i < mixed.Length; i++)
                {
                    mixed[i] += weight * source[i];
                }
            }

            // … and from it each pixel of the row.
            for (var x = 0; x < width; x++)
            {
                var (first, weights) = columns[x];
                for (var c = 0; c < channels; c++)
                {
                    var sum = 0f;
                    for (var k = 0; k < weights.Length; k++)
                    {
                        sum += weights[k] * mixed[(first + k) * channels + c];
                    }

                    result[(y * width + x) * channels + c] = (byte)Math.Clamp((int)(sum + 0.5f), 0, 255);
                }
            }
        }

        return Image.Wrap(height, width, channels, result);
    }

    /// <summary>For each new position, the first old position it is made of and the weights, summing to 1, of it and its followers.</summary>
    private static (int First, float[] Weights)[] Contributions(int from, int to, ResizeFilter filter)
    {
        var ratio = (double)from / to;
        var result = new (int First, float[] Weights)[to];
        for (var i = 0; i < to; i++)
        {
            // The half-open interval of old positions, counted in pixel edges, that the filter reaches.
            var (low, high) = filter switch
            {
                ResizeFilter.Area => (i * ratio, (i + 1) * ratio),
                ResizeFilter.Bilinear => ((i + 0.5) * ratio - Math.Max(ratio, 1), (i + 0.5) * ratio + Math.Max(ratio, 1)),
                ResizeFilter.Nearest => (Math.Floor((i + 0.5) * ratio), Math.Floor((i + 0.5) * ratio) + 1),
                _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "not a resize filter"),
            };
            var first = Math.Clamp((int)Math.Floor(low), 0, from - 1);
            var end = Math.Clamp((int)Math.Ceiling(high), first + 1, from);
            var weights = new double[end - first];
            for (var k = 0; k < weights.Length; k++)
            {
                var position = first + k;
                weights[k] = filter == ResizeFilter.Bilinear
                    ? Math.Max(0, 1 - Math.Abs((position + 0.5 - (i + 0.5) * ratio) / Math.Max(ratio, 1)))
                    : Math.Max(0, Math.Min(high, position + 1) - Math.Max(low, position));
            }

            var total = weights.Sum();
            result[i] = (first, Array.ConvertAll(weights, w => (float)(w / total)));
        }

        return result;
    }
}
