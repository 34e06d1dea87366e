namespace Kiln.Tokenizers;

public sealed partial class Tokenizer
{
    /// <summary>
    /// Reads a tokenizer from a file or a folder. A folder's tokenizer.json is taken if it has one, otherwise vocab.json with merges.txt, vocab.txt, ranks, a SentencePiece model or GGUF;
    /// tokenizer_config.json, special_tokens_map.json and chat_template.jinja beside it are read too. A file is known by its name and by how it begins.
    /// </summary>
    /// <param name="path">A folder; or tokenizer.json, vocab.txt, vocab.json or merges.txt (the other beside it), the ranks of tiktoken (.tiktoken), a SentencePiece model (.model), or GGUF.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="TokenizerFormatException">The file is damaged, contradictory, of no known kind, or uses what is not supported; or the folder has several of the kind to be taken.</exception>
    /// <exception cref="FileNotFoundException">There is no such file, or the folder has none of those above.</exception>
    public static Tokenizer Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var file = Directory.Exists(path) ? TokenizerFolder.Find(path) : path;
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"there is no tokenizer at '{path}'; expected a folder with tokenizer.json, or a file", path);
        }

        try
        {
            var (model, parts) = TokenizerFiles.Read(file);
            return new(model, parts);
        }
        catch (TokenizerFormatException e)
        {
            // What is wrong with the file itself may begin with the name that such files have.
            var usual = new[] { $"{Path.GetFileName(file)}: ", "tokenizer.json: " }.FirstOrDefault(name => e.Message.StartsWith(name, StringComparison.Ordinal)) ?? "";
            throw new TokenizerFormatException($"{file}: {e.Message[usual.Length..]}", e);
        }
    }

    /// <summary>Reads a tokenizer.json from memory.</summary>
    /// <param name="json">Its text in UTF-8.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="TokenizerFormatException">The file is damaged, contradictory, or uses what is not supported.</exception>
    public static Tokenizer FromJson(ReadOnlyMemory<byte> json)
    {
        var (model, parts) = TokenizerJsonReader.Read(json);
        return new(model, parts);
    }

    /// <summary>Reads a tokenizer.json from memory.</summary>
    /// <param name="json">Its text.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="TokenizerFormatException">The file is damaged, contradictory, or uses what is not supported.</exception>
    public static Tokenizer FromJson(string json) => FromJson(System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>Reads tiktoken's ranks from memory.</summary>
    /// <param name="ranks">A piece in base64 and its rank a line.</param>
    /// <param name="pattern">The regular expression that cuts texts into words.</param>
    /// <param name="specialTokens">Special tokens and their ids; null for none but <c>&lt;|endoftext|></c> where the ranks have it.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="TokenizerFormatException">The ranks are damaged or lack one of the 256 bytes, or the expression is not understood.</exception>
    public static Tokenizer FromTiktoken(ReadOnlySpan<byte> ranks, string pattern, IReadOnlyDictionary<string, int>? specialTokens = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var (model, parts) = VocabularyFiles.ReadTiktoken(ranks, pattern);
        return new(model, specialTokens is null ? parts : parts with { AddedTokens = [.. specialTokens.Select(token => new AddedToken(token.Key, token.Value) { Special = true })] });
    }

    /// <summary>The tokenizer as a tokenizer.json, which Hugging Face's tokenizers read.</summary>
    /// <returns>Its text in UTF-8.</returns>
    public byte[] ToJson() => TokenizerJsonWriter.Write(Model, Parts);

    /// <summary>Writes a tokenizer.json. The file appears whole or not at all; devices and named pipes are written to as they are.</summary>
    /// <param name="path">The file, in a folder that exists. Where it is a symbolic link, what it leads to is written.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        OutputFile.Write(path, ToJson());
    }
}
