namespace Kiln.Tokenizers;

/// <summary>Collects the merges of a <see cref="BpeModel"/>.</summary>
internal sealed class BpeBuilder(Vocabulary vocabulary, BpeOptions options)
{
    private readonly List<(int Left, int Right, int Result)> _merges = [];
    private readonly int _prefixLength = System.Text.Encoding.UTF8.GetByteCount(options.ContinuingSubwordPrefix ?? "");
    private byte[] _joined = new byte[64];

    /// <summary>How many merges there are.</summary>
    public int MergeCount => _merges.Count;

    /// <summary>Adds the next merge.</summary>
    /// <exception cref="TokenizerFormatException">The vocabulary lacks one of its pieces or what it gives.</exception>
    public void AddMerge(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var tail = right[Math.Min(_prefixLength, right.Length)..];
        if (_joined.Length < left.Length + tail.Length)
        {
            _joined = new byte[2 * (left.Length + tail.Length)];
        }

        left.CopyTo(_joined);
        tail.CopyTo(_joined.AsSpan(left.Length));
        var rank = _merges.Count;
        _merges.Add((Find(left, rank), Find(right, rank), Find(_joined.AsSpan(0, left.Length + tail.Length), rank)));
    }

    /// <summary>Adds a merge by ids.</summary>
    public void AddMerge(int left, int right, int result) => _merges.Add((left, right, result));

    public BpeModel Build() => new(vocabulary, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_merges), options);

    private int Find(ReadOnlySpan<byte> piece, int rank) => vocabulary.TryGetId(piece, out var id)
        ? id
        : throw new TokenizerFormatException($"model.merges: merge {rank} needs the piece '{VocabularyBuilder.Show(piece)}', which the vocabulary lacks");
}
