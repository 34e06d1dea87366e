namespace Kiln.Tokenizers;

/// <summary>Reads a tokenizer from a file of any kind, and what stands beside it.</summary>
internal static class TokenizerFiles
{
    public static (TokenizerModel Model, TokenizerParts Parts) Read(string path)
    {
        var (name, folder) = (Path.GetFileName(path), Path.GetDirectoryName(Path.GetFullPath(path))!);
        var beside = TokenizerFolder.ReadSettings(folder);
        var (model, parts) = name switch
        {
            "merges.txt" or "vocab.json" => VocabularyFiles.ReadVocabAndMerges(Beside(folder, "vocab.json"), Beside(folder, "merges.txt")),
            _ when name.EndsWith(".tiktoken", StringComparison.Ordinal) => ReadRanks(path, name),
            _ when name.EndsWith(".txt", StringComparison.Ordinal) => VocabularyFiles.ReadVocabTxt(File.ReadAllBytes(path), beside.Lowercases ?? true),
            _ when name.EndsWith(".gguf", StringComparison.Ordinal) => ReadGguf(path),
            _ when name.EndsWith(".model", StringComparison.Ordinal) =>
                SentencePieceSource.Read(File.ReadAllBytes(path), beside.AddsBos ?? false, beside.AddsEos ?? false),
            _ => ReadByContent(File.ReadAllBytes(path), name),
        };

        return (model, parts with { Config = beside.Over(parts.Config) });
    }

    // Of a file with weights, its first part alone is read.
    private static (TokenizerModel Model, TokenizerParts Parts) ReadGguf(string path)
    {
        using var stream = File.OpenRead(path);
        return GgufSource.Read(stream);
    }

    private static (TokenizerModel Model, TokenizerParts Parts) ReadByContent(byte[] data, string name)
    {
        var first = data.AsSpan().TrimStart(" \t\r\n\uFEFF"u8);
        return first.Length == 0 ? throw new TokenizerFormatException($"'{name}' is empty; get it anew, or name another file")
            : first[0] == (byte)'{'
            ? TokenizerJsonReader.Read(data)
            : data.AsSpan().StartsWith("GGUF"u8) ? GgufSource.Read(new MemoryStream(data))
            : SentencePieceSource.Recognizes(data) ? SentencePieceSource.Read(data)
            : throw new TokenizerFormatException(
                $"'{name}' is of no known kind; expected tokenizer.json, vocab.json with merges.txt, vocab.txt, ranks (.tiktoken), a SentencePiece model (.model) or GGUF");
    }

    private static (TokenizerModel Model, TokenizerParts Parts) ReadRanks(string path, string name)
    {
        var (model, parts) = VocabularyFiles.ReadTiktoken(File.ReadAllBytes(path), PatternOf(name));

        // A rank of the file's own under such an id says that the file is another than its name.
        AddedToken[] special = [.. SpecialTokensOf(name).Where(token => !model.Vocabulary.Contains(token.Id)).Select(token => new AddedToken(token.Text, token.Id) { Special = true })];
        return (model, special.Length > 0 ? parts with { AddedTokens = special } : parts);
    }

    /// <summary>Nor do the ranks have special tokens; those that tiktoken adds to its published files.</summary>
    internal static (string Text, int Id)[] SpecialTokensOf(string name) => Path.GetFileNameWithoutExtension(name) switch
    {
        "gpt2" or "r50k_base" or "p50k_base" => [("<|endoftext|>", 50256)],
        "p50k_edit" => [("<|endoftext|>", 50256), ("<|fim_prefix|>", 50281), ("<|fim_middle|>", 50282), ("<|fim_suffix|>", 50283)],
        "cl100k_base" => [("<|endoftext|>", 100257), ("<|fim_prefix|>", 100258), ("<|fim_middle|>", 100259), ("<|fim_suffix|>", 100260), ("<|endofprompt|>", 100276)],
        "o200k_base" => [("<|endoftext|>", 199999), ("<|endofprompt|>", 200018)],
        "o200k_harmony" => [
            ("<|startoftext|>", 199998), ("<|endoftext|>", 199999), ("<|return|>", 200002), ("<|constrain|>", 200003), ("<|channel|>", 200005), ("<|start|>", 200006), ("<|end|>", 200007),
            ("<|message|>", 200008), ("<|call|>", 200012), ("<|endofprompt|>", 200018), .. Enumerable.Range(200000, 1088)
                .Where(id => id is not (200002 or 200003 or (>= 200005 and <= 200008) or 200012 or 200018)).Select(id => ($"<|reserved_{id}|>", id))],
        _ => [],
    };

    /// <summary>The ranks do not say how texts are cut; their published names do.</summary>
    internal static string PatternOf(string name) => Path.GetFileNameWithoutExtension(name) switch
    {
        "gpt2" or "r50k_base" or "p50k_base" or "p50k_edit" => KnownPatterns.Gpt2,
        "o200k_base" or "o200k_harmony" => KnownPatterns.O200k,
        "qwen" => KnownPatterns.Qwen2,
        _ => KnownPatterns.Cl100k,
    };

    private static byte[] Beside(string folder, string name) => TokenizerFolder.Optional(folder, name)
        ?? throw new TokenizerFormatException($"'{name}' is missing in {folder}; vocab.json and merges.txt belong together");
}
