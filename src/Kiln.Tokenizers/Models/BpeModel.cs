using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>
/// Byte pair encoding (Sennrich, Haddow, Birch 2016): the characters of a word, or its bytes, are merged in the order of a list. Serves GPT's byte-level
/// vocabularies and, with byte fallback, those that SentencePiece trained.
/// </summary>
public sealed partial class BpeModel : TokenizerModel
{
    private readonly int[] _mergeLefts, _mergeRights;
    private readonly MergeTable _table;
    private readonly int _unknown;

    internal BpeModel(Vocabulary vocabulary, ReadOnlySpan<(int Left, int Right, int Result)> merges, BpeOptions options, ReadOnlySpan<int> ranks = default)
        : base(vocabulary)
    {
        if (options.Dropout is < 0 or > 1 or double.NaN)
        {
            throw new TokenizerFormatException($"model.dropout is {options.Dropout}; expected a number from 0 to 1");
        }

        Options = options;
        _table = new(merges, ranks, vocabulary.Size);
        (_mergeLefts, _mergeRights) = (new int[merges.Length], new int[merges.Length]);
        for (var i = 0; i < merges.Length; i++)
        {
            (_mergeLefts[i], _mergeRights[i]) = (merges[i].Left, merges[i].Right);
        }

        _unknown = -1;
        if (options.UnknownToken is { } unknown && !vocabulary.TryGetId(unknown, out _unknown))
        {
            _unknown = -1;
        }

        Prepare(forBytes: false);
    }

    private BpeModel(BpeModel other, bool forBytes)
        : base(other.Vocabulary)
    {
        Options = other.Options;
        (_table, _mergeLefts, _mergeRights, _unknown) = (other._table, other._mergeLefts, other._mergeRights, other._unknown);
        Prepare(forBytes);
    }

    /// <inheritdoc/>
    public override string Kind => "BPE";

    /// <summary>The settings.</summary>
    public BpeOptions Options { get; }

    /// <summary>The number of merges.</summary>
    public int MergeCount => _mergeLefts.Length;

    /// <summary>Makes a model.</summary>
    /// <param name="vocabulary">Pieces and their ids.</param>
    /// <param name="merges">Pairs of pieces, the first to merge first.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="TokenizerFormatException">An id is used twice, or a merge needs a piece that the vocabulary lacks.</exception>
    public static BpeModel Create(
        IEnumerable<KeyValuePair<string, int>> vocabulary, IEnumerable<(string Left, string Right)> merges, BpeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(merges);
        var pieces = new VocabularyBuilder("vocabulary");
        foreach (var (piece, id) in vocabulary)
        {
            pieces.Add(System.Text.Encoding.UTF8.GetBytes(piece), id);
        }

        options ??= new();
        var builder = new BpeBuilder(pieces.Build(), options);
        foreach (var (left, right) in merges)
        {
            builder.AddMerge(System.Text.Encoding.UTF8.GetBytes(left), System.Text.Encoding.UTF8.GetBytes(right));
        }

        return builder.Build();
    }

    /// <summary>
    /// Makes a model of pieces with scores, as SentencePiece trains them: two neighbours merge when together they are a piece, the piece of the highest score first.
    /// </summary>
    /// <param name="vocabulary">Pieces and their ids.</param>
    /// <param name="scores">A score for each id.</param>
    /// <param name="takesPart">Which ids are made by merging and merge on: not those of controls, unknown, bytes and unused pieces.</param>
    /// <param name="options">Settings.</param>
    internal static BpeModel FromScores(Vocabulary vocabulary, ReadOnlySpan<float> scores, Func<int, bool> takesPart, BpeOptions options)
    {
        List<(float Score, int Id)> pieces = [];
        for (var id = 0; id < vocabulary.Size; id++)
        {
            if (vocabulary.Contains(id) && takesPart(id))
            {
                pieces.Add((scores[id], id));
            }
        }

        pieces.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Id.CompareTo(b.Id));
        List<(int Left, int Right, int Result)> merges = [];
        List<int> ranks = [];
        foreach (var (_, id) in pieces)
        {
            // All ways to make one piece have one rank, so that of several the leftmost in the text comes first.
            var piece = vocabulary[id];
            var rank = merges.Count;
            for (var cut = 1; cut < piece.Length; cut++)
            {
                if ((piece[cut] & 0xC0) != 0x80 && vocabulary.TryGetId(piece[..cut], out var left) && vocabulary.TryGetId(piece[cut..], out var right)
                    && takesPart(left) && takesPart(right))
                {
                    merges.Add((left, right, id));
                    ranks.Add(rank);
                }
            }
        }

        return new(
            vocabulary, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(merges), options, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ranks));
    }

    /// <summary>A merge by its rank.</summary>
    /// <param name="rank">From 0 to <see cref="MergeCount"/> - 1.</param>
    /// <returns>The ids of the two pieces.</returns>
    public (int Left, int Right) GetMerge(int rank) => (_mergeLefts[rank], _mergeRights[rank]);

    internal override TokenizerModel Compile(bool forBytes) => forBytes == _forBytes ? this : new BpeModel(this, forBytes);

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", Kind);
        if (Options.Dropout is { } dropout)
        {
            writer.WriteNumber("dropout", dropout);
        }
        else
        {
            writer.WriteNull("dropout");
        }

        writer.WriteString("unk_token", Options.UnknownToken);
        writer.WriteString("continuing_subword_prefix", Options.ContinuingSubwordPrefix);
        writer.WriteString("end_of_word_suffix", Options.EndOfWordSuffix);
        writer.WriteBoolean("fuse_unk", Options.FuseUnknown);
        writer.WriteBoolean("byte_fallback", Options.ByteFallback);
        writer.WriteBoolean("ignore_merges", Options.IgnoreMerges);
        VocabularyJson.Write(writer, Vocabulary);
        writer.WriteStartArray("merges");
        for (var rank = 0; rank < MergeCount; rank++)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(Vocabulary[_mergeLefts[rank]]);
            writer.WriteStringValue(Vocabulary[_mergeRights[rank]]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
