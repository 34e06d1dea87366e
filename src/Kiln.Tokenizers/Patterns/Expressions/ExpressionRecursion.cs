namespace Kiln.Tokenizers;

/// <summary>Calls of groups that would never end: those that a group comes to before it took a character, or on all of its ways. The reference refuses them, and so do we.</summary>
internal sealed class ExpressionRecursion
{
    // Groups that call others more than once make as many ways as their calls multiplied.
    private const int MostParts = 1 << 24;

    private readonly IReadOnlyList<ExpressionNode> _groups;
    private int _left = MostParts;

    private ExpressionRecursion(IReadOnlyList<ExpressionNode> groups) => _groups = groups;

    /// <summary>Checks the groups of an expression.</summary>
    /// <exception cref="ArgumentException">A group calls itself without end, or calls lead on to too many others to find that out.</exception>
    public static void Check(IReadOnlyList<ExpressionNode> groups)
    {
        if (!Enumerable.Range(0, groups.Count).Any(group => Calls(groups[group])))
        {
            return;
        }

        var recursion = new ExpressionRecursion(groups);
        for (var group = 0; group < groups.Count; group++)
        {
            if (recursion.Must(groups[group], group, [], isHead: true, out var atOnce) || atOnce)
            {
                throw new ArgumentException(group == 0 ? "the whole expression calls itself without end" : $"the group {group} calls itself without end");
            }
        }
    }

    private static bool Calls(ExpressionNode node) => node is CallNode || node.Parts.Any(Calls);

    /// <summary>Whether all ways through a part call a group; and whether one does before a character was taken.</summary>
    private bool Must(ExpressionNode node, int group, HashSet<int> open, bool isHead, out bool atOnce)
    {
        atOnce = false;
        Note();
        switch (node)
        {
            case CallNode call when call.Group == group:
                atOnce = isHead;
                return true;
            case CallNode call:
                if (!open.Add(call.Group))
                {
                    return false;
                }

                var must = Must(_groups[call.Group], group, open, isHead, out atOnce);
                open.Remove(call.Group);
                return must;
            case RowNode row:
                var any = false;
                foreach (var item in row.Items)
                {
                    any |= Must(item, group, open, isHead, out var here);
                    atOnce |= here;
                    isHead &= LeastOf(item, []) == 0;
                }

                return any;
            case ChoiceNode choice:
                var all = true;
                foreach (var item in choice.Items)
                {
                    all &= Must(item, group, open, isHead, out var here);
                    atOnce |= here;
                }

                return all;
            case RepeatNode { Upper: 0 }:
                return false;
            case RepeatNode repeat:
                return Must(repeat.Body, group, open, isHead, out atOnce) && repeat.Lower > 0;
            case ConditionNode condition:
                var first = condition.Condition is { } asked && Must(asked, group, open, isHead, out atOnce);
                var then = Must(condition.Then, group, open, isHead, out var inThen);
                var other = Must(condition.Else, group, open, isHead, out var inElse);
                atOnce |= inThen | inElse;
                return first || (then && other);
            default:
                var found = false;
                foreach (var part in node.Parts)
                {
                    found |= Must(part, group, open, isHead, out var here);
                    atOnce |= here;
                }

                return found;
        }
    }

    // The least length with calls followed.
    private int LeastOf(ExpressionNode node, HashSet<int> open)
    {
        Note();
        switch (node)
        {
            case CallNode call:
                if (!open.Add(call.Group))
                {
                    return 0;
                }

                var least = LeastOf(_groups[call.Group], open);
                open.Remove(call.Group);
                return least;
            case RowNode row:
                return row.Items.Any(item => LeastOf(item, open) > 0) ? 1 : 0;
            case ChoiceNode choice:
                return choice.Items.All(item => LeastOf(item, open) > 0) ? 1 : 0;
            case CaptureNode or AtomicNode:
                return LeastOf(node.Parts.First(), open);
            case RepeatNode repeat:
                return repeat.Lower > 0 ? LeastOf(repeat.Body, open) : 0;
            default:
                return Math.Min(1, node.Least);
        }
    }

    private void Note()
    {
        if (--_left < 0)
        {
            throw new ArgumentException("calls of groups lead on to more others than can be followed");
        }
    }
}
