namespace Kiln.Tokenizers;

/// <summary>A token that is found in the text before the model sees it, for example <c>[MASK]</c> or <c>&lt;|endoftext|&gt;</c>.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Id">Its id; the model's where the model has the piece.</param>
public sealed record AddedToken(string Content, int Id)
{
    /// <summary>Whether it is left out when decoding skips special tokens. Default: false.</summary>
    public bool Special { get; init; }

    /// <summary>Whether text that reads like it is this token; false for the controls of SentencePiece, which no text can write. Default: true.</summary>
    public bool MatchesText { get; init; } = true;

    /// <summary>Whether it is only found where no letter, digit or underscore touches it. Default: false.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Whether it takes the spaces before it. Default: false.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether it takes the spaces after it. Default: false.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Whether it is looked for in the normalized text instead of the original one; it decodes to its normalized text then. Default: false.</summary>
    public bool Normalized { get; init; }

    /// <summary>What it decodes to instead of its text, special tokens left out or not: the sign for unknown pieces of SentencePiece. Default: null.</summary>
    internal string? Surface { get; init; }
}
