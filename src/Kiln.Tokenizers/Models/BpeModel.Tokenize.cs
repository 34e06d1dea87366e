using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

public sealed partial class BpeModel
{
    private bool _forBytes, _cuts, _decorates;
    private byte[] _prefix = [], _suffix = [];

    /// <summary>The piece of each byte: of words that are bytes, of ASCII otherwise; -1 for none.</summary>
    private int[] _byteIds = [];

    /// <summary>The pieces <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>; empty without byte fallback.</summary>
    private int[] _fallbackIds = [];

    internal override bool CutsWords => _cuts;

    internal override bool SeesBytes => _forBytes;

    internal override bool SaysBytes =>
        !_decorates && (_forBytes ? _byteIds : _fallbackIds) is { Length: > 0 } ids && Array.TrueForAll(ids, id => id >= 0);

    /// <summary>
    /// Text is cut before a mark of a word's beginning that follows something else. No piece has the mark anywhere but at its beginning, so no merge can
    /// reach across.
    /// </summary>
    internal override int NextCut(ReadOnlySpan<byte> text) => WordMark.NextCut(text);

    internal override void Tokenize(ReadOnlySpan<byte> word, TokenBuffer output, ModelWorkspace workspace)
    {
        if (workspace.Dropout is { } random && Options.Dropout is > 0 and var rate)
        {
            MergeDropout.Tokenize(new Rules(this), word, output, rate, random);
            return;
        }

        if (Options.IgnoreMerges && TryFindWhole(word, workspace, out var whole))
        {
            output.Add(whole, word.Length);
            return;
        }

        PieceMerger.Tokenize(new Rules(this), word, output, workspace);
    }

    private void Prepare(bool forBytes)
    {
        _forBytes = forBytes;
        _prefix = System.Text.Encoding.UTF8.GetBytes(Options.ContinuingSubwordPrefix ?? "");
        _suffix = System.Text.Encoding.UTF8.GetBytes(Options.EndOfWordSuffix ?? "");
        _decorates = _prefix.Length + _suffix.Length > 0;
        _byteIds = new int[256];
        Span<byte> letters = stackalloc byte[2];
        for (var value = 0; value < 256; value++)
        {
            letters[0] = (byte)value;
            var length = forBytes ? ByteLetters.ToUtf8([(byte)value], letters) : 1;
            _byteIds[value] = (forBytes || value < 128) && Vocabulary.TryGetId(letters[..length], out var id) ? id : -1;
        }

        if (Options.ByteFallback)
        {
            _fallbackIds = new int[256];
            for (var value = 0; value < 256; value++)
            {
                _fallbackIds[value] = Vocabulary.TryGetId(ByteTokens.Of((byte)value), out var id) ? id : -1;
            }
        }

        _cuts = !forBytes && !_decorates && !Options.IgnoreMerges && MarkOnlyBegins();
    }

    /// <summary>Whether the vocabulary marks the beginnings of words, and no piece has the mark after something else.</summary>
    private bool MarkOnlyBegins()
    {
        if (!Vocabulary.TryGetId(WordMark.Bytes, out _))
        {
            return false;
        }

        for (var id = 0; id < Vocabulary.Size; id++)
        {
            if (Vocabulary.Contains(id) && WordMark.IsWithin(Vocabulary[id]))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryFindWhole(ReadOnlySpan<byte> word, ModelWorkspace workspace, out int id)
    {
        id = -1;
        if (word.Length > Vocabulary.LongestPiece)
        {
            return false;
        }

        if (!_forBytes)
        {
            return Vocabulary.TryGetId(word, out id);
        }

        var letters = workspace.TakeBytes(2 * word.Length);
        return Vocabulary.TryGetId(letters.AsSpan(0, ByteLetters.ToUtf8(word, letters)), out id);
    }

    private int ReadBytes(ReadOnlySpan<byte> word, int at, SymbolList symbols, int most)
    {
        var byteIds = _byteIds;
        for (; at < word.Length && symbols.Count < most; at++)
        {
            var id = byteIds[word[at]];
            if (id >= 0)
            {
                symbols.Add(id, at, 1);
            }
            else
            {
                AddUnknown(symbols, at, 1);
            }
        }

        return at;
    }

    private int ReadCharacters(ReadOnlySpan<byte> word, int at, SymbolList symbols, int most)
    {
        while (at < word.Length && symbols.Count < most)
        {
            int value = word[at];
            if (value < 128 && _byteIds[value] >= 0)
            {
                symbols.Add(_byteIds[value], at, 1);
                at++;
                continue;
            }

            var length = CharacterLength(word[at..]);
            AddCharacter(word.Slice(at, length), word.Slice(at, length), at, symbols);
            at += length;
        }

        return at;
    }

    /// <summary>Characters with the prefix before all but the first and the suffix after the last; bytes stand as their letters.</summary>
    private int ReadDecorated(ReadOnlySpan<byte> word, int at, SymbolList symbols, int most)
    {
        Span<byte> piece = new byte[_prefix.Length + 4 + _suffix.Length];
        while (at < word.Length && symbols.Count < most)
        {
            var length = _forBytes ? 1 : CharacterLength(word[at..]);
            var character = word.Slice(at, length);
            var written = at > 0 ? _prefix.Length : 0;
            _prefix.AsSpan(0, written).CopyTo(piece);
            if (_forBytes)
            {
                written += ByteLetters.ToUtf8(character, piece[written..]);
            }
            else
            {
                character.CopyTo(piece[written..]);
                written += length;
            }

            if (at + length == word.Length)
            {
                _suffix.CopyTo(piece[written..]);
                written += _suffix.Length;
            }

            AddCharacter(piece[..written], character, at, symbols);
            at += length;
        }

        return at;
    }

    /// <summary>Adds the piece of a character; without one, the pieces of its bytes, or that it is unknown.</summary>
    private void AddCharacter(ReadOnlySpan<byte> piece, ReadOnlySpan<byte> character, int at, SymbolList symbols)
    {
        if (Vocabulary.TryGetId(piece, out var id))
        {
            symbols.Add(id, at, character.Length);
            return;
        }

        var allBytes = _fallbackIds.Length > 0;
        foreach (var value in character)
        {
            allBytes = allBytes && _fallbackIds[value] >= 0;
        }

        if (!allBytes)
        {
            AddUnknown(symbols, at, character.Length);
            return;
        }

        foreach (var value in character)
        {
            symbols.Add(_fallbackIds[value], at, 1);
            at++;
        }
    }

    private void AddUnknown(SymbolList symbols, int at, int length)
    {
        if (_unknown < 0)
        {
            // The reference leaves out what it has no token for.
            return;
        }

        if (Options.FuseUnknown && symbols.Count > 0 && symbols.Ids[symbols.Count - 1] == _unknown)
        {
            symbols.Lengths[symbols.Count - 1] += length;
            return;
        }

        symbols.Add(_unknown, at, length);
    }

    private static int CharacterLength(ReadOnlySpan<byte> text)
    {
        var length = text[0] switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
        return Math.Min(length, text.Length);
    }

    private readonly struct Rules(BpeModel model) : IMergeRules
    {
        public bool AllowsParts => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int RankOf(int left, int right) => model._table.RankOf(left, right);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void RanksOf(ReadOnlySpan<int> symbols, Span<int> ranks) => model._table.RanksOf(symbols, ranks);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (int Before, int After) RanksAround(int before, int symbol, int after) => model._table.RanksAround(before, symbol, after);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Find(int left, int right, out int result) => model._table.Find(left, right, out result);

        public int Read(ReadOnlySpan<byte> word, int at, SymbolList symbols, int most) =>
            model._decorates ? model.ReadDecorated(word, at, symbols, most)
            : model._forBytes ? model.ReadBytes(word, at, symbols, most)
            : model.ReadCharacters(word, at, symbols, most);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Write(int symbol, ReadOnlySpan<byte> part, TokenBuffer output, ref bool afterUnknown) => output.Add(symbol, part.Length);
    }
}
