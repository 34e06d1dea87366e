using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kiln.Tokenizers;

/// <summary>
/// A text on its way through normalizer and pre-tokenizer: its bytes, where each came from in the original when that is asked for, and the
/// words found so far. A component that changes the text writes it anew (<see cref="BeginRewrite"/>, then <c>Put</c> and <c>Copy</c>, then
/// <see cref="EndRewrite"/>) while it reads <see cref="Bytes"/>; two buffers take turns, and both are kept from text to text.
/// </summary>
/// <remarks>
/// A byte's origin is the first byte of the one original character that it came from, as in Hugging Face's tokenizers, or for an
/// insertion before everything the complement of where the text begins. As long as nothing changed, origins are not stored: they are the places themselves.
/// </remarks>
[SuppressMessage("Design", "CA1051", Justification = "The buffers of the inner loops.")]
internal sealed partial class WorkText
{
    /// <summary>Bytes after the end that may be read (and are of no meaning): the width of a vector.</summary>
    public const int Padding = 32;

    /// <summary>The text; valid up to <see cref="Length"/>.</summary>
    public byte[] Bytes = new byte[256 + Padding];

    public int Length;

    private byte[] _target = new byte[256 + Padding];
    private int[] _origins = [], _targetOrigins = [];
    private int _written, _base;
    private bool _tracks, _identity;
    private long _most = TextGrowth.Most(0);

    /// <summary>Which component of several is at work, for the message when the text becomes too long.</summary>
    public object? Component { get; set; }

    /// <summary>Whether this is the beginning of the whole text, not what follows an added token.</summary>
    public bool IsFirst { get; set; }

    /// <summary>Whether the bytes are any bytes and no longer UTF-8 (a byte-level pre-tokenizer is through).</summary>
    public bool StandsForBytes { get; set; }

    /// <summary>Whether somebody will ask where characters came from.</summary>
    public bool TracksOrigins => _tracks;

    public ReadOnlySpan<byte> Span => Bytes.AsSpan(0, Length);

    /// <summary>Takes over a text that begins at <paramref name="origin"/> of the original.</summary>
    /// <param name="text">The text.</param>
    /// <param name="origin">Where it begins.</param>
    /// <param name="tracksOrigins">Whether somebody will ask where characters came from.</param>
    /// <param name="most">How many bytes it may become; null for what a text of its length may.</param>
    public void Load(ReadOnlySpan<byte> text, int origin, bool tracksOrigins, long? most = null)
    {
        if (Bytes.Length < text.Length + Padding)
        {
            Bytes = new byte[Room(text.Length)];
        }

        text.CopyTo(Bytes);
        (Length, _base, _tracks, _identity, StandsForBytes, SplitCount) = (text.Length, origin, tracksOrigins, true, false, 0);
        (_most, Component) = (most ?? TextGrowth.Most(text.Length), null);
    }

    /// <summary>Takes over a whole text whose origins nobody will ask for, by exchanging buffers: what <paramref name="text"/> is afterwards means nothing.</summary>
    public void Exchange(ref byte[] text, int length)
    {
        (Bytes, text) = (text, Bytes);
        (Length, _base, _tracks, _identity, StandsForBytes, SplitCount) = (length, 0, false, true, false, 0);
        (_most, Component) = (TextGrowth.Most(length), null);
    }

    /// <summary>Takes over a part of another text, with its origins; it may become so many bytes as <paramref name="most"/> says.</summary>
    public void LoadPart(WorkText other, int start, int end, long most)
    {
        var length = end - start;
        Load(other.Bytes.AsSpan(start, length), other._base + start, other._tracks, most);
        IsFirst = other.IsFirst && start == 0;
        StandsForBytes = other.StandsForBytes;
        if (other is { _tracks: true, _identity: false })
        {
            if (_origins.Length < Bytes.Length)
            {
                _origins = new int[Bytes.Length];
            }

            other._origins.AsSpan(start, length).CopyTo(_origins);
            _identity = false;
        }
    }

    /// <summary>Where the character came from that the byte at <paramref name="index"/> is part of.</summary>
    public int OriginOf(int index)
    {
        if (!_identity)
        {
            return _origins[index];
        }

        while (index > 0 && (Bytes[index] & 0xC0) == 0x80)
        {
            index--;
        }

        return _base + index;
    }

    /// <summary>Begins to write the text anew.</summary>
    public void BeginRewrite() => _written = 0;

    /// <summary>Writes an ASCII character in the place of (or after) the character that begins at <paramref name="source"/>; -1: before everything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(byte value, int source)
    {
        if (_written + Padding >= _target.Length || (_tracks && (source < 0 || _targetOrigins.Length < _target.Length)))
        {
            PutSlow(value, source);
            return;
        }

        if (_tracks)
        {
            _targetOrigins[_written] = _identity ? _base + source : _origins[source];
        }

        _target[_written++] = value;
    }

    /// <summary>
    /// Copies the 32 bytes at <paramref name="at"/> if they are all printable ASCII, with capitals as small letters when that is asked for. A vector holds the 32
    /// bytes; capitals are found by one comparison as unsigned numbers and get the bit that makes them small.
    /// </summary>
    public bool TryPutPrintable(int at, bool lowercase)
    {
        if (Length - at < Padding)
        {
            return false;
        }

        var block = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Bytes), (nuint)at);
        if (Vector256.GreaterThanAny(block - Vector256.Create((byte)0x20), Vector256.Create((byte)0x5E)))
        {
            return false;
        }

        if (lowercase)
        {
            block |= Vector256.LessThan(block - Vector256.Create((byte)'A'), Vector256.Create((byte)26)) & Vector256.Create((byte)0x20);
        }

        Reserve(Padding);
        block.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(_target), (nuint)_written);
        if (_tracks && _identity)
        {
            PutPlaces(at, _written);
        }
        else if (_tracks)
        {
            _origins.AsSpan(at, Padding).CopyTo(_targetOrigins.AsSpan(_written));
        }

        _written += Padding;
        return true;
    }

    /// <summary>Writes a character in the place of (or after) the character that begins at <paramref name="source"/>; -1: before everything.</summary>
    public void PutCharacter(int codePoint, int source)
    {
        Span<byte> bytes = stackalloc byte[4];
        Put(bytes[..CodePoints.Encode(codePoint, bytes)], source);
    }

    /// <summary>Writes characters that all come from the one that begins at <paramref name="source"/>; -1: before everything.</summary>
    public void Put(ReadOnlySpan<byte> text, int source)
    {
        Reserve(text.Length);
        text.CopyTo(_target.AsSpan(_written));
        if (_tracks)
        {
            _targetOrigins.AsSpan(_written, text.Length).Fill(source < 0 ? ~_base : OriginOf(source));
        }

        _written += text.Length;
    }

    /// <summary>Writes a character of up to four bytes, the first one lowest, in the place of (or after) the one that begins at <paramref name="source"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PutPacked(uint character, int length, int source)
    {
        Reserve(length);
        Unsafe.WriteUnaligned(ref _target[_written], BitConverter.IsLittleEndian ? character : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(character));
        if (_tracks)
        {
            Vector128.Create(OriginOf(source)).StoreUnsafe(ref _targetOrigins[_written]);
        }

        _written += length;
    }

    /// <summary>How many visible characters of ASCII stand at a place, up to 32: a vector's bytes are compared as unsigned numbers, and the first that is none counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CountVisible(int at)
    {
        var block = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Bytes), (nuint)at);
        var others = Vector256.GreaterThan(block - Vector256.Create((byte)'!'), Vector256.Create((byte)('~' - '!'))).ExtractMostSignificantBits();
        return Math.Min(BitOperations.TrailingZeroCount(others), Length - at);
    }

    /// <summary>Writes up to 32 characters of ASCII as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CopyVisible(int at, int count)
    {
        Reserve(Padding);
        var block = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Bytes), (nuint)at);
        block.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(_target), (nuint)_written);
        if (_tracks && _identity)
        {
            PutPlaces(at, _written);
        }
        else if (_tracks)
        {
            _origins.AsSpan(at, count).CopyTo(_targetOrigins.AsSpan(_written));
        }

        _written += count;
    }

    /// <summary>
    /// Writes a part of the text as it is: in blocks of 32 bytes, of which the last may write beyond the part, where the next one is written over it.
    /// </summary>
    public void Copy(int start, int length)
    {
        Reserve(length);
        ref var source = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Bytes), start);
        ref var target = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_target), _written);
        for (var i = 0; i < length; i += Padding)
        {
            var block = Vector256.LoadUnsafe(ref source, (nuint)i);
            block.StoreUnsafe(ref target, (nuint)i);
            if (!_tracks || !_identity)
            {
                continue;
            }

            // A byte of ASCII is a character, and so its own origin.
            if (block.ExtractMostSignificantBits() == 0)
            {
                PutPlaces(start + i, _written + i);
            }
            else
            {
                PutCharacterPlaces(start + i, Math.Min(Padding, length - i), _written + i);
            }
        }

        if (_tracks && !_identity)
        {
            _origins.AsSpan(start, length).CopyTo(_targetOrigins.AsSpan(_written));
        }

        _written += length;
    }

    /// <summary>How much of the new text is written.</summary>
    public int Written => _written;

    /// <summary>The new text so far.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _target.AsSpan(0, _written);

    /// <summary>The new text becomes the text.</summary>
    public void EndRewrite()
    {
        TextGrowth.Check(_written, _most, Component);
        (Bytes, _target) = (_target, Bytes);
        (_origins, _targetOrigins) = (_targetOrigins, _origins);
        Length = _written;
        _identity = _identity && !_tracks;
    }

    /// <summary>Drops the text before <paramref name="start"/> and after <paramref name="end"/>.</summary>
    public void Trim(int start, int end)
    {
        BeginRewrite();
        Copy(start, end - start);
        EndRewrite();
    }

    /// <summary>Lets go of what a long text made grow.</summary>
    public void Shrink(int limit)
    {
        if (Bytes.Length > limit || _target.Length > limit)
        {
            (Bytes, _target, _origins, _targetOrigins) = (new byte[256 + Padding], new byte[256 + Padding], [], []);
            (Length, _written) = (0, 0);
        }

        if (Splits.Length > limit || _splitsBefore.Length > limit)
        {
            (Splits, _splitsBefore, SplitCount) = (new TextSpan[64], new TextSpan[64], 0);
        }
    }

    private static int Room(int length) => (int)Math.Min(Array.MaxLength, length + (length / 2L) + (2 * Padding) + 256);

    // The origins of 32 bytes that come from characters of one byte: eight places in a vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PutPlaces(int start, int written)
    {
        ref var origins = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_targetOrigins), written);
        var places = Vector256.Create(_base + start) + Vector256<int>.Indices;
        for (var i = 0; i < Padding; i += Vector256<int>.Count)
        {
            places.StoreUnsafe(ref origins, (nuint)i);
            places += Vector256.Create(Vector256<int>.Count);
        }
    }

    // The same where characters may have several bytes, which all come from the first.
    private void PutCharacterPlaces(int start, int length, int written)
    {
        var origins = _targetOrigins.AsSpan(written, length);
        var bytes = Bytes.AsSpan(start, length);
        var origin = OriginOf(start);
        for (var i = 0; i < origins.Length; i++)
        {
            origin = (bytes[i] & 0xC0) == 0x80 ? origin : _base + start + i;
            origins[i] = origin;
        }
    }

    private void PutSlow(byte value, int source) => Put([value], source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int more)
    {
        if (_target.Length < _written + more + Padding || (_tracks && _targetOrigins.Length < _target.Length))
        {
            Grow(more);
        }
    }

    private void Grow(int more)
    {
        TextGrowth.Check((long)_written + more, _most, Component);
        if (_target.Length < _written + more + Padding)
        {
            Array.Resize(ref _target, Room(_written + more));
        }

        if (_tracks && _targetOrigins.Length < _target.Length)
        {
            Array.Resize(ref _targetOrigins, _target.Length);
        }
    }
}
