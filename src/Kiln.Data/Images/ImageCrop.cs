namespace Kiln.Data;

/// <summary>Parts of images.</summary>
public static class ImageCrop
{
    /// <summary>A rectangle cut out of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="top">The first row, from 0.</param>
    /// <param name="left">The first column, from 0.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is empty or does not lie inside the image.</exception>
    public static Image Crop(this Image image, int top, int left, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (top < 0 || left < 0 || height < 1 || width < 1 || height > image.Height - top || width > image.Width - left)
        {
            throw new ArgumentOutOfRangeException(
                nameof(image), $"crop: {height} × {width} from row {top} and column {left} does not lie inside an image of {image.Height} × {image.Width}");
        }

        var (length, stride) = (width * image.Channels, image.Width * image.Channels);
        var pixels = new byte[height * length];
        for (var y = 0; y < height; y++)
        {
            image.Pixels.Slice((top + y) * stride + left * image.Channels, length).CopyTo(pixels.AsSpan(y * length));
        }

        return Image.Wrap(height, width, image.Channels, pixels);
    }

    /// <summary>The largest central part of an image that has the proportions of a size, to be resized to it without distortion.</summary>
    /// <param name="image">The image.</param>
    /// <param name="height">The rows of the size, at least 1.</param>
    /// <param name="width">The columns of the size, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public static Image CropToProportions(this Image image, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var cutWidth = (int)Math.Clamp((long)image.Height * width / height, 1, image.Width);
        var cutHeight = (int)Math.Clamp((long)image.Width * height / width, 1, image.Height);
        return image.Crop((image.Height - cutHeight) / 2, (image.Width - cutWidth) / 2, cutHeight, cutWidth);
    }
}
