namespace Kiln.Data;

/// <summary>
/// A picture of 8-bit samples, channels last: <c>Pixels[(y * Width + x) * Channels + c]</c>. One channel is grey, two are grey and alpha,
/// three are red, green and blue, four are red, green, blue and alpha; alpha is not premultiplied. An image does not change after it is
/// made, so it may be used from many threads.
/// </summary>
public sealed partial class Image
{
    /// <summary>The most bytes an image may hold, 2³¹ − 57, the longest array of the runtime.</summary>
    internal const long MaxBytes = 0x7FFFFFC7;

    private readonly byte[] _pixels;

    /// <summary>Makes an image from a copy of <paramref name="pixels"/>.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="channels">1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA).</param>
    /// <param name="pixels">height × width × channels samples, row by row from the top, the channels of a pixel side by side.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or a number of channels outside 1 to 4.</exception>
    /// <exception cref="ArgumentException">The number of samples is not height × width × channels.</exception>
    public Image(int height, int width, int channels, ReadOnlySpan<byte> pixels)
    {
        CheckSize(height, width, channels);
        if (pixels.Length != (long)height * width * channels)
        {
            throw new ArgumentException(
                $"image of {height} × {width} × {channels} takes {(long)height * width * channels} samples, {pixels.Length} were given",
                nameof(pixels));
        }

        (Height, Width, Channels, _pixels) = (height, width, channels, pixels.ToArray());
    }

    private Image(int height, int width, int channels, byte[] owned)
    {
        (Height, Width, Channels, _pixels) = (height, width, channels, owned);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Samples a pixel: 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA).</summary>
    public int Channels { get; }

    /// <summary>Whether the last channel is alpha.</summary>
    public bool HasAlpha => Channels is 2 or 4;

    /// <summary>Height × width × channels samples, row by row from the top.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>One sample.</summary>
    /// <param name="y">Row, 0 at the top.</param>
    /// <param name="x">Column, 0 at the left.</param>
    /// <param name="channel">Channel, 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate outside the image.</exception>
    public byte this[int y, int x, int channel = 0]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width, nameof(x));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)channel, (uint)Channels, nameof(channel));
            return _pixels[(y * Width + x) * Channels + channel];
        }
    }

    /// <summary>Makes an image around an array that the caller gives away.</summary>
    internal static Image Wrap(int height, int width, int channels, byte[] pixels) => new(height, width, channels, pixels);

    /// <summary>Describes the image.</summary>
    /// <returns>For example <c>Image 28 × 28 × 1</c> (height, width, channels).</returns>
    public override string ToString() => $"Image {Height} × {Width} × {Channels}";

    internal static void CheckSize(int height, int width, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        if ((long)height * width > MaxBytes / channels)
        {
            throw new ArgumentOutOfRangeException(
                nameof(height), $"an image of {height} × {width} × {channels} does not fit in one array ({MaxBytes} bytes)");
        }
    }
}
