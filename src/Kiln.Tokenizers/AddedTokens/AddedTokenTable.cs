namespace Kiln.Tokenizers;

/// <summary>Added tokens by content and by id.</summary>
internal sealed class AddedTokenTable
{
    private readonly Dictionary<string, AddedToken> _byContent = [];
    private readonly Dictionary<int, (AddedToken Token, byte[] Bytes)> _byId = [];

    // What reads like a special token is left out with the special ones, as in the reference, which knows them by their text.
    private readonly HashSet<int> _skipped = [];

    public AddedTokenTable(IReadOnlyList<AddedToken> tokens, Vocabulary vocabulary, TextNormalizer? normalizer)
    {
        var texts = new Dictionary<int, string>();
        foreach (var token in tokens)
        {
            if (token.Content.Length == 0 || token.Id < 0)
            {
                throw new TokenizerFormatException($"added_tokens: '{token.Content}' with the id {token.Id}: a token needs a text and an id of 0 or more");
            }

            if (vocabulary.TryGetId(token.Content, out var id) && id != token.Id)
            {
                throw new TokenizerFormatException($"added_tokens: '{token.Content}' has the id {token.Id}, but the vocabulary has it under {id}");
            }

            if (_byId.TryGetValue(token.Id, out var other) && other.Token.Content != token.Content)
            {
                throw new TokenizerFormatException($"added_tokens: '{other.Token.Content}' and '{token.Content}' both have the id {token.Id}; every token needs an id of its own");
            }

            _byContent[token.Content] = token;
            // One that is looked for in the normalized text decodes to what it is there.
            var text = token.Surface ?? (token.Normalized && normalizer is not null ? normalizer.Normalize(token.Content) : token.Content);
            _byId[token.Id] = (token, System.Text.Encoding.UTF8.GetBytes(text));
            texts[token.Id] = text;
            Size = Math.Max(Size, token.Id == int.MaxValue ? token.Id : token.Id + 1);
        }

        var special = _byId.Values.Where(item => item.Token.Special).Select(item => item.Token.Content).ToHashSet(StringComparer.Ordinal);
        _skipped.UnionWith(_byId.Values.Where(item => item.Token.Surface is null && (item.Token.Special || special.Contains(texts[item.Token.Id]))).Select(item => item.Token.Id));
    }

    /// <summary>The largest id, and one.</summary>
    public int Size { get; }

    public AddedToken? ByContent(string content) => _byContent.GetValueOrDefault(content);

    public AddedToken? ById(int id) => _byId.TryGetValue(id, out var found) ? found.Token : null;

    /// <summary>Whether decoding leaves a token out with the special ones: it is one, or reads like one.</summary>
    public bool IsSkipped(int id) => _skipped.Contains(id);

    /// <summary>What a token decodes to; null when there is no such token.</summary>
    public byte[]? BytesById(int id) => _byId.TryGetValue(id, out var found) ? found.Bytes : null;
}
