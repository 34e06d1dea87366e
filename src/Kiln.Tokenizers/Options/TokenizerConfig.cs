namespace Kiln.Tokenizers;

/// <summary>What tokenizer_config.json and special_tokens_map.json say beside tokenizer.json.</summary>
public sealed record TokenizerConfig
{
    /// <summary>A configuration that says nothing.</summary>
    public static TokenizerConfig Empty { get; } = new();

    /// <summary>Special tokens by their role, for example <c>bos_token</c> or <c>pad_token</c>.</summary>
    public IReadOnlyDictionary<string, string> SpecialTokens { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The default chat template, or null.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>All chat templates by name, <c>default</c> among them.</summary>
    public IReadOnlyDictionary<string, string> ChatTemplates { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The longest input of the model in tokens, or null when it is not said or not bounded.</summary>
    public int? ModelMaxLength { get; init; }

    /// <summary>Whether decoding removes spaces before punctuation by default; null when it is not said.</summary>
    public bool? CleansUpSpaces { get; init; }

    /// <summary>The token of a role, or null.</summary>
    /// <param name="role">For example <c>eos_token</c>.</param>
    public string? SpecialToken(string role) => SpecialTokens.GetValueOrDefault(role);
}
