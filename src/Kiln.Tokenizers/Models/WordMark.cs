using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kiln.Tokenizers;

/// <summary>The mark <c>▁</c> (U+2581) that words begin with in the vocabularies of SentencePiece, and the places where texts may be cut before it.</summary>
internal static class WordMark
{
    private const int Length = 3;

    /// <summary>The mark.</summary>
    public static ReadOnlySpan<byte> Bytes => "▁"u8;

    /// <summary>Whether a piece has the mark anywhere but at its beginning.</summary>
    public static bool IsWithin(ReadOnlySpan<byte> piece)
    {
        while (piece.StartsWith(Bytes))
        {
            piece = piece[Length..];
        }

        return piece.IndexOf(Bytes) >= 0;
    }

    /// <summary>
    /// Where the next mark begins that follows something else; the length of the text where there is none. The marks that the text begins with belong to its first part. The search
    /// compares the three bytes of the mark with sixteen places at once.
    /// </summary>
    /// <param name="text">The text; at least <see cref="WorkText.Padding"/> bytes after it may be read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NextCut(ReadOnlySpan<byte> text)
    {
        ref var bytes = ref MemoryMarshal.GetReference(text);
        var at = 0;
        while (at + Length <= text.Length && Unsafe.Add(ref bytes, at) == Bytes[0] && Unsafe.Add(ref bytes, at + 1) == Bytes[1] && Unsafe.Add(ref bytes, at + 2) == Bytes[2])
        {
            at += Length;
        }

        for (; at < text.Length; at += Vector128<byte>.Count)
        {
            var found = Vector128.Equals(Vector128.LoadUnsafe(ref bytes, (nuint)at), Vector128.Create(Bytes[0]))
                & Vector128.Equals(Vector128.LoadUnsafe(ref bytes, (nuint)at + 1), Vector128.Create(Bytes[1]))
                & Vector128.Equals(Vector128.LoadUnsafe(ref bytes, (nuint)at + 2), Vector128.Create(Bytes[2]));
            if (found != default)
            {
                at += BitOperations.TrailingZeroCount(found.ExtractMostSignificantBits());
                return at + Length <= text.Length ? at : text.Length;
            }
        }

        return text.Length;
    }
}
