using System.Buffers.Binary;
using System.Numerics;

namespace Kiln.Estimators;

/// <summary>MurmurHash3, 32 bits (Austin Appleby, public domain): what scikit-learn chooses the column of a term by.</summary>
internal static class MurmurHash
{
    public static int Of(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        var hash = seed;
        var length = (uint)bytes.Length;
        for (; bytes.Length >= 4; bytes = bytes[4..])
        {
            hash = BitOperations.RotateLeft(hash ^ Mixed(BinaryPrimitives.ReadUInt32LittleEndian(bytes)), 13);
            hash = (hash * 5) + 0xe6546b64;
        }

        var rest = 0u;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            rest = (rest << 8) | bytes[i];
        }

        hash ^= bytes.IsEmpty ? 0 : Mixed(rest);
        hash ^= length;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return (int)(hash ^ (hash >> 16));
    }

    private static uint Mixed(uint block) => BitOperations.RotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
}
