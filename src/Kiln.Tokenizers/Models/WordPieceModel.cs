using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>
/// WordPiece as BERT uses it: from the left, the longest piece that fits; pieces within a word have a prefix. A word that cannot be covered is one
/// unknown token.
/// </summary>
public sealed class WordPieceModel : TokenizerModel
{
    private readonly byte[] _prefix;
    private readonly int _unknown, _longest;

    internal WordPieceModel(Vocabulary vocabulary, string unknownToken, string prefix, int maxInputCharsPerWord)
        : base(vocabulary)
    {
        (UnknownToken, ContinuingSubwordPrefix, MaxInputCharsPerWord) = (unknownToken, prefix, maxInputCharsPerWord);
        _prefix = System.Text.Encoding.UTF8.GetBytes(prefix);
        _unknown = vocabulary.TryGetId(unknownToken, out var id) ? id : -1;
        for (var i = 0; i < vocabulary.Size; i++)
        {
            _longest = vocabulary.Contains(i) ? Math.Max(_longest, vocabulary[i].Length) : _longest;
        }
    }

    /// <inheritdoc/>
    public override string Kind => "WordPiece";

    /// <summary>The piece for words that cannot be covered.</summary>
    public string UnknownToken { get; }

    /// <summary>What pieces within a word begin with.</summary>
    public string ContinuingSubwordPrefix { get; }

    /// <summary>Longer words are unknown.</summary>
    public int MaxInputCharsPerWord { get; }

    /// <summary>Makes a model.</summary>
    /// <param name="vocabulary">Pieces and their ids.</param>
    /// <param name="unknownToken">The piece for words that cannot be covered. Default: <c>[UNK]</c>.</param>
    /// <param name="continuingSubwordPrefix">What pieces within a word begin with. Default: <c>##</c>.</param>
    /// <param name="maxInputCharsPerWord">Longer words are unknown. Default: 100.</param>
    /// <returns>The model.</returns>
    /// <exception cref="TokenizerFormatException">An id is used twice.</exception>
    public static WordPieceModel Create(
        IEnumerable<KeyValuePair<string, int>> vocabulary, string unknownToken = "[UNK]", string continuingSubwordPrefix = "##", int maxInputCharsPerWord = 100)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var builder = new VocabularyBuilder("vocabulary");
        foreach (var (piece, id) in vocabulary)
        {
            builder.Add(System.Text.Encoding.UTF8.GetBytes(piece), id);
        }

        return new(builder.Build(), unknownToken, continuingSubwordPrefix, maxInputCharsPerWord);
    }

    internal override void Tokenize(ReadOnlySpan<byte> word, TokenBuffer output, ModelWorkspace workspace)
    {
        var (first, position) = (output.Count, output.Position);
        if (CountCharacters(word) > MaxInputCharsPerWord)
        {
            AddUnknown(word, output);
            return;
        }

        // A piece within the word is looked up with its prefix in front: the prefix is written over what is done with.
        var room = workspace.TakeBytes(_prefix.Length + word.Length);
        word.CopyTo(room.AsSpan(_prefix.Length));
        for (var at = 0; at < word.Length;)
        {
            var prefix = at == 0 ? 0 : _prefix.Length;
            _prefix.AsSpan(0, prefix).CopyTo(room.AsSpan(at));
            var rest = room.AsSpan(at + _prefix.Length - prefix, word.Length - at + prefix);
            var length = FindLongest(rest, prefix, out var id);
            if (length == 0)
            {
                (output.Count, output.Position) = (first, position);
                AddUnknown(word, output);
                return;
            }

            output.Add(id, length);
            at += length;
        }
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", Kind);
        writer.WriteString("unk_token", UnknownToken);
        writer.WriteString("continuing_subword_prefix", ContinuingSubwordPrefix);
        writer.WriteNumber("max_input_chars_per_word", MaxInputCharsPerWord);
        VocabularyJson.Write(writer, Vocabulary);
    }

    private static int CountCharacters(ReadOnlySpan<byte> word)
    {
        var count = 0;
        foreach (var value in word)
        {
            count += (value & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    /// <summary>The longest piece that the rest of the word begins with; returns how much of the word it covers, 0 for none.</summary>
    private int FindLongest(ReadOnlySpan<byte> rest, int prefix, out int id)
    {
        for (var length = Math.Min(rest.Length, _longest); length > prefix; length--)
        {
            var endsCharacter = length == rest.Length || (rest[length] & 0xC0) != 0x80;
            if (endsCharacter && Vocabulary.TryGetId(rest[..length], out id))
            {
                return length - prefix;
            }
        }

        id = -1;
        return 0;
    }

    private void AddUnknown(ReadOnlySpan<byte> word, TokenBuffer output)
    {
        if (_unknown < 0)
        {
            throw new TokenizerException($"the word '{VocabularyBuilder.Show(word)}' cannot be covered, and the vocabulary lacks the unknown token '{UnknownToken}'");
        }

        output.Add(_unknown, word.Length);
    }
}
