namespace Kiln.Tokenizers;

public sealed partial class Tokenizer
{
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
}
