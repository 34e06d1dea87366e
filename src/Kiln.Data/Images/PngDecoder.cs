using System.IO.Compression;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Reads a PNG image (W3C PNG specification, third edition): chunks, palette and transparency, inflating, filters, passes. What is
/// allocated is bounded by the limits and by what deflate can make of the bytes that are really there.
/// </summary>
internal static class PngDecoder
{
    /// <summary>Deflate's greatest expansion: a match of 258 bytes can cost as little as 2 bits, 1032 to 1.</summary>
    private const long MaxDeflateRatio = 1032;

    internal static Image Decode(ReadOnlySpan<byte> file, PngLimits limits, string name)
    {
        if (file.Length > limits.MaxFileBytes)
        {
            throw TooLong(file.Length, limits, name);
        }

        var parts = ReadChunks(file, limits, name);
        var header = parts.Header;
        var expected = header.InflatedBytes;
        if (expected > MaxDeflateRatio * parts.Compressed.Length + 64)
        {
            throw new FileFormatException(
                name,
                $"the PNG image of {header.Width} × {header.Height} pixels has only {parts.Compressed.Length} bytes of pixel data, which "
                + $"cannot hold the {expected} that it needs; the file is cut short or its header damaged");
        }

        if (header.RowBytes(header.Width) >= Image.MaxBytes)
        {
            throw new FileFormatException(name, $"a row of the PNG image, {header.Width} pixels, does not fit in one array");
        }

        var writer = new PngPixelWriter(header, parts.Palette, parts.Transparency, name);
        try
        {
            Inflate(parts.Compressed, header, writer, name);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // All is in memory: an IOException can only be .NET's way to report what zlib has no data error for (a preset dictionary).
            throw new FileFormatException(name, "the compressed pixel data of the PNG image are damaged", e);
        }

        return writer.Image;
    }

    internal static FileFormatException TooLong(long length, PngLimits limits, string name) => new(
        name, $"{length} bytes are more than the limit of {limits.MaxFileBytes}; if you trust the file, raise PngLimits.MaxFileBytes");

    private static Parts ReadChunks(ReadOnlySpan<byte> file, PngLimits limits, string name)
    {
        var chunks = new PngChunks(file, name);
        chunks.Next();
        if (chunks.Type != PngChunks.Code("IHDR"u8))
        {
            throw new FileFormatException(name, $"a PNG file begins with the chunk IHDR; this one begins with {chunks.TypeName}");
        }

        var parts = new Parts { Header = PngHeader.Parse(chunks.Data, limits, name) };
        using var compressed = new MemoryStream();
        var dataState = DataState.Before;
        while (true)
        {
            chunks.Next();
            if (chunks.Type == PngChunks.Code("IDAT"u8))
            {
                if (dataState == DataState.After)
                {
                    throw new FileFormatException(name, "the pixel data (IDAT) of the PNG image are interrupted by another chunk");
                }

                dataState = DataState.Within;
                compressed.Write(chunks.Data);
                continue;
            }

            dataState = dataState == DataState.Before ? DataState.Before : DataState.After;
            if (chunks.Type == PngChunks.Code("IEND"u8))
            {
                break;
            }

            parts.Take(chunks, dataState, name);
        }

        parts.Compressed = compressed.ToArray();
        return parts;
    }

    private static void Inflate(byte[] compressed, in PngHeader header, PngPixelWriter writer, string name)
    {
        using var stream = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
        var longest = (int)header.RowBytes(header.Width);
        var (rowBuffer, aboveBuffer) = (new byte[1 + longest], new byte[longest]);
        foreach (var pass in PngPass.Of(header))
        {
            var length = (int)header.RowBytes(pass.Width);
            var row = rowBuffer.AsSpan(0, 1 + length);
            var above = aboveBuffer.AsSpan(0, length);
            above.Clear();
            for (var y = 0; y < pass.Height; y++)
            {
                var read = stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false);
                if (read < row.Length)
                {
                    throw new FileFormatException(
                        name, $"the pixel data of the PNG image end in row {y} of {pass.Height} (image of {header.Width} × {header.Height})");
                }

                if (!PngFilter.Undo(row[0], row[1..], above, header.FilterDistance))
                {
                    throw new FileFormatException(name, $"row {y} of the PNG image has filter {row[0]}; filters are 0 to 4");
                }

                row[1..].CopyTo(above);
                writer.WriteRow(pass, y, above);
            }
        }
    }

    private enum DataState
    {
        Before,
        Within,
        After,
    }

    /// <summary>What the chunks say, before the pixels are inflated.</summary>
    private sealed class Parts
    {
        internal PngHeader Header { get; init; }

        internal byte[] Palette { get; private set; } = [];

        internal byte[]? Transparency { get; private set; }

        internal byte[] Compressed { get; set; } = [];

        /// <summary>Takes PLTE and tRNS, refuses unknown critical chunks and skips everything else.</summary>
        internal void Take(in PngChunks chunk, DataState state, string name)
        {
            var isPalette = chunk.Type == PngChunks.Code("PLTE"u8);
            var isTransparency = chunk.Type == PngChunks.Code("tRNS"u8);
            if ((isPalette || isTransparency) && state != DataState.Before)
            {
                throw new FileFormatException(name, $"the PNG chunk {chunk.TypeName} comes after the pixel data");
            }

            if (isPalette)
            {
                TakePalette(chunk.Data, name);
            }
            else if (isTransparency)
            {
                TakeTransparency(chunk.Data, name);
            }
            else if (!chunk.IsAncillary)
            {
                throw new FileFormatException(
                    name, $"the PNG file needs the chunk {chunk.TypeName} to be understood, which the PNG standard does not know, or not in this place");
            }
        }

        private void TakePalette(ReadOnlySpan<byte> data, string name)
        {
            if (Palette.Length > 0 || Header.Color is PngColor.Gray or PngColor.GrayAlpha)
            {
                throw new FileFormatException(name, "the PNG file has a palette (PLTE) where none belongs");
            }

            // For true colour the palette is only a suggestion for displays of few colours; its limit of 256 is the same.
            var most = Header.Color == PngColor.Palette ? 1 << Header.BitDepth : 256;
            if (data.Length == 0 || data.Length % 3 != 0 || data.Length / 3 > most)
            {
                throw new FileFormatException(name, $"the palette of the PNG file has {data.Length} bytes; it takes 3 for each of 1 to {most} colours");
            }

            Palette = data.ToArray();
        }

        private void TakeTransparency(ReadOnlySpan<byte> data, string name)
        {
            var fits = Header.Color switch
            {
                PngColor.Gray => data.Length == 2,
                PngColor.Rgb => data.Length == 6,
                PngColor.Palette => data.Length > 0 && data.Length <= Palette.Length / 3,
                _ => false,
            };
            if (!fits || Transparency is not null)
            {
                throw new FileFormatException(
                    name, $"the PNG chunk tRNS of {data.Length} bytes does not fit colour type {(int)Header.Color} with {Palette.Length / 3} palette colours");
            }

            Transparency = data.ToArray();
        }
    }
}
