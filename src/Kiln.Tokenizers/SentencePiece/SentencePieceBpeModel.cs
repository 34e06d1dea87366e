using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>
/// The BPE of a SentencePiece file, and its models of single characters, which are BPE without merges. It differs from a list of merges in what
/// scores decide (see <see cref="ScoredMerges"/>), keeps symbols that the user defined whole, and takes pieces that are marked unused apart again.
/// </summary>
public sealed class SentencePieceBpeModel : TokenizerModel
{
    private readonly ScoredMerges _merges;
    private readonly SentencePieceModelKind _kind;
    private readonly SentencePieceType[] _types;
    private readonly float[] _scores;
    private readonly PieceTrie? _whole;
    private readonly int[] _byteIds = [];
    private readonly int[] _ascii = new int[128];
    private readonly int _unknown;
    private readonly bool _cuts, _hasUnused;

    internal SentencePieceBpeModel(Vocabulary vocabulary, SentencePieceFile file)
        : base(vocabulary)
    {
        _merges = new(file, vocabulary);
        (_kind, _types, _scores) = (file.Kind, [.. file.Pieces.Select(piece => piece.Type)], [.. file.Pieces.Select(piece => piece.Score)]);
        _hasUnused = _types.Contains(SentencePieceType.Unused);
        _unknown = file.Unknown;
        ByteFallback = file.ByteFallback;
        var whole = file.Pieces.Select((piece, id) => (piece.Bytes, Id: id, piece.Type)).Where(piece => piece.Type == SentencePieceType.UserDefined).ToList();
        _whole = whole.Count > 0 ? new(whole.Select(piece => (piece.Bytes, piece.Id))) : null;
        for (var value = 0; value < 128; value++)
        {
            _ascii[value] = FindSymbol([(byte)value]);
        }

        if (file.ByteFallback)
        {
            _byteIds = [.. Enumerable.Range(0, 256).Select(value => Vocabulary.TryGetId(ByteTokens.Of((byte)value), out var id) ? id : _unknown)];
        }

        // Where no piece has the mark of a word anywhere but at its beginning, no merge reaches across the beginning of a word. Unknown characters on both
        // sides would be one token, so the mark itself must be known.
        _cuts = !file.MarksEnds && FindSymbol(WordMark.Bytes) is >= 0 and var mark && mark < _types.Length
            && file.Pieces.All(piece => !ScoredMerges.IsText(piece.Type) || !WordMark.IsWithin(piece.Bytes));
    }

    /// <inheritdoc/>
    public override string Kind => "BPE";

    /// <summary>Whether characters that the vocabulary lacks become the pieces <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> of their bytes.</summary>
    public bool ByteFallback { get; }

    internal override bool SaysBytes => _byteIds.Length > 0 && Array.TrueForAll(_byteIds, id => id != _unknown);

    // How an unused piece is taken apart may depend on the text around its word.
    internal override bool CutsWords => _cuts && !_hasUnused;

    internal override int NextCut(ReadOnlySpan<byte> text) => WordMark.NextCut(text);

    internal override void Tokenize(ReadOnlySpan<byte> word, TokenBuffer output, ModelWorkspace workspace)
    {
        var (first, position) = (output.Count, output.Position);
        PieceMerger.Tokenize(new Rules(this, null), word, output, workspace);
        if (_hasUnused && HasUnused(output.Ids.AsSpan(first, output.Count - first)))
        {
            // Only now it matters what the halves of pieces were, as they were last seen beside each other.
            (output.Count, output.Position) = (first, position);
            PieceMerger.Tokenize(new Rules(this, []), word, output, workspace);
        }
    }

    internal override void Write(Utf8JsonWriter writer) => SentencePieceJson.Write(writer, this, _kind, _types, _scores, _unknown);

    /// <summary>The rank of a pair of pieces and what it makes, for writing merges down.</summary>
    internal int FindMerge(int left, int right, out int result) => _merges.Find(left, right, out result);

    // Characters, or symbols that the user defined. These never merge: their number is made negative until the merging is done.
    private int Read(ReadOnlySpan<byte> word, int at, SymbolList symbols, int most)
    {
        while (at < word.Length && symbols.Count < most)
        {
            if (_whole is not null && _whole.FindLongest(word[at..], out var id) is > 0 and var length)
            {
                symbols.Add(-2 - id, at, length);
            }
            else if (word[at] < 128)
            {
                symbols.Add(_ascii[word[at]], at, length = 1);
            }
            else
            {
                length = LengthOfCharacter(word[at..]);
                symbols.Add(FindSymbol(word.Slice(at, length)), at, length);
            }

            at += length;
        }

        return at;
    }

    // A piece, a character that is only part of pieces, or -1.
    private int FindSymbol(ReadOnlySpan<byte> character) =>
        Vocabulary.TryGetId(character, out var id) && ScoredMerges.IsText(_types[id]) ? id : _merges.Lone(character);

    private bool HasUnused(ReadOnlySpan<int> ids)
    {
        foreach (var id in ids)
        {
            if (id < _types.Length && _types[id] == SentencePieceType.Unused)
            {
                return true;
            }
        }

        return false;
    }

    private int Find(int left, int right, Dictionary<int, (int Left, int Right)> halves)
    {
        var rank = _merges.Find(left, right, out var result);
        if (rank != MergeTable.None && _types[result] == SentencePieceType.Unused)
        {
            halves[result] = (left, right);
        }

        return rank;
    }

    private void Add(int symbol, ReadOnlySpan<byte> part, TokenBuffer output, Dictionary<int, (int Left, int Right)>? halves, ref bool afterUnknown)
    {
        symbol = symbol <= -2 ? -2 - symbol : symbol;
        if (halves is not null && halves.TryGetValue(symbol, out var pair))
        {
            var length = pair.Left < _types.Length ? Vocabulary[pair.Left].Length : LengthOfCharacter(part);
            Add(pair.Left, part[..length], output, halves, ref afterUnknown);
            Add(pair.Right, part[length..], output, halves, ref afterUnknown);
        }
        else if (symbol >= 0 && symbol < _types.Length)
        {
            output.Add(symbol, part.Length);
            afterUnknown = false;
        }
        else if (_byteIds.Length > 0)
        {
            foreach (var value in part)
            {
                output.Add(_byteIds[value], 1);
            }

            afterUnknown = true;
        }
        else if (afterUnknown)
        {
            output.Extend(part.Length);
        }
        else
        {
            output.Add(_unknown, part.Length);
            afterUnknown = true;
        }
    }

    // With halves, what was seen anywhere in the word matters, so it is merged whole.
    private readonly struct Rules(SentencePieceBpeModel model, Dictionary<int, (int Left, int Right)>? halves) : IMergeRules
    {
        public bool AllowsParts => halves is null;

        public int RankOf(int left, int right) => halves is null ? model._merges.Find(left, right, out _) : model.Find(left, right, halves);

        public void RanksOf(ReadOnlySpan<int> symbols, Span<int> ranks)
        {
            if (halves is null)
            {
                model._merges.RanksOf(symbols, ranks);
                return;
            }

            for (var i = 0; i < symbols.Length - 1; i++)
            {
                ranks[i] = RankOf(symbols[i], symbols[i + 1]);
            }
        }

        public (int Before, int After) RanksAround(int before, int symbol, int after) =>
            halves is null ? model._merges.RanksAround(before, symbol, after) : (RankOf(before, symbol), RankOf(symbol, after));

        public int Find(int left, int right, out int result) => model._merges.Find(left, right, out result);

        public int Read(ReadOnlySpan<byte> word, int at, SymbolList symbols, int most) => model.Read(word, at, symbols, most);

        public void Write(int symbol, ReadOnlySpan<byte> part, TokenBuffer output, ref bool afterUnknown) => model.Add(symbol, part, output, halves, ref afterUnknown);
    }

    private static int LengthOfCharacter(ReadOnlySpan<byte> text) => Math.Min(text[0] switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 }, text.Length);
}
