using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>
/// WordPiece as BERT uses it: from the left, the longest piece that fits; pieces within a word have a prefix. A word that cannot be covered is one
/// unknown token.
/// </summary>
public sealed class WordPieceModel : TokenizerModel
{
    // All pieces, and the node where those go on that begin with the prefix; -1 where there is none.
    private readonly PieceTrie _trie;
    private readonly int _continuing, _unknown;

    internal WordPieceModel(Vocabulary vocabulary, string unknownToken, string prefix, int maxInputCharsPerWord)
        : base(vocabulary)
    {
        (UnknownToken, ContinuingSubwordPrefix, MaxInputCharsPerWord) = (unknownToken, prefix, maxInputCharsPerWord);
        _unknown = vocabulary.TryGetId(unknownToken, out var id) ? id : -1;
        _trie = new(Enumerable.Range(0, vocabulary.Size).Where(vocabulary.Contains).Select(piece => (vocabulary[piece].ToArray(), piece)));
        _continuing = PieceTrie.Root;
        foreach (var value in System.Text.Encoding.UTF8.GetBytes(prefix))
        {
            _continuing = _continuing < 0 ? -1 : _trie.Step(_continuing, value);
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

        for (var at = 0; at < word.Length;)
        {
            var length = FindLongest(word[at..], at == 0 ? PieceTrie.Root : _continuing, out var id);
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

    /// <summary>
    /// The longest piece that the rest of the word begins with, of those below a node; returns how much of the word it covers, 0 for none. It takes as many steps as the longest piece that
    /// the rest could be the beginning of, so a word takes time linear in its length.
    /// </summary>
    private int FindLongest(ReadOnlySpan<byte> rest, int node, out int id)
    {
        (var longest, id) = (0, -1);
        for (var at = 0; at < rest.Length && node >= 0;)
        {
            node = _trie.Step(node, rest[at++]);
            var endsCharacter = at == rest.Length || (rest[at] & 0xC0) != 0x80;
            if (node >= 0 && endsCharacter && _trie.ValueAt(node) is >= 0 and var value)
            {
                (longest, id) = (at, value);
            }
        }

        return longest;
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
