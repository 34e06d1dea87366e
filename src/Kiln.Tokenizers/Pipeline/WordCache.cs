using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kiln.Tokenizers;

/// <summary>
/// Remembers the tokens of short words, since most words of a text have occurred before. It is bounded and belongs to one thread at a time.
/// </summary>
/// <remarks>
/// An entry is one cache line of 64 bytes. Its first half is the key: a word of up to 31 bytes, zeros after it, and its length as the last
/// byte, so that one comparison of 32 bytes decides. The second half holds up to seven ids and a mask in which bit i is set when a token ends
/// after byte i: the number of tokens is the number of bits, and the offsets are their places. A hit copies all of the second half to the
/// result and advances by the number of tokens. Entries stand in pairs; a new one takes the first place of its pair and pushes what stood there
/// to the second. The table begins small and grows with the number of words put in.
/// </remarks>
internal sealed unsafe class WordCache
{
    /// <summary>The longest word that is remembered.</summary>
    public const int MaxLength = 31;

    private const int EntryBytes = 64, MaxTokens = 7, FirstPairs = 1 << 8, MostPairs = 1 << 13;

    private static readonly byte[] Masks = MakeMasks();

    private byte[] _memory = [];
    private byte* _pairs;
    private uint _mask;
    private int _puts;
    private ulong _pendingHash;
    private Vector256<byte> _pendingKey;

    public WordCache() => Allocate(FirstPairs);

    /// <summary>
    /// Adds the tokens of a word to the result if they are known. If not, the word is kept in mind for <see cref="Put"/>.
    /// </summary>
    /// <param name="word">The first byte; 32 bytes from there can be read.</param>
    /// <param name="length">Up to <see cref="MaxLength"/>.</param>
    /// <param name="tokens">The result; its position is advanced by the word.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(ref byte word, int length, TokenBuffer tokens)
    {
        ref var masks = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Masks), length * 64);
        var key = (Vector256.LoadUnsafe(ref word) & Vector256.LoadUnsafe(ref masks)) | Vector256.LoadUnsafe(ref masks, 32);
        var lanes = key.AsUInt64();
        var hash = ByteHash.Mix(lanes[0] ^ 0x9E3779B97F4A7C15, lanes[1] ^ 0xD6E8FEB86659FD93)
            ^ ByteHash.Mix(lanes[2] ^ 0xA0761D6478BD642F, lanes[3] ^ 0xE7037ED1A0B428DB);
        var entry = _pairs + ((uint)(hash >> 20) & _mask) * (2 * EntryBytes);
        if (Vector256.Load(entry) != key)
        {
            entry += EntryBytes;
            if (Vector256.Load(entry) != key)
            {
                (_pendingHash, _pendingKey) = (hash, key);
                return false;
            }
        }

        var count = tokens.Count;
        if (count + (2 * TokenBuffer.Slack) > tokens.Ids.Length)
        {
            tokens.Reserve(TokenBuffer.Slack);
        }

        var found = Vector256.Load((int*)(entry + 32));
        found.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(tokens.Ids), (nuint)count);
        var ends = (uint)found[MaxTokens];
        if (tokens.Tracks)
        {
            var start = tokens.Position;
            for (int position = start, i = count; ends != 0; ends &= ends - 1, i++)
            {
                var end = position + BitOperations.TrailingZeroCount(ends) + 1;
                tokens.Starts[i] = start;
                tokens.Ends[i] = end;
                tokens.Words[i] = tokens.Word;
                start = end;
            }

            ends = (uint)found[MaxTokens];
        }

        tokens.Count = count + BitOperations.PopCount(ends);
        tokens.Position += length;
        return true;
    }

    /// <summary>Remembers the word that <see cref="TryGet"/> did not know.</summary>
    /// <param name="tokens">The result, with the word's tokens at its end.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="wordStart">Where the word begins.</param>
    public void Put(TokenBuffer tokens, int first, int wordStart)
    {
        var count = tokens.Count - first;
        if (count is 0 or > MaxTokens)
        {
            return;
        }

        uint ends = 0;
        Span<int> value = stackalloc int[MaxTokens + 1];
        value.Clear();
        for (var i = 0; i < count; i++)
        {
            value[i] = tokens.Ids[first + i];
            ends |= 1u << (tokens.Ends[first + i] - wordStart - 1);
        }

        // A token that covers no byte, or a word that is not covered whole, cannot be said in the mask.
        if (BitOperations.PopCount(ends) != count || tokens.Position - wordStart != _pendingKey[MaxLength])
        {
            return;
        }

        value[MaxTokens] = (int)ends;
        if (++_puts > 2 * (_mask + 1) && _mask + 1 < MostPairs)
        {
            Grow();
        }

        Insert(_pendingHash, _pendingKey, Vector256.Create<int>(value));
    }

    private static byte[] MakeMasks()
    {
        var masks = new byte[(MaxLength + 1) * 64];
        for (var length = 0; length <= MaxLength; length++)
        {
            masks.AsSpan(length * 64, length).Fill(0xFF);
            masks[(length * 64) + 63] = (byte)length;
        }

        return masks;
    }

    private void Insert(ulong hash, Vector256<byte> key, Vector256<int> value)
    {
        var pair = _pairs + ((uint)(hash >> 20) & _mask) * (2 * EntryBytes);
        Vector256.Load(pair).Store(pair + EntryBytes);
        Vector256.Load(pair + 32).Store(pair + EntryBytes + 32);
        key.Store(pair);
        value.AsByte().Store(pair + 32);
    }

    private void Grow()
    {
        var (memory, count) = (_memory, _mask + 1);
        var pairs = _pairs;
        Allocate(count * 4);
        for (var i = 0u; i < count * 2; i++)
        {
            var key = Vector256.Load(pairs + (i * EntryBytes));
            if (key[MaxLength] != 0)
            {
                var lanes = key.AsUInt64();
                var hash = ByteHash.Mix(lanes[0] ^ 0x9E3779B97F4A7C15, lanes[1] ^ 0xD6E8FEB86659FD93)
                    ^ ByteHash.Mix(lanes[2] ^ 0xA0761D6478BD642F, lanes[3] ^ 0xE7037ED1A0B428DB);
                Insert(hash, key, Vector256.Load((int*)(pairs + (i * EntryBytes) + 32)));
            }
        }

        GC.KeepAlive(memory);
    }

    private void Allocate(uint pairs)
    {
        // Pinned, so that the pointer stays true, and begun at a whole cache line.
        _memory = GC.AllocateArray<byte>((int)(pairs * 2 * EntryBytes) + EntryBytes, pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
        _pairs = (byte*)((start + EntryBytes - 1) & ~(nuint)(EntryBytes - 1));
        _mask = pairs - 1;
    }
}
