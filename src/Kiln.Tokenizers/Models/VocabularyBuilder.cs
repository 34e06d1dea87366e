namespace Kiln.Tokenizers;

/// <summary>Collects pieces for a <see cref="Vocabulary"/>.</summary>
/// <param name="source">What the errors call the place that the pieces come from, for example <c>model.vocab</c>.</param>
/// <param name="allowsRepeatedPieces">Whether a piece may stand under several ids; the last one is then the piece's id.</param>
internal sealed class VocabularyBuilder(string source, bool allowsRepeatedPieces = false)
{
    // An id costs eight bytes whether it has a piece or not; a file of a few bytes shall not ask for gigabytes.
    private const int LargestId = 1 << 24;

    private byte[] _arena = new byte[1 << 12];
    private int[] _starts = new int[256], _lengths = MakeLengths(256);
    private int _used, _size, _count;

    /// <summary>The number of pieces so far, which is the next id in a list without ids.</summary>
    public int Count => _count;

    /// <summary>Adds a piece under the next id.</summary>
    public void Add(ReadOnlySpan<byte> piece) => Add(piece, _count);

    /// <summary>Adds a piece.</summary>
    /// <exception cref="TokenizerFormatException">The id is negative, far too large or already has a piece.</exception>
    public void Add(ReadOnlySpan<byte> piece, long id)
    {
        if (id is < 0 or > LargestId)
        {
            throw new TokenizerFormatException($"{source}: the piece '{Show(piece)}' has the id {id}; ids go from 0 to {LargestId:N0}");
        }

        Reserve((int)id, piece.Length);
        if (_lengths[id] >= 0)
        {
            throw new TokenizerFormatException(
                $"{source}: the id {id} belongs to '{Show(_arena.AsSpan(_starts[id], _lengths[id]))}' and to '{Show(piece)}'; every piece needs an id of its own");
        }

        piece.CopyTo(_arena.AsSpan(_used));
        (_starts[id], _lengths[id]) = (_used, piece.Length);
        _used += piece.Length;
        _size = Math.Max(_size, (int)id + 1);
        _count++;
    }

    /// <summary>The vocabulary of what was added.</summary>
    /// <exception cref="TokenizerFormatException">A piece stands under two ids, where that is not allowed.</exception>
    public Vocabulary Build()
    {
        Array.Resize(ref _arena, _used);
        Array.Resize(ref _starts, _size);
        Array.Resize(ref _lengths, _size);
        var vocabulary = new Vocabulary(_arena, _starts, _lengths, _count);
        for (var id = 0; id < _size && !allowsRepeatedPieces; id++)
        {
            if (_lengths[id] >= 0 && vocabulary.TryGetId(vocabulary[id], out var found) && found != id)
            {
                throw new TokenizerFormatException($"{source}: the piece '{Show(vocabulary[id])}' has the ids {Math.Min(id, found)} and {Math.Max(id, found)}; it needs one");
            }
        }

        return vocabulary;
    }

    /// <summary>A piece as errors show it.</summary>
    internal static string Show(ReadOnlySpan<byte> piece)
    {
        var text = System.Text.Encoding.UTF8.GetString(piece[..Math.Min(piece.Length, 64)]);
        return piece.Length > 64 ? text + "…" : text;
    }

    private static int[] MakeLengths(int count)
    {
        var lengths = new int[count];
        Array.Fill(lengths, -1);
        return lengths;
    }

    private void Reserve(int id, int bytes)
    {
        if (id >= _lengths.Length)
        {
            var before = _lengths.Length;
            Array.Resize(ref _starts, Math.Max(id + 1, before * 2));
            Array.Resize(ref _lengths, _starts.Length);
            _lengths.AsSpan(before).Fill(-1);
        }

        if (_used + bytes > _arena.Length)
        {
            Array.Resize(ref _arena, (int)Math.Min(Array.MaxLength, Math.Max(_used + (long)bytes, _arena.Length * 2L)));
        }
    }
}
