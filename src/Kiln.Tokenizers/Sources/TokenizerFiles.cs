namespace Kiln.Tokenizers;

/// <summary>Reads a tokenizer from a file of any kind, and what stands beside it.</summary>
internal static class TokenizerFiles
{
    /// <summary>What a folder is searched for, in this order.</summary>
    public static readonly string[] Names = ["tokenizer.json", "vocab.json", "vocab.txt", "*.tiktoken"];

    public static (TokenizerModel Model, TokenizerParts Parts) Read(string path)
    {
        var (name, folder) = (Path.GetFileName(path), Path.GetDirectoryName(Path.GetFullPath(path))!);
        var config = ReadConfig(folder);
        var (model, parts) = name switch
        {
            "merges.txt" or "vocab.json" => VocabularyFiles.ReadVocabAndMerges(Beside(folder, "vocab.json"), Beside(folder, "merges.txt")),
            _ when name.EndsWith(".tiktoken", StringComparison.Ordinal) => VocabularyFiles.ReadTiktoken(File.ReadAllBytes(path), PatternOf(name)),
            _ when name.EndsWith(".txt", StringComparison.Ordinal) => VocabularyFiles.ReadVocabTxt(File.ReadAllBytes(path), ReadsLowercase(folder)),
            _ => ReadByContent(File.ReadAllBytes(path), name),
        };
        return (model, parts with { Config = config });
    }

    private static (TokenizerModel Model, TokenizerParts Parts) ReadByContent(byte[] data, string name)
    {
        var first = data.AsSpan().TrimStart(" \t\r\n\uFEFF"u8);
        return first.Length > 0 && first[0] == (byte)'{'
            ? TokenizerJsonReader.Read(data)
            : throw new TokenizerFormatException($"'{name}' is of no known kind; expected tokenizer.json, vocab.json with merges.txt, vocab.txt or ranks (.tiktoken)");
    }

    /// <summary>The ranks do not say how texts are cut; their published names do.</summary>
    private static string PatternOf(string name) => Path.GetFileNameWithoutExtension(name) switch
    {
        "gpt2" or "r50k_base" or "p50k_base" => KnownPatterns.Gpt2,
        "o200k_base" => KnownPatterns.O200k,
        "qwen" => KnownPatterns.Qwen2,
        _ => KnownPatterns.Cl100k,
    };

    private static TokenizerConfig ReadConfig(string folder)
    {
        var template = Path.Combine(folder, "chat_template.jinja");
        return TokenizerConfigReader.Read(
            Optional(folder, "tokenizer_config.json"), Optional(folder, "special_tokens_map.json"), File.Exists(template) ? File.ReadAllText(template) : null);
    }

    /// <summary>Whether letters become small: vocab.txt does not say, tokenizer_config.json beside it may. Default: true.</summary>
    private static bool ReadsLowercase(string folder)
    {
        if (Optional(folder, "tokenizer_config.json") is not { } json)
        {
            return true;
        }

        using var document = TokenizerJsonReader.Parse(json, "tokenizer_config.json");
        return new JsonNodeView(document.RootElement, "tokenizer_config.json")["do_lower_case"].AsBool(true);
    }

    private static byte[] Beside(string folder, string name) => Optional(folder, name)
        ?? throw new TokenizerFormatException($"'{name}' is missing in {folder}; vocab.json and merges.txt belong together");

    private static byte[]? Optional(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }
}
