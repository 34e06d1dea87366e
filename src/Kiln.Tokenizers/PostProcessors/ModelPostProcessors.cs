using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Takes spaces out of the offsets of byte-level tokens.</summary>
public sealed class ByteLevelPostProcessor : PostProcessor
{
    /// <summary>Whether the pre-tokenizer may have put a space before the text. Default: true.</summary>
    public bool AddPrefixSpace { get; init; } = true;

    /// <summary>Whether offsets leave out the spaces at both ends of a token. Default: true.</summary>
    public bool TrimOffsets { get; init; } = true;

    /// <summary>Kept for saving. Default: true.</summary>
    public bool UseRegex { get; init; } = true;

    internal override void Apply(TemplateDraft draft)
    {
        if (TrimOffsets)
        {
            draft.Trim(AddPrefixSpace);
        }
    }

    internal override void Write(Utf8JsonWriter writer) => ByteLevelPreTokenizer.WriteByteLevel(writer, AddPrefixSpace, TrimOffsets, UseRegex);
}

/// <summary>A special token with its id.</summary>
/// <param name="Token">The token.</param>
/// <param name="Id">Its id.</param>
public sealed record SpecialToken(string Token, int Id);

/// <summary>BERT's template: <c>[CLS] A [SEP]</c>, and <c>[CLS] A [SEP] B [SEP]</c> with type 1 for the second text.</summary>
/// <param name="separator">The token that ends a text.</param>
/// <param name="classifier">The token before the first text.</param>
public sealed class BertPostProcessor(SpecialToken separator, SpecialToken classifier) : PostProcessor
{
    internal override int AddedCount(bool isPair) => isPair ? 3 : 2;

    internal override void Apply(TemplateDraft draft)
    {
        if (draft.AddsSpecials)
        {
            draft.Surround(group => group == 0 ? classifier : null, separator, type: group => Math.Min(group, 1));
        }
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "BertProcessing");
        WriteToken(writer, "sep", separator);
        WriteToken(writer, "cls", classifier);
    }

    internal static void WriteToken(Utf8JsonWriter writer, string name, SpecialToken token)
    {
        writer.WriteStartArray(name);
        writer.WriteStringValue(token.Token);
        writer.WriteNumberValue(token.Id);
        writer.WriteEndArray();
    }
}

/// <summary>RoBERTa's template: <c>&lt;s> A &lt;/s></c>, and <c>&lt;s> A &lt;/s>&lt;/s> B &lt;/s></c>, all of type 0.</summary>
/// <param name="separator">The token that ends a text.</param>
/// <param name="classifier">The token before the first text.</param>
public sealed class RobertaPostProcessor(SpecialToken separator, SpecialToken classifier) : PostProcessor
{
    /// <summary>Whether offsets leave out the spaces at both ends of a token. Default: true.</summary>
    public bool TrimOffsets { get; init; } = true;

    /// <summary>Whether the pre-tokenizer may have put a space before the text. Default: true.</summary>
    public bool AddPrefixSpace { get; init; } = true;

    internal override int AddedCount(bool isPair) => isPair ? 4 : 2;

    internal override void Apply(TemplateDraft draft)
    {
        if (TrimOffsets)
        {
            draft.Trim(AddPrefixSpace);
        }

        draft.SetTypes(0);
        if (draft.AddsSpecials)
        {
            draft.Surround(group => group == 0 ? classifier : separator, separator, type: _ => 0);
        }
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "RobertaProcessing");
        BertPostProcessor.WriteToken(writer, "sep", separator);
        BertPostProcessor.WriteToken(writer, "cls", classifier);
        writer.WriteBoolean("trim_offsets", TrimOffsets);
        writer.WriteBoolean("add_prefix_space", AddPrefixSpace);
    }
}

/// <summary>
/// Applies post-processors one after the other, each to what the one before made. As in the reference, one with a template takes one or two parts: it can come after one
/// whose template has no more than that, or after those that do not divide.
/// </summary>
/// <param name="processors">The post-processors in order.</param>
public sealed class SequencePostProcessor(IReadOnlyList<PostProcessor> processors) : PostProcessor
{
    /// <summary>The post-processors in order.</summary>
    public IReadOnlyList<PostProcessor> Processors { get; } = [.. processors];

    internal override int AddedCount(bool isPair) => Processors.Sum(part => part.AddedCount(isPair));

    internal override void Apply(TemplateDraft draft)
    {
        foreach (var part in Processors)
        {
            part.Apply(draft);
        }
    }

    internal override void Write(Utf8JsonWriter writer) => SequenceJson.Write(writer, "processors", Processors.Select(part => (Action<Utf8JsonWriter>)part.Write));
}
