using System.Buffers.Binary;
using System.Numerics;

namespace Kiln.Evaluation;

/// <summary>
/// The framing of TensorFlow's record files: length (uint64, little endian), masked CRC32C of the length, data, masked CRC32C of the data.
/// Source: tensorflow/core/lib/io/record_writer.h; CRC32C is RFC 3720, B.4 (Castagnoli).
/// </summary>
internal static class TfRecord
{
    /// <summary>Bytes before the data.</summary>
    public const int HeaderSize = 12;

    /// <summary>Bytes after the data.</summary>
    public const int FooterSize = 4;

    /// <summary>Frames a record.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> data)
    {
        var record = new byte[HeaderSize + data.Length + FooterSize];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Masked(record.AsSpan(0, 8)));
        data.CopyTo(record.AsSpan(HeaderSize));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderSize + data.Length), Masked(data));
        return record;
    }

    /// <summary>The CRC32C of the bytes, rotated and offset: a checksum of data that holds checksums would be weak.</summary>
    public static uint Masked(ReadOnlySpan<byte> data) => BitOperations.RotateRight(Crc32C(data), 15) + 0xA282EAD8;

    /// <summary>CRC32C of the bytes.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        while (data.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[8..];
        }

        foreach (var value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
