using System.Buffers.Binary;

namespace Kiln.Data;

/// <summary>
/// The orientation that EXIF gives (tag 274 of the first directory): which way the camera was held. 1 is upright; 2 to 8 are the other ways to
/// mirror and turn a picture by right angles.
/// </summary>
internal static class JpegOrientation
{
    private const int OrientationTag = 274;
    private const int ShortType = 3;

    /// <summary>Finds the orientation in an APP1 segment; 1 where there is none, or where the segment is damaged.</summary>
    internal static int Parse(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith("Exif\0\0"u8) || data.Length < 14)
        {
            return 1;
        }

        // A TIFF file of its own: byte order, 42, and where the first directory stands; a directory is a count and entries of 12 bytes.
        var tiff = data[6..];
        var bigEndian = tiff.StartsWith("MM"u8);
        if ((!bigEndian && !tiff.StartsWith("II"u8)) || Short(tiff[2..], bigEndian) != 42)
        {
            return 1;
        }

        var start = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]);
        if (start > tiff.Length - 2)
        {
            return 1;
        }

        var directory = tiff[(int)start..];
        int entries = Short(directory, bigEndian);
        for (var i = 0; i < entries && 2 + 12 * (i + 1) <= directory.Length; i++)
        {
            var entry = directory.Slice(2 + 12 * i, 12);
            if (Short(entry, bigEndian) == OrientationTag)
            {
                int value = Short(entry[8..], bigEndian);
                return Short(entry[2..], bigEndian) == ShortType && value is >= 1 and <= 8 ? value : 1;
            }
        }

        return 1;
    }

    /// <summary>The picture the right way up.</summary>
    internal static Image Apply(Image image, int orientation)
    {
        if (orientation == 1)
        {
            return image;
        }

        // Where the sample at (0, 0) of the new picture stands in the old one, and how far it is to the next column and row.
        var (height, width, channels) = (image.Height, image.Width, image.Channels);
        var (last, bottom) = (width - 1, (height - 1) * width);
        var (from, column, row) = orientation switch
        {
            2 => (last, -1, width),
            3 => (bottom + last, -1, -width),
            4 => (bottom, 1, -width),
            5 => (0, width, 1),
            6 => (bottom, -width, 1),
            7 => (bottom + last, -width, -1),
            _ => (last, width, -1),
        };
        var (newHeight, newWidth) = orientation >= 5 ? (width, height) : (height, width);
        var pixels = new byte[image.Pixels.Length];
        var at = 0;
        for (var y = 0; y < newHeight; y++)
        {
            for (var x = 0; x < newWidth; x++, at += channels)
            {
                image.Pixels.Slice((from + y * row + x * column) * channels, channels).CopyTo(pixels.AsSpan(at));
            }
        }

        return Image.Wrap(newHeight, newWidth, channels, pixels);
    }

    private static ushort Short(ReadOnlySpan<byte> data, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(data) : BinaryPrimitives.ReadUInt16LittleEndian(data);
}
