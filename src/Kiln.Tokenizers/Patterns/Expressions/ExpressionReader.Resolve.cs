using System.Globalization;

namespace Kiln.Tokenizers;

/// <summary>What references and calls mean, when all groups are known.</summary>
internal sealed partial class ExpressionReader
{
    /// <summary>Finds what references mean.</summary>
    private ExpressionTree Resolve(ExpressionNode root)
    {
        var isNamed = _names.Exists(name => name is not null);
        var numbers = new int[_names.Count + 1];
        List<ExpressionNode> groups = [root];
        for (var i = 0; i < _names.Count; i++)
        {
            if (!isNamed || _names[i] is not null)
            {
                numbers[i + 1] = groups.Count;
                groups.Add(_bodies[i]!);
            }
        }

        // The last of several groups of a name first.
        var named = Enumerable.Range(0, _names.Count).Where(i => _names[i] is not null).Reverse()
            .GroupBy(i => _names[i]!, i => numbers[i + 1], StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        ResolveCounts();
        var found = _pending.ConvertAll(item => (IReadOnlyList<int>)Find(item.At, item.Name, item.IsCall));
        if (_pending.Count == 0 && _counts.Count == 0)
        {
            return new(root, [root], _findsLongest);
        }

        var seen = new Dictionary<ExpressionNode, ExpressionNode>(ReferenceEqualityComparer.Instance);
        var resolved = groups.ConvertAll(Rewrite);
        ExpressionRecursion.Check(resolved);
        return new(resolved[0], resolved, _findsLongest);

        List<int> Find(int at, string name, bool isCall)
        {
            _at = at - 1;
            if (name.Length > 0 && name.All(char.IsAsciiDigit))
            {
                var number = name.Length < 6 ? int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture) : MostRepeats;
                return isNamed && number > 0 ? throw Wrong("groups with names are referred to by these, not by numbers")
                    : number < groups.Count && (number > 0 || isCall) ? [number] : throw Wrong($"there is no group {name}");
            }

            if (!IsName(name))
            {
                throw Wrong($"'{RegexScanner.Quote(name)}' is no name or number of a group");
            }

            // A group that opens only after a reference cannot have matched for the reference either.
            return !named.TryGetValue(name, out var all) ? throw Wrong($"there is no group '{name}'") : isCall && all.Count > 1 ? throw Wrong($"there are several groups '{name}', and one can be called") : all;
        }

        ExpressionNode Rewrite(ExpressionNode node)
        {
            if (seen.TryGetValue(node, out var known))
            {
                return known;
            }

            return seen[node] = node switch
            {
                RowNode row => new RowNode([.. row.Items.Select(Rewrite)]),
                ChoiceNode choice => new ChoiceNode([.. choice.Items.Select(Rewrite)]),
                RepeatNode repeat => repeat with { Body = Rewrite(repeat.Body) },
                CaptureNode capture => numbers[capture.Number] > 0 ? new CaptureNode(Rewrite(capture.Body), numbers[capture.Number]) : Rewrite(capture.Body),
                AtomicNode atomic => new AtomicNode(Rewrite(atomic.Body)),
                LookNode look => look with { Body = Rewrite(look.Body) },
                ReferenceNode reference => reference with { Groups = found[-reference.Groups[0] - 1] },
                CallNode call => new CallNode(found[-call.Group - 1][0]),
                ConditionNode condition => new ConditionNode(
                    condition.Condition is null ? null : Rewrite(condition.Condition), condition.Groups.Count > 0 ? found[-condition.Groups[0] - 1] : [], Rewrite(condition.Then), Rewrite(condition.Else)),
                AbsentNode absent => new AbsentNode(absent.Absent is null ? null : Rewrite(absent.Absent), absent.Body is null ? null : Rewrite(absent.Body)),
                CountNode count => _counts[count.Counter].Node,
                _ => node,
            };
        }
    }
}
