namespace Kiln.Data;

/// <summary>Changes of an image's colours; each returns a new image.</summary>
public static class ImageColors
{
    /// <summary>
    /// The image in one channel of grey: luma as in ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B in 16-bit fixed point. Where there is
    /// alpha, the picture is first laid over a background, since what transparent pixels hold is arbitrary.
    /// </summary>
    /// <param name="image">An image of any number of channels.</param>
    /// <param name="background">The grey of the background; 255, white, by default.</param>
    /// <returns>An image of the same size with one channel.</returns>
    public static Image ToGray(this Image image, byte background = 255)
    {
        ArgumentNullException.ThrowIfNull(image);
        var source = image.Pixels;
        var gray = new byte[image.Height * image.Width];
        var channels = image.Channels;
        for (var i = 0; i < gray.Length; i++)
        {
            var pixel = source.Slice(i * channels, channels);
            var luma = channels >= 3 ? (19595 * pixel[0] + 38470 * pixel[1] + 7471 * pixel[2] + 0x8000) >> 16 : pixel[0];
            if (image.HasAlpha)
            {
                int alpha = pixel[^1];
                luma = (luma * alpha + background * (255 - alpha) + 127) / 255;
            }

            gray[i] = (byte)luma;
        }

        return Image.Wrap(image.Height, image.Width, 1, gray);
    }

    /// <summary>The image in three channels: grey is repeated, and alpha left out, as Pillow's <c>convert("RGB")</c> does.</summary>
    /// <param name="image">An image of any number of channels.</param>
    /// <returns>An image of the same size with three channels; the image itself when it has them.</returns>
    public static Image ToRgb(this Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Channels == 3)
        {
            return image;
        }

        var source = image.Pixels;
        var pixels = new byte[image.Height * image.Width * 3];
        var (channels, green, blue) = image.Channels == 4 ? (4, 1, 2) : (image.Channels, 0, 0);
        for (int i = 0, from = 0; i < pixels.Length; i += 3, from += channels)
        {
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (source[from], source[from + green], source[from + blue]);
        }

        return Image.Wrap(image.Height, image.Width, 3, pixels);
    }

    /// <summary>The negative: every sample v becomes 255 − v; alpha stays.</summary>
    /// <param name="image">The image.</param>
    /// <returns>An image of the same shape.</returns>
    public static Image Invert(this Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var pixels = image.Pixels.ToArray();
        var colors = image.HasAlpha ? image.Channels - 1 : image.Channels;
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = i % image.Channels < colors ? (byte)(255 - pixels[i]) : pixels[i];
        }

        return Image.Wrap(image.Height, image.Width, image.Channels, pixels);
    }
}
