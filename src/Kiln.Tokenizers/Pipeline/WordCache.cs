using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kiln.Tokenizers;

/// <summary>
/// Remembers the tokens of short words, since most words of a text have occurred before. It is bounded and belongs to one thread at a time.
/// </summary>
/// <remarks>
/// <para>
/// An entry has 32 bytes, and two entries are one line of the processor's cache. Its first half is the key: a word of up to 15 bytes, zeros after it, and its length
/// as the last byte, so that one comparison of 16 bytes decides. The second half holds up to four ids of three bytes each and a mask in which bit i is set
/// when a token ends after byte i: the number of tokens is the number of bits, and the offsets are their places. A hit copies all four ids to the result and
/// advances by the number of tokens. A new entry takes the first place of its line and pushes what stood there to the second. The table begins small and grows with the
/// number of words put in.
/// </para>
/// <para>
/// Of the words of running text 94 to 97 in 100 fit such an entry; <see cref="LongWordCache"/> takes the others. The size matters more than the number of words it holds: each thread
/// has a table, and what does not fit the second-level cache of its processor is fetched from what all processors share.
/// </para>
/// </remarks>
internal sealed unsafe class WordCache
{
    /// <summary>The longest word that is remembered.</summary>
    public const int MaxLength = LongWordCache.MaxLength;

    private const int LineBytes = 64, EntryBytes = 32, ShortLength = 15, MaxTokens = 4, LargestId = (1 << 24) - 1, FirstLines = 1 << 8, MostLines = 1 << 13;

    // For each length: what of the word counts, and the length where it stands in a key.
    private static readonly byte[] Masks = MakeMasks();

    private readonly LongWordCache _others = new();
    private byte[] _memory = [];
    private byte* _lines;
    private uint _mask;
    private int _puts;
    private ulong _pendingHash;
    private Vector128<byte> _pendingKey;

    public WordCache() => Allocate(FirstLines);

    /// <summary>
    /// Adds the tokens of a word to the result if they are known. If not, the word is kept in mind for <see cref="Put"/>.
    /// </summary>
    /// <param name="word">The first byte; 32 bytes from there can be read.</param>
    /// <param name="length">Up to <see cref="MaxLength"/>.</param>
    /// <param name="tokens">The result; its position is advanced by the word.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(ref byte word, int length, TokenBuffer tokens)
    {
        if (length > ShortLength)
        {
            return _others.TryGet(ref word, length, tokens);
        }

        ref var masks = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Masks), length * 32);
        var key = (Vector128.LoadUnsafe(ref word) & Vector128.LoadUnsafe(ref masks)) | Vector128.LoadUnsafe(ref masks, 16);
        var hash = HashOf(key);
        var entry = _lines + (((uint)(hash >> 20) & _mask) * LineBytes);
        if (Vector128.Load(entry) != key)
        {
            entry += EntryBytes;
            if (Vector128.Load(entry) != key)
            {
                (_pendingHash, _pendingKey) = (hash, key);
                return _others.TryGet(ref word, length, tokens);
            }
        }

        var value = Vector128.Load(entry + 16);
        var ids = Vector128.Shuffle(value, Vector128.Create((byte)0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11, 255)).AsInt32();
        ids.StoreUnsafe(ref tokens.Room(), (nuint)tokens.Count);
        tokens.AddKnown(value.AsUInt32()[3], length);
        return true;
    }

    /// <summary>Remembers the word that <see cref="TryGet"/> did not know.</summary>
    /// <param name="tokens">The result, with the word's tokens at its end.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="length">The length of the word, which they cover whole unless the model left something out.</param>
    public void Put(TokenBuffer tokens, int first, int length)
    {
        if (!TryMaskOf(tokens, first, length, out var ends))
        {
            return;
        }

        var ids = tokens.Ids.AsSpan(first, tokens.Count - first);
        if (length > ShortLength || ids.Length > MaxTokens || ids.ContainsAnyExceptInRange(0, LargestId))
        {
            _others.Put(ids, ends);
            return;
        }

        Span<byte> value = stackalloc byte[EntryBytes - 16];
        value.Clear();
        for (var i = 0; i < ids.Length; i++)
        {
            (value[3 * i], value[(3 * i) + 1], value[(3 * i) + 2]) = ((byte)ids[i], (byte)(ids[i] >> 8), (byte)(ids[i] >> 16));
        }

        MemoryMarshal.Write(value[12..], ends);
        if (++_puts > 2 * (_mask + 1) && _mask + 1 < MostLines)
        {
            Grow();
        }

        Insert(_pendingHash, _pendingKey, Vector128.Create<byte>(value));
    }

    /// <summary>
    /// Where the tokens of a word end, as a mask; false where that cannot be said: there are too many, one covers nothing or what another covers, or something is left out.
    /// </summary>
    private static bool TryMaskOf(TokenBuffer tokens, int first, int length, out uint ends)
    {
        ends = 0;
        var (count, start) = (tokens.Count - first, tokens.Position - length);
        if (count is 0 or > LongWordCache.MaxTokens || tokens.Ends[tokens.Count - 1] != tokens.Position)
        {
            return false;
        }

        for (var (i, last) = (first, start); i < tokens.Count; i++)
        {
            var end = tokens.Ends[i];
            if (end <= last)
            {
                return false;
            }

            ends |= 1u << (end - start - 1);
            last = end;
        }

        return true;
    }

    private static byte[] MakeMasks()
    {
        var masks = new byte[(ShortLength + 1) * 32];
        for (var length = 0; length <= ShortLength; length++)
        {
            masks.AsSpan(length * 32, length).Fill(0xFF);
            masks[(length * 32) + 31] = (byte)length;
        }

        return masks;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong HashOf(Vector128<byte> key) => ByteHash.Mix(key.AsUInt64()[0] ^ 0x9E3779B97F4A7C15, key.AsUInt64()[1] ^ 0xD6E8FEB86659FD93);

    private void Insert(ulong hash, Vector128<byte> key, Vector128<byte> value)
    {
        var line = _lines + (((uint)(hash >> 20) & _mask) * LineBytes);
        Vector256.Load(line).Store(line + EntryBytes);
        key.Store(line);
        value.Store(line + 16);
    }

    private void Grow()
    {
        var (memory, count) = (_memory, _mask + 1);
        var lines = _lines;
        Allocate(Math.Min(count * 4, MostLines));
        for (var line = 0u; line < count; line++)
        {
            // The second place first: it was put in before.
            for (var place = 1; place >= 0; place--)
            {
                var entry = lines + (line * LineBytes) + (place * EntryBytes);
                var key = Vector128.Load(entry);
                if (key[ShortLength] != 0)
                {
                    Insert(HashOf(key), key, Vector128.Load(entry + 16));
                }
            }
        }

        GC.KeepAlive(memory);
    }

    private void Allocate(uint lines)
    {
        // Pinned, so that the pointer stays true, and begun at a whole line.
        _memory = GC.AllocateArray<byte>((int)((lines + 1) * LineBytes), pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
        _lines = (byte*)((start + LineBytes - 1) & ~(nuint)(LineBytes - 1));
        _mask = lines - 1;
    }
}
