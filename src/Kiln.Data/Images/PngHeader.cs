using System.Buffers.Binary;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>How PNG stores a pixel; the values are those of the file.</summary>
internal enum PngColor : byte
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    Rgba = 6,
}

/// <summary>The IHDR chunk: size, bit depth, colour type, interlacing.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColor Color, bool Interlaced)
{
    /// <summary>The samples that a pixel has in the file (one for a palette index).</summary>
    internal int SamplesPerPixel => Color switch
    {
        PngColor.Rgb => 3,
        PngColor.GrayAlpha => 2,
        PngColor.Rgba => 4,
        _ => 1,
    };

    /// <summary>The distance, in bytes, to the sample that a filter takes for the left neighbour: at least 1.</summary>
    internal int FilterDistance => Math.Max(1, SamplesPerPixel * BitDepth / 8);

    /// <summary>The bytes of a row of <paramref name="width"/> pixels, without its filter byte; the last byte may be partly used.</summary>
    internal long RowBytes(int width) => ((long)width * SamplesPerPixel * BitDepth + 7) / 8;

    /// <summary>The bytes that the whole compressed stream must inflate to: every row of every pass with its filter byte.</summary>
    internal long InflatedBytes
    {
        get
        {
            var total = 0L;
            foreach (var pass in PngPass.Of(this))
            {
                total += pass.Height * (1 + RowBytes(pass.Width));
            }

            return total;
        }
    }

    internal static PngHeader Parse(ReadOnlySpan<byte> data, PngLimits limits, string name)
    {
        if (data.Length != 13)
        {
            throw new FileFormatException(name, $"the PNG header (IHDR) has {data.Length} bytes instead of 13");
        }

        var width = BinaryPrimitives.ReadUInt32BigEndian(data);
        var height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        var (depth, color, compression, filter, interlace) = (data[8], data[9], data[10], data[11], data[12]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
        {
            throw new FileFormatException(name, $"a PNG image of {width} × {height} pixels cannot be; sides are 1 to {int.MaxValue}");
        }

        if ((long)width * height > limits.MaxPixels)
        {
            throw new FileFormatException(
                name,
                $"the PNG image says it has {width} × {height} pixels, more than the limit of {limits.MaxPixels}; "
                + "if you trust the file, raise PngLimits.MaxPixels");
        }

        var depthFits = color switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => throw new FileFormatException(name, $"PNG colour type {color} does not exist; 0, 2, 3, 4 and 6 do"),
        };
        if (!depthFits)
        {
            throw new FileFormatException(name, $"PNG colour type {color} does not go with {depth} bits per sample");
        }

        if (compression != 0 || filter != 0 || interlace > 1)
        {
            throw new FileFormatException(
                name,
                $"PNG compression method {compression}, filter method {filter}, interlace method {interlace}: "
                + "only 0, 0 and 0 or 1 are defined");
        }

        return new PngHeader((int)width, (int)height, depth, (PngColor)color, interlace == 1);
    }
}
