namespace Kiln.Tokenizers;

/// <summary>An expression as it was read.</summary>
/// <param name="Root">The whole of it.</param>
/// <param name="Groups">The groups by number; the first is the whole.</param>
/// <param name="FindsLongest">Whether of all matches at a place the longest counts, instead of the first.</param>
internal sealed record ExpressionTree(ExpressionNode Root, IReadOnlyList<ExpressionNode> Groups, bool FindsLongest)
{
    /// <summary>
    /// Whether .NET's engine cannot find its matches: it shows the engine letters of an alphabet of its own, which say nothing of what a group matched, and
    /// the engine repeats what may match nothing by rules of its own.
    /// </summary>
    public bool NeedsProgram => FindsLongest || Any(Root, node => node switch
    {
        ReferenceNode or CallNode or ConditionNode or KeepNode or GraphemeNode or AbsentNode or CountNode => true,
        PlaceNode place => place.Place is ExpressionPlace.GraphemeBoundary or ExpressionPlace.NotGraphemeBoundary,

        // Of an atomic group that is repeated .NET 10 makes a loop that is not, or that cannot be left out: "(?>a{1,2}){2,}" finds "aa" with it, and "(?>a+)?\B" nothing in "aa".
        RepeatNode repeat => (repeat.Upper > 1 && repeat.Body.Least == 0) || (IsAtomic(repeat.Body) && repeat.Body.Least != repeat.Body.Most),
        _ => false,
    });

    /// <summary>The sets of all characters.</summary>
    public IEnumerable<CodePointSet> Sets => All(Root).OfType<SetNode>().Select(node => node.Set);

    private static bool IsAtomic(ExpressionNode node) => node is AtomicNode || (node is CaptureNode capture && IsAtomic(capture.Body));

    private static bool Any(ExpressionNode node, Func<ExpressionNode, bool> isWanted) => All(node).Any(isWanted);

    private static IEnumerable<ExpressionNode> All(ExpressionNode root)
    {
        var open = new Stack<ExpressionNode>([root]);
        while (open.TryPop(out var node))
        {
            yield return node;
            foreach (var part in node.Parts)
            {
                open.Push(part);
            }
        }
    }
}
