namespace Kiln.Tokenizers;

/// <summary>The pieces of a text while it is decoded: bytes one after the other, and where each piece ends.</summary>
internal sealed class PieceList
{
    private byte[] _bytes = new byte[256], _before = new byte[256];
    private int[] _ends = new int[64], _endsBefore = new int[64];
    private int _length, _lengthBefore, _countBefore, _lengthGiven = -1;

    /// <summary>Which decoder of several is at work, for the message when the text becomes too long.</summary>
    public Decoder? Component { get; set; }

    /// <summary>The number of pieces.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Whether characters of a run of bytes may have been shown before the run's end is known: the run's whole characters up to the first byte that is no text then stay.
    /// </summary>
    public bool Streams { get; init; }

    /// <summary>Whether the pieces begin within a run of bytes of which one was no text.</summary>
    public bool BeginsBroken { get; set; }

    /// <summary>Whether the pieces end with such a run.</summary>
    public bool EndsBroken { get; set; }

    /// <summary>Whether the pieces end with a run of bytes that further bytes could make text.</summary>
    public bool EndsInsideRun { get; set; }

    /// <summary>All pieces, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public ReadOnlySpan<byte> this[int index] => Slice(_bytes, _ends, index);

    public void Clear() => (_length, Count, _lengthGiven, Component) = (0, 0, -1, null);

    /// <summary>Adds a piece.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        Append(piece);
        EndPiece();
    }

    /// <summary>Adds bytes to the piece that <see cref="EndPiece"/> will end.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - _length)
        {
            Grow(bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    public void EndPiece()
    {
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, _ends.Length * 2);
        }

        _ends[Count++] = _length;
    }

    /// <summary>Starts anew: the pieces so far are <see cref="Before"/> until the next call. Returns their number.</summary>
    public int BeginRewrite()
    {
        (_bytes, _before) = (_before, _bytes);
        (_ends, _endsBefore) = (_endsBefore, _ends);
        (_lengthBefore, _countBefore) = (_length, Count);

        // The first to write anew has the pieces as they were given, every other what came of them.
        _lengthGiven = _lengthGiven < 0 ? _length : _lengthGiven;
        TextGrowth.Check(_length, TextGrowth.Most(_lengthGiven), Component);
        (_length, Count) = (0, 0);
        return _countBefore;
    }

    /// <summary>A piece as it was when <see cref="BeginRewrite"/> was called.</summary>
    public ReadOnlySpan<byte> Before(int index) => Slice(_before, _endsBefore, index);

    /// <summary>All bytes as they were when <see cref="BeginRewrite"/> was called.</summary>
    public ReadOnlySpan<byte> BytesBefore => _before.AsSpan(0, _lengthBefore);

    private void Grow(int more)
    {
        var needed = (long)_length + more;
        if (_lengthGiven >= 0)
        {
            TextGrowth.Check(needed, TextGrowth.Most(_lengthGiven), Component);
        }

        Array.Resize(ref _bytes, (int)Math.Max(Math.Min(_bytes.Length * 2L, Array.MaxLength), needed));
    }

    private static ReadOnlySpan<byte> Slice(byte[] bytes, int[] ends, int index)
    {
        var start = index == 0 ? 0 : ends[index - 1];
        return bytes.AsSpan(start, ends[index] - start);
    }
}
