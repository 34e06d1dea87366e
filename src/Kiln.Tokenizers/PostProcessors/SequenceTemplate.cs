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
internal sealed record TemplatePiece(TemplatePieceKind Kind, int TypeId, int[] Ids);

/// <summary>How special tokens and texts follow one another.</summary>
internal sealed class SequenceTemplate(TemplatePiece[] pieces, bool typesNeedSpecials = false)
{
    public TemplatePiece[] Pieces { get; } = pieces;

    /// <summary>Whether the template's type ids hold only where special tokens are added; otherwise the second text has type 1 as without a template.</summary>
    public bool TypesNeedSpecials { get; } = typesNeedSpecials;

    /// <summary>The number of special tokens.</summary>
    public int AddedCount { get; } = pieces.Sum(piece => piece.Ids.Length);
}
