namespace Kiln.Tokenizers;

/// <summary>What tokenizer_config.json and its like say: what a tokenizer keeps, and what vocabularies leave open that name no settings themselves.</summary>
/// <param name="Config">What the tokenizer keeps.</param>
/// <param name="AddsBos">Whether a token begins each text; null when it is not said.</param>
/// <param name="AddsEos">Whether a token ends each text; null when it is not said.</param>
/// <param name="Lowercases">Whether letters become small; null when it is not said.</param>
internal sealed record TokenizerSettings(TokenizerConfig Config, bool? AddsBos, bool? AddsEos, bool? Lowercases)
{
    /// <summary>Roles of which it is said that they have no token.</summary>
    public IReadOnlyList<string> AbsentRoles { get; init; } = [];

    /// <summary>What a tokenizer's own file says, where the files beside it do not say otherwise: role by role, and template by template.</summary>
    public TokenizerConfig Over(TokenizerConfig own)
    {
        var templates = Merge(own.ChatTemplates, Config.ChatTemplates);
        return new()
        {
            SpecialTokens = Merge(own.SpecialTokens.Where(token => !AbsentRoles.Contains(token.Key, StringComparer.Ordinal)), Config.SpecialTokens),
            ChatTemplates = templates,
            ChatTemplate = Config.ChatTemplate ?? own.ChatTemplate,
            ModelMaxLength = Config.ModelMaxLength ?? own.ModelMaxLength,
            CleansUpSpaces = Config.CleansUpSpaces ?? own.CleansUpSpaces,
        };
    }

    private static Dictionary<string, string> Merge(IEnumerable<KeyValuePair<string, string>> own, IReadOnlyDictionary<string, string> beside)
    {
        var merged = new Dictionary<string, string>(own, StringComparer.Ordinal);
        foreach (var (name, value) in beside)
        {
            merged[name] = value;
        }

        return merged;
    }
}
