namespace Kiln.Tokenizers;

/// <summary>Calls of groups that would never end: those that a group comes to before it took a character, or on all of its ways. The reference refuses them, and so do we.</summary>
internal static class ExpressionRecursion
{
    /// <summary>Checks the groups of an expression.</summary>
    /// <exception cref="ArgumentException">A group calls itself without end.</exception>
    public static void Check(IReadOnlyList<ExpressionNode> groups)
    {
        if (!Enumerable.Range(0, groups.Count).Any(group => Calls(groups[group])))
        {
            return;
        }

        for (var group = 0; group < groups.Count; group++)
        {
            if (Must(groups[group], group, groups, [], isHead: true, out var atOnce) || atOnce)
            {
                throw new ArgumentException(group == 0 ? "the whole expression calls itself without end" : $"the group {group} calls itself without end");
            }
        }
    }

    private static bool Calls(ExpressionNode node) => node is CallNode || node.Parts.Any(Calls);

    /// <summary>Whether all ways through a part call a group; and whether one does before a character was taken.</summary>
    private static bool Must(ExpressionNode node, int group, IReadOnlyList<ExpressionNode> groups, HashSet<int> open, bool isHead, out bool atOnce)
    {
        atOnce = false;
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

                var must = Must(groups[call.Group], group, groups, open, isHead, out atOnce);
                open.Remove(call.Group);
                return must;
            case RowNode row:
                var any = false;
                foreach (var item in row.Items)
                {
                    any |= Must(item, group, groups, open, isHead, out var here);
                    atOnce |= here;
                    isHead &= LeastOf(item, groups, []) == 0;
                }

                return any;
            case ChoiceNode choice:
                var all = true;
                foreach (var item in choice.Items)
                {
                    all &= Must(item, group, groups, open, isHead, out var here);
                    atOnce |= here;
                }

                return all;
            case RepeatNode { Upper: 0 }:
                return false;
            case RepeatNode repeat:
                return Must(repeat.Body, group, groups, open, isHead, out atOnce) && repeat.Lower > 0;
            case ConditionNode condition:
                var first = condition.Condition is { } asked && Must(asked, group, groups, open, isHead, out atOnce);
                var then = Must(condition.Then, group, groups, open, isHead, out var inThen);
                var other = Must(condition.Else, group, groups, open, isHead, out var inElse);
                atOnce |= inThen | inElse;
                return first || (then && other);
            default:
                var found = false;
                foreach (var part in node.Parts)
                {
                    found |= Must(part, group, groups, open, isHead, out var here);
                    atOnce |= here;
                }

                return found;
        }
    }

    // The least length with calls followed.
    private static int LeastOf(ExpressionNode node, IReadOnlyList<ExpressionNode> groups, HashSet<int> open)
    {
        switch (node)
        {
            case CallNode call:
                if (!open.Add(call.Group))
                {
                    return 0;
                }

                var least = LeastOf(groups[call.Group], groups, open);
                open.Remove(call.Group);
                return least;
            case RowNode row:
                return row.Items.Any(item => LeastOf(item, groups, open) > 0) ? 1 : 0;
            case ChoiceNode choice:
                return choice.Items.All(item => LeastOf(item, groups, open) > 0) ? 1 : 0;
            case CaptureNode or AtomicNode:
                return LeastOf(node.Parts.First(), groups, open);
            case RepeatNode repeat:
                return repeat.Lower > 0 ? LeastOf(repeat.Body, groups, open) : 0;
            default:
                return Math.Min(1, node.Least);
        }
    }
}
