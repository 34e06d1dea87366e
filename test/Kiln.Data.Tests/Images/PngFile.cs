using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Kiln.Data.Tests;

/// <summary>Builds PNG files piece by piece, right or wrong, for the tests.</summary>
internal static class PngFile
{
    internal static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    internal static byte[] Of(params byte[][] chunks) => [.. Signature, .. chunks.SelectMany(c => c)];

    internal static byte[] Chunk(string type, params byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. BigEndian((uint)data.Length), .. typed, .. BigEndian(Crc32.Compute(typed))];
    }

    internal static byte[] Header(uint width, uint height, byte depth = 8, byte color = 0, byte interlace = 0) =>
        Chunk("IHDR", [.. BigEndian(width), .. BigEndian(height), depth, color, 0, 0, interlace]);

    internal static byte[] Data(params byte[] rows) => Chunk("IDAT", Deflate(rows));

    internal static byte[] End => Chunk("IEND");

    internal static byte[] Deflate(byte[] rows)
    {
        using var compressed = new MemoryStream();
        using (var stream = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(rows);
        }

        return compressed.ToArray();
    }

    /// <summary>Makes the check values of all whole chunks good again.</summary>
    internal static byte[] RepairChecks(byte[] file)
    {
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
            {
                break;
            }

            var crc = Crc32.Compute(file.AsSpan(at + 4, (int)length + 4));
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), crc);
            at += 12 + (int)length;
        }

        return file;
    }

    private static byte[] BigEndian(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
