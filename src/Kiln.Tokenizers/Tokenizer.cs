namespace Kiln.Tokenizers;

/// <summary>
/// Turns text into the ids that a language model was trained on, and back. Made of a normalizer, a pre-tokenizer, a model, a post-processor, a decoder and added
/// tokens, as published in tokenizer.json. Immutable, and safe to use from many threads.
/// </summary>
/// <example>
/// <code>
/// var tokenizer = Tokenizer.Load("gpt2/tokenizer.json");
/// var ids = tokenizer.EncodeToIds("Hello world");   // 15496, 995
/// var text = tokenizer.Decode(ids);                 // "Hello world"
/// </code>
/// </example>
public sealed partial class Tokenizer
{
    private readonly TextPipeline _pipeline;
    private readonly SessionPool _sessions = new();
    private readonly AddedTokenTable _added;

    // How texts and special tokens follow one another: without special tokens and with, of one text and of two.
    private readonly SequenceTemplate[] _templates;

    // Whether lone surrogates of strings go through the model, which knows all bytes, and come back.
    private readonly bool _keepsSurrogates;

    /// <summary>Puts a tokenizer together.</summary>
    /// <param name="model">The model.</param>
    /// <param name="parts">What else it is made of; null for nothing.</param>
    /// <exception cref="TokenizerFormatException">Two added tokens share an id, or one has another id than its piece in the vocabulary.</exception>
    public Tokenizer(TokenizerModel model, TokenizerParts? parts = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Parts = parts ?? new();
        _added = new(Parts.AddedTokens, model.Vocabulary, Parts.Normalizer);
        _pipeline = new(model, Parts);
        _keepsSurrogates = _pipeline.SaysBytes;
        _templates = [.. Enumerable.Range(0, 4).Select(i => SequenceTemplate.Of(Parts.PostProcessor, isPair: (i & 2) != 0, addsSpecials: (i & 1) != 0))];
    }

    /// <summary>The model.</summary>
    public TokenizerModel Model { get; }

    /// <summary>What the tokenizer is made of beside its model.</summary>
    public TokenizerParts Parts { get; }

    /// <summary>The largest id of vocabulary and added tokens, and one: what an embedding table needs as rows.</summary>
    public int VocabularySize => Math.Max(Model.Vocabulary.Size, _added.Size);

    /// <summary>The id of a token, or null when there is no such token.</summary>
    /// <param name="token">The token as the vocabulary has it, for example <c>Ġworld</c>, or an added token's text.</param>
    public int? TokenToId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _added.ByContent(token) is { } added ? added.Id : Model.Vocabulary.TryGetId(token, out var id) ? id : null;
    }

    /// <summary>The token of an id as the vocabulary has it, or null when there is no such id.</summary>
    /// <param name="id">The id.</param>
    public string? IdToToken(int id) =>
        _added.ById(id) is { } added ? added.Content : Model.Vocabulary.TryGetPiece(id, out var piece) ? piece : null;

    /// <summary>Whether an id is an added token that decoding may leave out.</summary>
    /// <param name="id">The id.</param>
    public bool IsSpecial(int id) => _added.ById(id) is { Special: true };

    /// <summary>Whether decoding leaves an id out with the special ones.</summary>
    internal bool IsSkipped(int id) => _added.IsSkipped(id);

    /// <summary>Whether an id is an added token's.</summary>
    internal bool IsAdded(int id) => _added.ById(id) is not null;

    /// <summary>How texts and special tokens follow one another.</summary>
    internal SequenceTemplate TemplateOf(bool isPair, bool addsSpecials)
    {
        var template = _templates[(isPair ? 2 : 0) + (addsSpecials ? 1 : 0)];
        return template.Refusal is null ? template : throw new TokenizerException(template.Refusal);
    }

    /// <summary>The bytes of a token that the model made, even where an added token has its id.</summary>
    internal ReadOnlySpan<byte> PieceBytes(int id) => Model.Vocabulary.Contains(id) ? Model.Vocabulary[id] : TokenBytes(id);

    /// <summary>A token's bytes; empty when there is no such id.</summary>
    internal ReadOnlySpan<byte> TokenBytes(int id) =>
        _added.BytesById(id) is { } bytes ? bytes : Model.Vocabulary.Contains(id) ? Model.Vocabulary[id] : [];
}
