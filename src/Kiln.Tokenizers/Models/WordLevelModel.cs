using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Every word is one piece of the vocabulary, or unknown.</summary>
public sealed class WordLevelModel : TokenizerModel
{
    private readonly int _unknown;

    internal WordLevelModel(Vocabulary vocabulary, string unknownToken)
        : base(vocabulary)
    {
        UnknownToken = unknownToken;
        _unknown = vocabulary.TryGetId(unknownToken, out var id) ? id : -1;
    }

    /// <inheritdoc/>
    public override string Kind => "WordLevel";

    /// <summary>The piece for words that the vocabulary lacks.</summary>
    public string UnknownToken { get; }

    /// <summary>Makes a model.</summary>
    /// <param name="vocabulary">Words and their ids.</param>
    /// <param name="unknownToken">The piece for words that the vocabulary lacks. Default: <c>&lt;unk&gt;</c>.</param>
    /// <returns>The model.</returns>
    /// <exception cref="TokenizerFormatException">An id is used twice.</exception>
    public static WordLevelModel Create(IEnumerable<KeyValuePair<string, int>> vocabulary, string unknownToken = "<unk>")
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var builder = new VocabularyBuilder("vocabulary");
        foreach (var (piece, id) in vocabulary)
        {
            builder.Add(System.Text.Encoding.UTF8.GetBytes(piece), id);
        }

        return new(builder.Build(), unknownToken);
    }

    internal override void Tokenize(ReadOnlySpan<byte> word, TokenBuffer output, ModelWorkspace workspace)
    {
        var id = Vocabulary.TryGetId(word, out var found) ? found : _unknown;
        if (id < 0)
        {
            throw new TokenizerException($"the vocabulary lacks the word '{VocabularyBuilder.Show(word)}' and the unknown token '{UnknownToken}'");
        }

        output.Add(id, word.Length);
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", Kind);
        writer.WriteString("unk_token", UnknownToken);
        VocabularyJson.Write(writer, Vocabulary);
    }
}
