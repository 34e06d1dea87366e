using System.Buffers.Binary;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Turns unfiltered rows of a PNG image into 8-bit samples: fewer bits are spread over 0 to 255, sixteen are rounded to eight, palette
/// indices are looked up, and a transparent colour or palette becomes an alpha channel.
/// </summary>
internal sealed class PngPixelWriter
{
    private readonly PngHeader _header;
    private readonly byte[] _palette;
    private readonly byte[]? _transparency;
    private readonly string _name;
    private readonly byte[] _pixels;
    private readonly int _channels;
    private readonly ushort[] _samples;
    private readonly ushort[] _transparentColor;

    internal PngPixelWriter(in PngHeader header, byte[] palette, byte[]? transparency, string name)
    {
        (_header, _palette, _transparency, _name) = (header, palette, transparency, name);
        if (header.Color == PngColor.Palette && palette.Length == 0)
        {
            throw new FileFormatException(name, "the PNG image has palette indices but no palette (PLTE)");
        }

        _channels = (header.Color == PngColor.Palette ? 3 : header.SamplesPerPixel) + (transparency is null ? 0 : 1);
        var bytes = (long)header.Width * header.Height * _channels;
        if (bytes > Image.MaxBytes)
        {
            throw new FileFormatException(name, $"the PNG image of {header.Width} × {header.Height} pixels does not fit in one array");
        }

        _pixels = new byte[bytes];
        _samples = new ushort[header.Width * header.SamplesPerPixel];
        _transparentColor = new ushort[header.Color == PngColor.Palette || transparency is null ? 0 : header.SamplesPerPixel];
        for (var i = 0; i < _transparentColor.Length; i++)
        {
            _transparentColor[i] = BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(2 * i));
        }
    }

    /// <summary>The image; complete when every row has been written.</summary>
    internal Image Image => Image.Wrap(_header.Height, _header.Width, _channels, _pixels);

    internal void WriteRow(in PngPass pass, int y, ReadOnlySpan<byte> row)
    {
        var start = ((pass.StartY + y * pass.StepY) * _header.Width + pass.StartX) * _channels;
        if (_header is { BitDepth: 8, Interlaced: false, Color: not PngColor.Palette } && _transparency is null)
        {
            row.CopyTo(_pixels.AsSpan(start));
            return;
        }

        var samples = _samples.AsSpan(0, pass.Width * _header.SamplesPerPixel);
        Unpack(row, samples);
        var step = pass.StepX * _channels;
        if (_header.Color == PngColor.Palette)
        {
            WriteIndices(samples, start, step);
        }
        else
        {
            WriteSamples(samples, start, step);
        }
    }

    /// <summary>Splits a row into its samples; those smaller than a byte are packed from the high bits down.</summary>
    private void Unpack(ReadOnlySpan<byte> row, Span<ushort> samples)
    {
        var depth = _header.BitDepth;
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = depth switch
            {
                8 => row[i],
                16 => BinaryPrimitives.ReadUInt16BigEndian(row[(2 * i)..]),
                _ => (ushort)((row[i * depth >> 3] >> (8 - depth - (i * depth & 7))) & ((1 << depth) - 1)),
            };
        }
    }

    private void WriteIndices(ReadOnlySpan<ushort> indices, int position, int step)
    {
        foreach (var index in indices)
        {
            if (3 * index >= _palette.Length)
            {
                throw new FileFormatException(_name, $"the PNG image uses colour {index} of a palette of {_palette.Length / 3}");
            }

            _palette.AsSpan(3 * index, 3).CopyTo(_pixels.AsSpan(position));
            if (_transparency is not null)
            {
                // Colours beyond the end of tRNS are opaque.
                _pixels[position + 3] = index < _transparency.Length ? _transparency[index] : (byte)255;
            }

            position += step;
        }
    }

    private void WriteSamples(ReadOnlySpan<ushort> samples, int position, int step)
    {
        var perPixel = _header.SamplesPerPixel;
        var most = (1 << _header.BitDepth) - 1;
        for (var i = 0; i < samples.Length; i += perPixel)
        {
            var pixel = samples.Slice(i, perPixel);
            for (var c = 0; c < perPixel; c++)
            {
                _pixels[position + c] = (byte)((pixel[c] * 255 + most / 2) / most);
            }

            if (_transparency is not null)
            {
                // Compared before scaling: only the exact 16-bit colour is transparent. High bits of tRNS beyond the depth don't count.
                _pixels[position + perPixel] = IsTransparent(pixel, most) ? (byte)0 : (byte)255;
            }

            position += step;
        }
    }

    private bool IsTransparent(ReadOnlySpan<ushort> pixel, int mask)
    {
        for (var c = 0; c < pixel.Length; c++)
        {
            if (pixel[c] != (_transparentColor[c] & mask))
            {
                return false;
            }
        }

        return true;
    }
}
