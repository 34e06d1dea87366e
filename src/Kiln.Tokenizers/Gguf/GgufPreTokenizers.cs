namespace Kiln.Tokenizers;

/// <summary>The pre-tokenizers that GGUF files name in <c>tokenizer.ggml.pre</c>.</summary>
internal static class GgufPreTokenizers
{
    private static readonly Dictionary<string, string[]> s_patterns = new(StringComparer.Ordinal)
    {
        ["gpt-2"] = [KnownPatterns.Gpt2],
        ["default"] = [KnownPatterns.Gpt2],
        ["gpt2"] = [KnownPatterns.Gpt2],
        ["phi-2"] = [KnownPatterns.Gpt2],
        ["roberta-bpe"] = [KnownPatterns.Gpt2],
        ["mpt"] = [KnownPatterns.Gpt2],
        ["olmo"] = [KnownPatterns.Gpt2],
        ["jais"] = [KnownPatterns.Gpt2],
        ["starcoder"] = [@"\p{N}", KnownPatterns.Gpt2],
        ["refact"] = [@"\p{N}", KnownPatterns.Gpt2],
        ["command-r"] = [@"\p{N}", KnownPatterns.Gpt2],
        ["smollm"] = [@"\p{N}", KnownPatterns.Gpt2],
        ["llama3"] = [KnownPatterns.Cl100k],
        ["llama-v3"] = [KnownPatterns.Cl100k],
        ["llama-bpe"] = [KnownPatterns.Cl100k],
        ["dbrx"] = [KnownPatterns.Cl100k],
        ["smaug-bpe"] = [KnownPatterns.Cl100k],
        ["qwen2"] = [KnownPatterns.Qwen2],
        ["stablelm2"] = [KnownPatterns.Qwen2],
        ["deepseek-r1-qwen"] = [KnownPatterns.Qwen2],
        ["gpt-4o"] = [KnownPatterns.O200k],
        ["tekken"] = [KnownPatterns.Tekken],
        ["deepseek-v3"] = [KnownPatterns.DeepSeekDigits, KnownPatterns.DeepSeekCjk, KnownPatterns.DeepSeek],
    };

    public static PreTokenizer Find(string name)
    {
        if (!s_patterns.TryGetValue(name, out var patterns))
        {
            throw new TokenizerFormatException(
                $"GGUF: the pre-tokenizer '{name}' is not supported; supported are {string.Join(", ", s_patterns.Keys.Order(StringComparer.Ordinal))}");
        }

        if (patterns is [KnownPatterns.Gpt2])
        {
            return new ByteLevelPreTokenizer { AddPrefixSpace = false };
        }

        var steps = patterns.Select(pattern => (PreTokenizer)new SplitPreTokenizer(TextPattern.Regex(pattern), SplitBehavior.Isolated));
        return new SequencePreTokenizer([.. steps, new ByteLevelPreTokenizer { AddPrefixSpace = false, UseRegex = false }]);
    }
}
