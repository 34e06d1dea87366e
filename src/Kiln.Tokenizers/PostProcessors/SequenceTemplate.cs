namespace Kiln.Tokenizers;

/// <summary>What stands at one place of a template.</summary>
internal enum TemplatePieceKind
{
    /// <summary>Special tokens.</summary>
    Special,

    /// <summary>The tokens of the first text.</summary>
    First,

    /// <summary>The tokens of the second text.</summary>
    Second,
}

/// <summary>One place of a template.</summary>
/// <param name="Kind">What stands there.</param>
/// <param name="TypeId">The type id of its tokens.</param>
/// <param name="Ids">The ids of special tokens; empty for a text.</param>
internal sealed record TemplatePiece(TemplatePieceKind Kind, int TypeId, int[] Ids)
{
    /// <summary>Whether the mask of special tokens has it; those that a further post-processor took for text are left out of it.</summary>
    public bool IsMasked { get; init; } = Kind == TemplatePieceKind.Special;

    /// <summary>The text that it belongs to, 0 or 1; -1 for none.</summary>
    public int SequenceId { get; init; } = Kind switch { TemplatePieceKind.First => 0, TemplatePieceKind.Second => 1, _ => -1 };
}

/// <summary>Takes spaces out of offsets once.</summary>
/// <param name="AddsPrefixSpace">Whether the byte-level pre-tokenizer may have put a space in front that the text did not have.</param>
/// <param name="FirstLeads">Whether nothing stands before the first text that this step takes to be part of it.</param>
/// <param name="SecondLeads">The same of the second text.</param>
internal readonly record struct OffsetTrim(bool AddsPrefixSpace, bool FirstLeads, bool SecondLeads);

/// <summary>How special tokens and texts follow one another, for one or two texts, with special tokens or without.</summary>
internal sealed class SequenceTemplate
{
    private SequenceTemplate(TemplatePiece[] pieces, OffsetTrim[] trims, int reserved, string? refusal)
    {
        (Pieces, Trims, ReservedCount, Refusal) = (pieces, trims, reserved, refusal);
        AddedCount = pieces.Sum(piece => piece.Ids.Length);
        TextCount = pieces.Count(piece => piece.Kind == TemplatePieceKind.First);

        // As in the reference, of several places of one text the last is where the text is.
        for (var sequence = 0; sequence < 2; sequence++)
        {
            var last = Array.FindLastIndex(pieces, piece => piece.SequenceId == sequence);
            while (last > 0 && pieces[last - 1].SequenceId == sequence)
            {
                last--;
            }

            for (var i = 0; i < last; i++)
            {
                pieces[i] = pieces[i].SequenceId == sequence ? pieces[i] with { SequenceId = -1 } : pieces[i];
            }
        }
    }

    /// <summary>The places in order.</summary>
    public TemplatePiece[] Pieces { get; }

    /// <summary>Why it cannot be made; null when it can.</summary>
    public string? Refusal { get; }

    /// <summary>What is done to offsets, in order.</summary>
    public OffsetTrim[] Trims { get; }

    /// <summary>The number of special tokens.</summary>
    public int AddedCount { get; }

    /// <summary>The number of special tokens that truncation leaves room for.</summary>
    public int ReservedCount { get; }

    /// <summary>How often the first text stands in it.</summary>
    public int TextCount { get; }

    /// <summary>What a post-processor makes of one or two texts.</summary>
    /// <param name="processor">The post-processor; null for none.</param>
    /// <param name="isPair">Whether there are two.</param>
    /// <param name="addsSpecials">Whether special tokens are added.</param>
    public static SequenceTemplate Of(PostProcessor? processor, bool isPair, bool addsSpecials)
    {
        var draft = new TemplateDraft(isPair, addsSpecials);
        string? refusal = null;
        try
        {
            processor?.Apply(draft);
        }
        catch (TokenizerException e)
        {
            // Other texts may be fine: the reference, too, finds out when it encodes.
            refusal = e.Message;
        }

        return new([.. draft.Groups.SelectMany(group => group)], [.. draft.Trims], addsSpecials ? processor?.AddedCount(isPair) ?? 0 : 0, refusal);
    }
}
