namespace Kiln.Tokenizers;

/// <summary>
/// A template as post-processors make it one after the other. As in the reference, each sees a list of groups, at first the texts, and those that add tokens around a
/// text add them around a group.
/// </summary>
internal sealed class TemplateDraft
{
    public TemplateDraft(bool isPair, bool addsSpecials)
    {
        AddsSpecials = addsSpecials;
        Groups.Add([new(TemplatePieceKind.First, 0, [])]);
        if (isPair)
        {
            Groups.Add([new(TemplatePieceKind.Second, 1, [])]);
        }
    }

    public bool AddsSpecials { get; }

    public List<List<TemplatePiece>> Groups { get; private set; } = [];

    public List<OffsetTrim> Trims { get; } = [];

    /// <summary>Takes spaces out of the offsets of all groups.</summary>
    public void Trim(bool addsPrefixSpace) => Trims.Add(new(addsPrefixSpace, Leads(TemplatePieceKind.First), Leads(TemplatePieceKind.Second)));

    /// <summary>Gives all tokens one type.</summary>
    public void SetTypes(int type) => Groups = [.. Groups.Select(group => group.ConvertAll(piece => piece with { TypeId = type }))];

    /// <summary>Puts a token before and after each group; what is within is text from then on.</summary>
    /// <param name="before">The token before a group by its place in the list; null for none.</param>
    /// <param name="after">The token after it.</param>
    /// <param name="type">The type id of the added tokens by the group's place.</param>
    public void Surround(Func<int, SpecialToken?> before, SpecialToken after, Func<int, int> type)
    {
        for (var i = 0; i < Groups.Count; i++)
        {
            var sequence = Math.Min(i, 1);
            var group = Groups[i].ConvertAll(piece => piece with { IsMasked = false, SequenceId = sequence });
            if (before(i) is { } token)
            {
                group.Insert(0, new(TemplatePieceKind.Special, type(i), [token.Id]));
            }

            group.Add(new(TemplatePieceKind.Special, type(i), [after.Id]));
            Groups[i] = group;
        }
    }

    /// <summary>Puts other groups in the place of those so far.</summary>
    public void Replace(List<List<TemplatePiece>> groups) => Groups = groups;

    private bool Leads(TemplatePieceKind kind) => Groups.Exists(group => group.Count > 0 && group[0].Kind == kind);
}
