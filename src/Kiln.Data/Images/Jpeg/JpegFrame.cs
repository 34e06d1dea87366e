using System.Buffers.Binary;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>The frame header (SOF): the size of the picture and how its components are sampled.</summary>
internal sealed class JpegFrame
{
    private readonly JpegComponent[] _components = [new(), new(), new(), new()];
    private int _count;

    internal int Width { get; private set; }

    internal int Height { get; private set; }

    internal bool Progressive { get; private set; }

    internal ReadOnlySpan<JpegComponent> Components => _components.AsSpan(0, _count);

    /// <summary>The most samples across that a component has in a unit.</summary>
    internal int MaxAcross { get; private set; }

    /// <summary>The most samples down that a component has in a unit.</summary>
    internal int MaxDown { get; private set; }

    /// <summary>Units (MCUs) in a row of the picture.</summary>
    internal int UnitsAcross { get; private set; }

    /// <summary>Rows of units.</summary>
    internal int UnitsDown { get; private set; }

    /// <summary>Reads the header and lays out the components; nothing is allocated before it is known to be possible.</summary>
    internal void Parse(byte marker, ReadOnlySpan<byte> data, long fileLength, JpegOptions options, string name)
    {
        if (data.Length < 6 || data.Length != 6 + 3 * data[5])
        {
            throw new FileFormatException(name, $"the JPEG frame header has {data.Length} bytes, which do not fit the components it lists");
        }

        if (data[0] != 8)
        {
            throw new FileFormatException(name, $"the JPEG image has samples of {data[0]} bits; only 8 bits are read");
        }

        (Height, Width, _count) = (BinaryPrimitives.ReadUInt16BigEndian(data[1..]), BinaryPrimitives.ReadUInt16BigEndian(data[3..]), data[5]);
        Progressive = marker == JpegMarker.Progressive;
        if (Width == 0 || Height == 0)
        {
            throw new FileFormatException(name, $"the JPEG image says it has {Width} × {Height} pixels; heights given only after the picture (DNL) are not read");
        }

        if ((long)Width * Height > options.MaxPixels)
        {
            throw new FileFormatException(
                name,
                $"the JPEG image says it has {Width} × {Height} pixels, more than the limit of {options.MaxPixels}; "
                + "if you trust the file, raise JpegOptions.MaxPixels");
        }

        if (_count is not (1 or 3 or 4))
        {
            throw new FileFormatException(name, $"the JPEG image has {_count} components; 1 (grey), 3 (YCbCr or RGB) and 4 (CMYK or YCCK) are read");
        }

        ParseComponents(data[6..], name);
        CheckLength(fileLength, options, name);
        foreach (var component in Components)
        {
            Allocate(component, options.KeepDamaged);
        }
    }

    /// <summary>Lets go of buffers that are too large to be kept for the next picture.</summary>
    internal void Trim(int maxBytes)
    {
        foreach (var component in _components)
        {
            component.Samples = component.Samples.Length > maxBytes ? [] : component.Samples;
            component.Coefficients = component.Coefficients.Length > maxBytes / 2 ? [] : component.Coefficients;
        }
    }

    private void ParseComponents(ReadOnlySpan<byte> data, string name)
    {
        (MaxAcross, MaxDown) = (1, 1);
        for (var i = 0; i < _count; i++)
        {
            var (id, across, down, table) = (data[3 * i], data[3 * i + 1] >> 4, data[3 * i + 1] & 15, data[3 * i + 2]);
            if (across is 0 or > 4 || down is 0 or > 4 || table > 3)
            {
                throw new FileFormatException(
                    name, $"component {id} of the JPEG image has sampling factors {across} × {down} and quantization table {table}; factors are 1 to 4, tables 0 to 3");
            }

            foreach (var other in _components.AsSpan(0, i))
            {
                if (other.Id == id)
                {
                    throw new FileFormatException(name, $"two components of the JPEG image have the number {id}");
                }
            }

            _components[i].Begin(id, across, down, table);
            (MaxAcross, MaxDown) = (Math.Max(MaxAcross, across), Math.Max(MaxDown, down));
        }

        (UnitsAcross, UnitsDown) = (Ceiling(Width, 8 * MaxAcross), Ceiling(Height, 8 * MaxDown));
        foreach (var component in Components)
        {
            (component.Width, component.Height) = (Ceiling(Width * component.Across, MaxAcross), Ceiling(Height * component.Down, MaxDown));
            (component.StoredAcross, component.StoredDown) = (UnitsAcross * component.Across, UnitsDown * component.Down);
        }
    }

    /// <summary>
    /// A block takes at least one bit of a file, in a sequential one two (a DC code and an end): a small file that announces a huge picture is
    /// cut short, and found out here before memory is taken for it.
    /// </summary>
    private void CheckLength(long fileLength, JpegOptions options, string name)
    {
        var (blocks, samples) = (0L, 0L);
        foreach (var component in Components)
        {
            blocks += (long)component.BlocksAcross * component.BlocksDown;
            samples = Math.Max(samples, 64L * component.StoredAcross * component.StoredDown);
        }

        if (!options.KeepDamaged && blocks > fileLength * (Progressive ? 8 : 4))
        {
            throw new FileFormatException(
                name,
                $"the JPEG image says it has {Width} × {Height} pixels, {blocks} blocks, which cannot be in a file of {fileLength} bytes; "
                + "it is cut short or its header damaged");
        }

        if (samples > Image.MaxBytes || (long)Width * Height * 3 > Image.MaxBytes)
        {
            throw new FileFormatException(name, $"the JPEG image of {Width} × {Height} pixels does not fit in one array");
        }
    }

    private void Allocate(JpegComponent component, bool keepDamaged)
    {
        var samples = 64 * component.StoredAcross * component.StoredDown;
        component.Samples = component.Samples.Length >= samples ? component.Samples : new byte[samples];
        if (Progressive)
        {
            component.Coefficients = component.Coefficients.Length >= samples ? component.Coefficients : new short[samples];
            component.Coefficients.AsSpan(0, samples).Clear();
        }
        else if (keepDamaged)
        {
            // Blocks that are missing show grey, not what stood in the buffer.
            component.Samples.AsSpan(0, samples).Fill(128);
        }
    }

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;
}
