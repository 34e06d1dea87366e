using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kiln.Tokenizers;

/// <summary>The words that <see cref="WordCache"/> has no room for: those of more than 15 bytes, or of more than four tokens.</summary>
/// <remarks>
/// An entry is one line of the processor's cache, 64 bytes. Its first half is the key: a word of up to 31 bytes, zeros after it, and its length as the last
/// byte, so that one comparison of 32 bytes decides. The second half holds up to seven ids and a mask in which bit i is set when a token ends
/// after byte i. Entries stand in pairs; a new one takes the first place of its pair and pushes what stood there to the second.
/// </remarks>
internal sealed unsafe class LongWordCache
{
    /// <summary>The longest word, and the most tokens, that are remembered.</summary>
    public const int MaxLength = 31, MaxTokens = 7;

    private const int EntryBytes = 64, FirstPairs = 1 << 6, MostPairs = 1 << 11;

    private static readonly byte[] Masks = MakeMasks();

    private byte[] _memory = [];
    private byte* _pairs;
    private uint _mask;
    private int _puts;
    private ulong _pendingHash;
    private Vector256<byte> _pendingKey;

    public LongWordCache() => Allocate(FirstPairs);

    /// <summary>
    /// Adds the tokens of a word to the result if they are known. If not, the word is kept in mind for <see cref="Put"/>.
    /// </summary>
    /// <param name="word">The first byte; 32 bytes from there can be read.</param>
    /// <param name="length">Up to <see cref="MaxLength"/>.</param>
    /// <param name="tokens">The result; its position is advanced by the word.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryGet(ref byte word, int length, TokenBuffer tokens)
    {
        ref var masks = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Masks), length * 64);
        var key = (Vector256.LoadUnsafe(ref word) & Vector256.LoadUnsafe(ref masks)) | Vector256.LoadUnsafe(ref masks, 32);
        var hash = HashOf(key);
        var entry = _pairs + (((uint)(hash >> 20) & _mask) * (2 * EntryBytes));
        if (Vector256.Load(entry) != key)
        {
            entry += EntryBytes;
            if (Vector256.Load(entry) != key)
            {
                (_pendingHash, _pendingKey) = (hash, key);
                return false;
            }
        }

        var found = Vector256.Load((int*)(entry + 32));
        found.StoreUnsafe(ref tokens.Room(), (nuint)tokens.Count);
        tokens.AddKnown((uint)found[MaxTokens], length);
        return true;
    }

    /// <summary>Remembers the word that <see cref="TryGet"/> did not know.</summary>
    /// <param name="ids">Its tokens, at most <see cref="MaxTokens"/>.</param>
    /// <param name="ends">The mask of where they end.</param>
    public void Put(ReadOnlySpan<int> ids, uint ends)
    {
        Span<int> value = stackalloc int[MaxTokens + 1];
        value.Clear();
        ids.CopyTo(value);
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

    private static ulong HashOf(Vector256<byte> key)
    {
        var lanes = key.AsUInt64();
        return ByteHash.Mix(lanes[0] ^ 0x9E3779B97F4A7C15, lanes[1] ^ 0xD6E8FEB86659FD93) ^ ByteHash.Mix(lanes[2] ^ 0xA0761D6478BD642F, lanes[3] ^ 0xE7037ED1A0B428DB);
    }

    private void Insert(ulong hash, Vector256<byte> key, Vector256<int> value)
    {
        var pair = _pairs + (((uint)(hash >> 20) & _mask) * (2 * EntryBytes));
        Vector256.Load(pair).Store(pair + EntryBytes);
        Vector256.Load(pair + 32).Store(pair + EntryBytes + 32);
        key.Store(pair);
        value.AsByte().Store(pair + 32);
    }

    private void Grow()
    {
        var (memory, count) = (_memory, _mask + 1);
        var pairs = _pairs;
        Allocate(Math.Min(count * 4, MostPairs));
        for (var pair = 0u; pair < count; pair++)
        {
            // The second place first: it was put in before.
            for (var place = 1; place >= 0; place--)
            {
                var entry = pairs + (pair * 2 * EntryBytes) + (place * EntryBytes);
                var key = Vector256.Load(entry);
                if (key[MaxLength] != 0)
                {
                    Insert(HashOf(key), key, Vector256.Load((int*)(entry + 32)));
                }
            }
        }

        GC.KeepAlive(memory);
    }

    private void Allocate(uint pairs)
    {
        // Pinned, so that the pointer stays true, and begun at a whole line.
        _memory = GC.AllocateArray<byte>((int)(pairs * 2 * EntryBytes) + EntryBytes, pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
        _pairs = (byte*)((start + EntryBytes - 1) & ~(nuint)(EntryBytes - 1));
        _mask = pairs - 1;
    }
}
