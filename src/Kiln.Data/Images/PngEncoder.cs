using System.Buffers.Binary;
using System.IO.Compression;

namespace Kiln.Data;

/// <summary>
/// Writes an image as PNG: 8 bits per sample, not interlaced. For each row the filter is taken whose output, read as signed bytes, has
/// the smallest sum of magnitudes: the heuristic that the PNG specification recommends (section 12.7).
/// </summary>
internal static class PngEncoder
{
    internal static byte[] Encode(Image image, CompressionLevel level)
    {
        using var file = new MemoryStream(image.Pixels.Length / 2 + 128);
        file.Write(PngChunks.Signature);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)(image.Channels switch
        {
            1 => PngColor.Gray,
            2 => PngColor.GrayAlpha,
            3 => PngColor.Rgb,
            _ => PngColor.Rgba,
        });
        header[10..].Clear();
        WriteChunk(file, "IHDR"u8, header);

        using var compressed = new MemoryStream();
        using (var deflate = new ZLibStream(compressed, level, leaveOpen: true))
        {
            WriteRows(image, deflate);
        }

        WriteChunk(file, "IDAT"u8, compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
        WriteChunk(file, "IEND"u8, default);
        return file.ToArray();
    }

    private static void WriteRows(Image image, Stream destination)
    {
        var length = image.Width * image.Channels;
        var above = new byte[length].AsSpan();
        var (best, candidate) = (new byte[1 + length], new byte[1 + length]);
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Pixels.Slice(y * length, length);
            var bestCost = long.MaxValue;
            for (var filter = 0; filter < PngFilter.Count; filter++)
            {
                candidate[0] = (byte)filter;
                PngFilter.Apply(filter, row, above, image.Channels, candidate.AsSpan(1));
                var cost = Cost(candidate.AsSpan(1));
                if (cost < bestCost)
                {
                    bestCost = cost;
                    (best, candidate) = (candidate, best);
                }
            }

            destination.Write(best);
            row.CopyTo(above);
        }
    }

    private static long Cost(ReadOnlySpan<byte> filtered)
    {
        var sum = 0L;
        foreach (var value in filtered)
        {
            sum += Math.Abs((int)(sbyte)value);
        }

        return sum;
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Compute(type, data));
        file.Write(number);
    }
}
