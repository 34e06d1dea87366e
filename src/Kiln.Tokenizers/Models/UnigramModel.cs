using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>
/// A Unigram model: of all ways to cut a text into pieces, the one whose pieces have the largest sum of scores (logarithms of probabilities). Source: Kudo,
/// Subword Regularization (2018). The best way to each place is computed from left to right over a trie, in time linear in the text.
/// </summary>
public sealed class UnigramModel : TokenizerModel
{
    // What an unknown character costs beyond the rarest piece.
    private const double UnknownPenalty = 10;

    private readonly PieceTrie _trie;
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly int[] _byteIds = [];
    private readonly int _unknown;

    // SentencePiece adds up single precision, over whole texts; the sums decide between ways that are nearly as good, so the same ids need the same sums.
    private readonly bool _isSingle;

    internal UnigramModel(Vocabulary vocabulary, double[] scores, int unknown, bool byteFallback)
        : base(vocabulary)
    {
        (_scores, _unknown, ByteFallback) = (scores, unknown, byteFallback);
        _unknownScore = (scores.Length > 0 ? scores.Min() : 0) - UnknownPenalty;
        _trie = new(Enumerable.Range(0, vocabulary.Size).Where(vocabulary.Contains).Select(id => (vocabulary[id].ToArray(), id)));
        _byteIds = byteFallback ? FindBytes(vocabulary) : [];
    }

    // As a SentencePiece file has it, read back from what was written of it.
    private UnigramModel(UnigramModel model, double unknownScore, IReadOnlySet<int> unmatched)
        : base(model.Vocabulary)
    {
        _isSingle = true;
        (_scores, _unknown, _byteIds, _unknownScore, Unmatched, ByteFallback) = (model._scores, model._unknown, model._byteIds, unknownScore, unmatched, model.ByteFallback);
        _trie = new(Enumerable.Range(0, Vocabulary.Size).Where(id => Vocabulary.Contains(id) && !unmatched.Contains(id)).Select(id => (Vocabulary[id].ToArray(), id)));
    }

    internal UnigramModel(Vocabulary vocabulary, SentencePieceFile file)
        : base(vocabulary)
    {
        _isSingle = true;
        (_unknown, ByteFallback) = (file.Unknown, file.ByteFallback);
        var normal = file.Pieces.Where(piece => piece.Type == SentencePieceType.Normal).Select(piece => piece.Score).DefaultIfEmpty(0).ToArray();
        _unknownScore = normal.Min() - (float)UnknownPenalty;
        // The reference begins its search for the largest score at the smallest positive number.
        var largest = Math.Max(normal.Max(), 1.17549435e-38f);
        _scores = [.. file.Pieces.Select(piece => piece.Type == SentencePieceType.UserDefined ? (piece.Bytes.Length * largest) - 0.1 : piece.Score)];
        _trie = new(file.Pieces.Select((piece, id) => (piece.Bytes, Id: id, piece.Type))
            .Where(piece => piece.Type is SentencePieceType.Normal or SentencePieceType.UserDefined).Select(piece => (piece.Bytes, piece.Id)));
        if (!file.Pieces.Any(piece => ScoredMerges.IsText(piece.Type)))
        {
            throw new TokenizerFormatException($"SentencePiece model: none of its {file.Pieces.Count} pieces can be made of text; the file is damaged or cut off, get it anew");
        }

        Unmatched = file.Pieces.Select((piece, id) => (piece.Type, Id: id))
            .Where(piece => piece.Type is not (SentencePieceType.Normal or SentencePieceType.UserDefined)).Select(piece => piece.Id).ToHashSet();
        _byteIds = file.ByteFallback ? FindBytes(vocabulary) : [];
    }

    /// <inheritdoc/>
    public override string Kind => "Unigram";

    /// <summary>The piece for characters that the vocabulary lacks; null when there is none.</summary>
    public string? UnknownToken => _unknown >= 0 && Vocabulary.TryGetPiece(_unknown, out var piece) ? piece : null;

    /// <summary>The id of that piece; -1 for none.</summary>
    internal int UnknownId => _unknown;

    /// <summary>The pieces that no text is matched with: controls, bytes, unused ones. Null where the model is not a SentencePiece file's.</summary>
    internal IReadOnlySet<int>? Unmatched { get; }

    /// <summary>What an unknown character scores.</summary>
    internal double UnknownScore => _unknownScore;

    /// <summary>Whether characters that the vocabulary lacks become the pieces <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> of their bytes.</summary>
    public bool ByteFallback { get; }

    internal override bool SaysBytes => _byteIds.Length > 0;

    /// <summary>Makes a model.</summary>
    /// <param name="pieces">Pieces and the logarithms of their probabilities; a piece's place is its id.</param>
    /// <param name="unknownId">The id of the piece for characters that the vocabulary lacks; null for none.</param>
    /// <param name="byteFallback">Whether unknown characters become the pieces of their bytes. Default: false.</param>
    /// <returns>The model.</returns>
    /// <exception cref="TokenizerFormatException">A piece stands twice, a score is not finite, or there is no piece of the unknown id.</exception>
    public static UnigramModel Create(IEnumerable<(string Piece, double Score)> pieces, int? unknownId = 0, bool byteFallback = false)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        return Create(pieces.Select(piece => (System.Text.Encoding.UTF8.GetBytes(piece.Piece), piece.Score)), unknownId, byteFallback, "vocabulary");
    }

    internal static UnigramModel Create(IEnumerable<(byte[] Piece, double Score)> pieces, int? unknownId, bool byteFallback, string source)
    {
        var builder = new VocabularyBuilder(source);
        var scores = new List<double>();
        foreach (var (piece, score) in pieces)
        {
            if (!double.IsFinite(score))
            {
                throw new TokenizerFormatException($"{source}: the score of '{VocabularyBuilder.Show(piece)}' is {score}");
            }

            builder.Add(piece);
            scores.Add(score);
        }

        return unknownId is { } unknown && (unknown < 0 || unknown >= scores.Count)
            ? throw new TokenizerFormatException($"{source}: unk_id is {unknown}, and there are {scores.Count} pieces")
            : new(builder.Build(), [.. scores], unknownId ?? -1, byteFallback);
    }

    /// <summary>The same pieces, cut as SentencePiece cuts: in single precision, and some of them matched with no text.</summary>
    internal UnigramModel AsSentencePiece(double unknownScore, IReadOnlySet<int> unmatched) => new(this, unknownScore, unmatched);

    /// <summary>The score of a piece.</summary>
    /// <param name="id">Its id.</param>
    public double GetScore(int id) => _scores[id];

    internal override void Tokenize(ReadOnlySpan<byte> word, TokenBuffer output, ModelWorkspace workspace)
    {
        // The piece that ends at each place on the best way there: where it begins, and its id.
        workspace.Take(word.Length + 1, out var path, out _, out _, out _);
        var ways = workspace.TakeWays(word.Length + 1).AsSpan(0, word.Length + 1);
        ways.Fill(new(-1, -1, 0));
        for (var at = 0; at < word.Length;)
        {
            var character = CharacterLength(word[at..]);
            var here = ways[at].Score;
            var hasSingle = false;
            var node = PieceTrie.Root;
            for (var end = at; end < word.Length;)
            {
                node = _trie.Step(node, word[end++]);
                if (node < 0)
                {
                    break;
                }

                var id = _trie.ValueAt(node);
                if (id >= 0)
                {
                    Offer(ref ways[end], at, id, _scores[id] + here);
                    hasSingle |= end == at + character;
                }
            }

            if (!hasSingle)
            {
                Offer(ref ways[at + character], at, _unknown, _isSingle ? (float)_unknownScore + (float)here : _unknownScore + here);
            }

            at += character;
        }

        var count = 0;
        for (var end = word.Length; end > 0; end = ways[end].Start)
        {
            path[count++] = end;
        }

        AddPath(word, ways, path.AsSpan(0, count), output);
    }

    private void Offer(ref BestWay way, int start, int id, double score)
    {
        if (way.Start < 0 || score > way.Score)
        {
            way = new(start, id, _isSingle ? (float)score : score);
        }
    }

    // Characters that are unknown become their bytes, or one unknown token as long as they follow one another.
    private void AddPath(ReadOnlySpan<byte> word, ReadOnlySpan<BestWay> ways, ReadOnlySpan<int> ends, TokenBuffer output)
    {
        if (!_isSingle)
        {
            AddFused(word, ways, ends, output);
            return;
        }

        var afterUnknown = false;
        for (var i = ends.Length - 1; i >= 0; i--)
        {
            var end = ends[i];
            var (start, id, _) = ways[end];
            var isUnknown = id == _unknown;
            if (isUnknown && _byteIds.Length > 0)
            {
                foreach (var value in word[start..end])
                {
                    output.Add(_byteIds[value], 1);
                }
            }
            else if (isUnknown && afterUnknown)
            {
                output.Extend(end - start);
            }
            else
            {
                output.Add(id >= 0 ? id : throw Unknown(word[start..end]), end - start);
                afterUnknown = isUnknown;
                continue;
            }

            afterUnknown = isUnknown;
        }
    }

    // As Hugging Face's tokenizers have it: a run of unknown characters is one text first, and its bytes all lie where the run does.
    private void AddFused(ReadOnlySpan<byte> word, ReadOnlySpan<BestWay> ways, ReadOnlySpan<int> ends, TokenBuffer output)
    {
        for (var i = ends.Length - 1; i >= 0; i--)
        {
            var end = ends[i];
            var (start, id, _) = ways[end];
            if (id != _unknown)
            {
                output.Add(id, end - start);
                continue;
            }

            while (i > 0 && ways[ends[i - 1]].Id == _unknown)
            {
                end = ends[--i];
            }

            var run = word[start..end];
            if (Vocabulary.TryGetId(run, out var whole))
            {
                output.Add(whole, run.Length);
            }
            else if (_byteIds.Length == 0)
            {
                output.Add(_unknown >= 0 ? _unknown : throw Unknown(run), run.Length);
            }
            else
            {
                foreach (var value in run)
                {
                    output.AddHere(_byteIds[value], run.Length);
                }

                output.Position += run.Length;
            }
        }
    }

    internal override void Write(Utf8JsonWriter writer) => UnigramJson.Write(writer, this, _unknown, _scores);

    private static TokenizerException Unknown(ReadOnlySpan<byte> character) =>
        new($"the vocabulary lacks '{VocabularyBuilder.Show(character)}', and the model has no unknown token");

    // Byte fallback needs all 256 pieces.
    private static int[] FindBytes(Vocabulary vocabulary)
    {
        var ids = new int[256];
        for (var value = 0; value < 256; value++)
        {
            if (!vocabulary.TryGetId(ByteTokens.Of((byte)value), out ids[value]))
            {
                return [];
            }
        }

        return ids;
    }

    private static int CharacterLength(ReadOnlySpan<byte> text) => Math.Min(text[0] switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 }, text.Length);
}

/// <summary>The best way to a place of a word: where its last piece begins (-1 while none is known), that piece, and the sum of scores.</summary>
internal readonly record struct BestWay(int Start, int Id, double Score);
