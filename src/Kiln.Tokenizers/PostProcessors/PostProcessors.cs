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

    internal override bool TrimsOffsets => TrimOffsets;

    internal override bool AddsPrefixSpace => AddPrefixSpace;

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
    internal override SequenceTemplate? Single { get; } = new([
        new(TemplatePieceKind.Special, 0, [classifier.Id]), new(TemplatePieceKind.First, 0, []), new(TemplatePieceKind.Special, 0, [separator.Id])]);

    internal override SequenceTemplate? Pair { get; } = new([
        new(TemplatePieceKind.Special, 0, [classifier.Id]), new(TemplatePieceKind.First, 0, []), new(TemplatePieceKind.Special, 0, [separator.Id]),
        new(TemplatePieceKind.Second, 1, []), new(TemplatePieceKind.Special, 1, [separator.Id])]);

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

    internal override bool TrimsOffsets => TrimOffsets;

    internal override bool AddsPrefixSpace => AddPrefixSpace;

    internal override SequenceTemplate? Single { get; } = new([
        new(TemplatePieceKind.Special, 0, [classifier.Id]), new(TemplatePieceKind.First, 0, []), new(TemplatePieceKind.Special, 0, [separator.Id])]);

    internal override SequenceTemplate? Pair { get; } = new([
        new(TemplatePieceKind.Special, 0, [classifier.Id]), new(TemplatePieceKind.First, 0, []), new(TemplatePieceKind.Special, 0, [separator.Id]),
        new(TemplatePieceKind.Special, 0, [separator.Id]), new(TemplatePieceKind.Second, 0, []), new(TemplatePieceKind.Special, 0, [separator.Id])],
        typesNeedSpecials: true);

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "RobertaProcessing");
        BertPostProcessor.WriteToken(writer, "sep", separator);
        BertPostProcessor.WriteToken(writer, "cls", classifier);
        writer.WriteBoolean("trim_offsets", TrimOffsets);
        writer.WriteBoolean("add_prefix_space", AddPrefixSpace);
    }
}

/// <summary>Applies post-processors one after the other. At most one of them may have a template.</summary>
public sealed class SequencePostProcessor : PostProcessor
{
    private readonly PostProcessor? _template, _trimming;

    /// <summary>Makes a sequence.</summary>
    /// <param name="processors">The post-processors in order.</param>
    /// <exception cref="TokenizerFormatException">Several of them have a template.</exception>
    public SequencePostProcessor(IReadOnlyList<PostProcessor> processors)
    {
        ArgumentNullException.ThrowIfNull(processors);
        Processors = [.. processors];
        var templates = Processors.Where(part => part.Single is not null || part.Pair is not null).ToArray();
        if (templates.Length > 1)
        {
            throw new TokenizerFormatException($"post_processor: the sequence has {templates.Length} parts that add special tokens; one is supported, with ByteLevel beside it");
        }

        _template = templates.FirstOrDefault();
        _trimming = Processors.FirstOrDefault(part => part.TrimsOffsets);
    }

    /// <summary>The post-processors in order.</summary>
    public IReadOnlyList<PostProcessor> Processors { get; }

    internal override SequenceTemplate? Single => _template?.Single;

    internal override SequenceTemplate? Pair => _template?.Pair;

    internal override bool TrimsOffsets => _trimming is not null;

    internal override bool AddsPrefixSpace => _trimming?.AddsPrefixSpace == true;

    internal override void Write(Utf8JsonWriter writer) => SequenceJson.Write(writer, "processors", Processors.Select(part => (Action<Utf8JsonWriter>)part.Write));
}
