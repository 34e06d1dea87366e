using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

public sealed partial class BpeModel
{
    private static readonly byte[] SpaceMark = "▁"u8.ToArray();

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
    internal override int NextCut(ReadOnlySpan<byte> text)
    {
        // The marks that the part begins with, if any, belong to it.
        var at = 0;
        while (text[at..].StartsWith(SpaceMark))
        {
            at += SpaceMark.Length;
        }

        var next = text[at..].IndexOf(SpaceMark);
        return next < 0 ? text.Length : at + next;
    }

    internal override void Tokenize(ReadOnlySpan<byte> word, TokenBuffer output, ModelWorkspace workspace)
    {
        if (Options.IgnoreMerges && TryFindWhole(word, workspace, out var whole))
        {
            output.Add(whole, word.Length);
            return;
        }

        workspace.Take(word.Length + 4, out var ids, out var lengths, out var ranks, out var links);
        var count = _forBytes ? SplitBytes(word, ids, lengths) : SplitCharacters(word, ids, lengths);
        count = PieceMerger.Merge(_table, ids, lengths, count, ranks, links, workspace);
        output.Reserve(count);
        for (var i = 0; i < count; i++)
        {
            output.Add(ids[i], lengths[i]);
        }
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
        if (!Vocabulary.TryGetId(SpaceMark, out _))
        {
            return false;
        }

        for (var id = 0; id < Vocabulary.Size; id++)
        {
            if (Vocabulary.Contains(id) && NextCut(Vocabulary[id]) < Vocabulary[id].Length)
            {
                return false;
            }
        }

        return true;
    }

    private bool TryFindWhole(ReadOnlySpan<byte> word, ModelWorkspace workspace, out int id)
    {
        if (!_forBytes)
        {
            return Vocabulary.TryGetId(word, out id);
        }

        var letters = workspace.TakeBytes(2 * word.Length);
        return Vocabulary.TryGetId(letters.AsSpan(0, ByteLetters.ToUtf8(word, letters)), out id);
    }

    private int SplitBytes(ReadOnlySpan<byte> word, int[] ids, int[] lengths)
    {
        if (_decorates)
        {
            return SplitDecorated(word, ids, lengths);
        }

        var count = 0;
        foreach (var value in word)
        {
            count = _byteIds[value] >= 0 ? AddSymbol(ids, lengths, count, _byteIds[value], 1) : AddUnknown(ids, lengths, count, 1);
        }

        return count;
    }

    private int SplitCharacters(ReadOnlySpan<byte> word, int[] ids, int[] lengths)
    {
        if (_decorates)
        {
            return SplitDecorated(word, ids, lengths);
        }

        var count = 0;
        for (var at = 0; at < word.Length;)
        {
            int value = word[at];
            if (value < 128 && _byteIds[value] >= 0)
            {
                (ids[count], lengths[count]) = (_byteIds[value], 1);
                count++;
                at++;
                continue;
            }

            var length = CharacterLength(word[at..]);
            count = Vocabulary.TryGetId(word.Slice(at, length), out var id)
                ? AddSymbol(ids, lengths, count, id, length)
                : AddMissing(word.Slice(at, length), ids, lengths, count);
            at += length;
        }

        return count;
    }

    /// <summary>Characters with the prefix before all but the first and the suffix after the last; bytes stand as their letters.</summary>
    private int SplitDecorated(ReadOnlySpan<byte> word, int[] ids, int[] lengths)
    {
        var count = 0;
        Span<byte> piece = new byte[_prefix.Length + 4 + _suffix.Length];
        for (var at = 0; at < word.Length;)
        {
            var length = _forBytes ? 1 : CharacterLength(word[at..]);
            var written = 0;
            if (at > 0)
            {
                _prefix.CopyTo(piece);
                written = _prefix.Length;
            }

            if (_forBytes)
            {
                written += ByteLetters.ToUtf8(word.Slice(at, 1), piece[written..]);
            }
            else
            {
                word.Slice(at, length).CopyTo(piece[written..]);
                written += length;
            }

            if (at + length == word.Length)
            {
                _suffix.CopyTo(piece[written..]);
                written += _suffix.Length;
            }

            count = Vocabulary.TryGetId(piece[..written], out var id)
                ? AddSymbol(ids, lengths, count, id, length)
                : AddMissing(word.Slice(at, length), ids, lengths, count);
            at += length;
        }

        return count;
    }

    private int AddMissing(ReadOnlySpan<byte> character, int[] ids, int[] lengths, int count)
    {
        var allBytes = _fallbackIds.Length > 0;
        foreach (var value in character)
        {
            allBytes = allBytes && _fallbackIds[value] >= 0;
        }

        if (!allBytes)
        {
            return AddUnknown(ids, lengths, count, character.Length);
        }

        foreach (var value in character)
        {
            count = AddSymbol(ids, lengths, count, _fallbackIds[value], 1);
        }

        return count;
    }

    private int AddUnknown(int[] ids, int[] lengths, int count, int length)
    {
        if (_unknown < 0)
        {
            // The reference leaves out what it has no token for.
            return count;
        }

        if (Options.FuseUnknown && count > 0 && ids[count - 1] == _unknown)
        {
            lengths[count - 1] += length;
            return count;
        }

        return AddSymbol(ids, lengths, count, _unknown, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AddSymbol(int[] ids, int[] lengths, int count, int id, int length)
    {
        (ids[count], lengths[count]) = (id, length);
        return count + 1;
    }

    private static int CharacterLength(ReadOnlySpan<byte> text)
    {
        var length = text[0] switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
        return Math.Min(length, text.Length);
    }
}
