namespace Kiln.Tokenizers;

/// <summary>Which tokens of an encoding are special ones and which are of a text, from which the lists beside the ids follow.</summary>
/// <param name="Template">How special tokens and texts follow one another; none for a padded encoding, which has its lists.</param>
/// <param name="First">How many tokens of the first text there are.</param>
/// <param name="Second">The same of the second text.</param>
internal readonly record struct EncodingLayout(SequenceTemplate? Template, int First, int Second)
{
    /// <summary>How many tokens a place of the template has.</summary>
    public int CountOf(TemplatePiece piece) => piece.Kind switch { TemplatePieceKind.First => First, TemplatePieceKind.Second => Second, _ => piece.Ids.Length };

    /// <summary>A number for each of <paramref name="count"/> tokens: that of its place.</summary>
    public int[] ToList(int count, Func<TemplatePiece, int> number)
    {
        var list = new int[count];
        var rest = list.AsSpan();
        foreach (var piece in Template?.Pieces ?? [])
        {
            rest[..CountOf(piece)].Fill(number(piece));
            rest = rest[CountOf(piece)..];
        }

        return list;
    }
}
