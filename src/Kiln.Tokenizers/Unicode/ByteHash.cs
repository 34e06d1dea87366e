using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Tokenizers;

/// <summary>A quick hash of bytes: eight at a time, folded by a multiplication to 128 bits. Not meant to withstand chosen keys.</summary>
internal static class ByteHash
{
    private const ulong First = 0x9E3779B97F4A7C15, Second = 0xD6E8FEB86659FD93;

    /// <summary>The hash of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var hash = First ^ (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(bytes), Second);
            bytes = bytes[8..];
        }

        if (bytes.Length > 0)
        {
            ulong rest = 0;
            foreach (var value in bytes)
            {
                rest = (rest << 8) | value;
            }

            hash = Mix(hash ^ rest, First);
        }

        hash = Mix(hash, Second);
        return (uint)(hash ^ (hash >> 32));
    }

    /// <summary>Both halves of a product folded into one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
