namespace Kiln.Tokenizers;

/// <summary>
/// An expression as steps of a machine that tries one way after the other (<see cref="ExpressionMachine"/>), for what .NET's engine cannot do. Repetitions are laid out as in
/// Oniguruma: short ones are written out, others counted, and a repetition that takes nothing ends.
/// </summary>
internal sealed partial class ExpressionProgram
{
    private const int MostSteps = 1 << 20;
    private const int MostRequired = 8;

    private readonly List<ExpressionInstruction> _steps = [];
    private readonly Dictionary<CodePointSet, bool[]> _ascii = [];
    private readonly List<(ExpressionInstruction Call, int Group)> _calls = [];

    // Groups that a reference asks for: only these matter for whether a repetition changed anything.
    private readonly HashSet<int> _referred = [];

    // References to one name share the list of its groups.
    private readonly HashSet<object> _noted = new(ReferenceEqualityComparer.Instance);

    private ExpressionProgram(ExpressionTree tree)
    {
        (GroupCount, FindsLongest) = (tree.Groups.Count, tree.FindsLongest);
        Note(tree.Root);
        Write(tree.Root);
        Add(new(ExpressionStep.Match));
        Required = [.. RequiredBy(tree.Root).Distinct().Take(MostRequired)];
        var starts = new Dictionary<int, int>();
        for (var i = 0; i < _calls.Count; i++)
        {
            var (call, group) = _calls[i];
            if (!starts.TryGetValue(group, out var start))
            {
                starts[group] = start = _steps.Count;
                Write(tree.Groups[group]);
                Add(new(ExpressionStep.Return));
            }

            call.A = start;
        }
    }

    public IReadOnlyList<ExpressionInstruction> Steps => _steps;

    public int GroupCount { get; }

    /// <summary>How many things are counted.</summary>
    public int CounterCount { get; private set; }

    /// <summary>Whether references ask how deep in calls a group matched.</summary>
    public bool HasLevels { get; private set; }

    public bool FindsLongest { get; }

    /// <summary>Sets of which every match has a character: where a text has none any more, nothing is tried, as in Oniguruma.</summary>
    public IReadOnlyList<CodePointSet> Required { get; }

    /// <summary>Makes the steps of an expression.</summary>
    /// <exception cref="ArgumentException">They are too many.</exception>
    public static ExpressionProgram Compile(ExpressionTree tree) => new(tree);

    private static IEnumerable<CodePointSet> RequiredBy(ExpressionNode node) => node switch
    {
        SetNode set => [set.Set],
        RowNode row => row.Items.SelectMany(RequiredBy),
        CaptureNode or AtomicNode => node.Parts.SelectMany(RequiredBy),
        RepeatNode { Lower: > 0 } => node.Parts.SelectMany(RequiredBy),
        _ => [],
    };

    private void Note(ExpressionNode node)
    {
        HasLevels |= node is ReferenceNode { Level: not null };
        if (((node as ReferenceNode)?.Groups ?? (node as ConditionNode)?.Groups) is { } groups && _noted.Add(groups))
        {
            _referred.UnionWith(groups);
        }

        foreach (var part in node.Parts)
        {
            Note(part);
        }
    }

    private ExpressionInstruction Add(ExpressionInstruction step)
    {
        _steps.Add(step);
        return _steps.Count <= MostSteps ? step : throw new ArgumentException($"written out it takes more than {MostSteps} steps");
    }

    private ExpressionInstruction Add(ExpressionStep step, int a = 0, int b = 0) => Add(new(step) { A = a, B = b });

    private void Write(ExpressionNode node)
    {
        switch (node)
        {
            case SetNode set:
                Add(new(ExpressionStep.Set) { Set = set.Set, Ascii = Ascii(set.Set) });
                break;
            case RowNode row:
                foreach (var item in row.Items)
                {
                    Write(item);
                }

                break;
            case ChoiceNode choice:
                WriteChoice(choice);
                break;
            case PlaceNode place:
                Add(ExpressionStep.Place, (int)place.Place);
                break;
            case RepeatNode repeat:
                WriteRepeat(repeat);
                break;
            case CaptureNode capture when !_referred.Contains(capture.Number):
                Write(capture.Body);
                break;
            case CaptureNode capture:
                Add(ExpressionStep.GroupStart, capture.Number);
                Write(capture.Body);
                Add(ExpressionStep.GroupEnd, capture.Number);
                break;
            case AtomicNode atomic:
                Add(ExpressionStep.AtomicStart);
                Write(atomic.Body);
                Add(ExpressionStep.AtomicEnd);
                break;
            case LookNode look:
                WriteLook(look);
                break;
            case ReferenceNode reference:
                Add(new(ExpressionStep.Reference) { Groups = reference.Groups, Flag = reference.IgnoresCase, Level = reference.Level });
                break;
            case CallNode call:
                _calls.Add((Add(ExpressionStep.Call), call.Group));
                break;
            case ConditionNode condition:
                WriteCondition(condition);
                break;
            case AbsentNode absent:
                WriteAbsent(absent);
                break;
            case CountNode count:
                Add(new(ExpressionStep.Count) { Count = count });
                CounterCount = Math.Max(CounterCount, count.Counter + 1);
                break;
            case KeepNode:
                Add(ExpressionStep.Keep);
                break;
            case GraphemeNode:
                Add(ExpressionStep.Grapheme);
                break;
            default:
                Add(ExpressionStep.Fail);
                break;
        }
    }

    private bool[] Ascii(CodePointSet set)
    {
        if (!_ascii.TryGetValue(set, out var members))
        {
            members = _ascii[set] = [.. Enumerable.Range(0, 128).Select(set.Contains)];
        }

        return members;
    }

    private void WriteChoice(ChoiceNode choice)
    {
        List<ExpressionInstruction> ends = [];
        for (var i = 0; i < choice.Items.Count; i++)
        {
            var attempt = i + 1 < choice.Items.Count ? Add(ExpressionStep.Try) : null;
            Write(choice.Items[i]);
            if (attempt is not null)
            {
                ends.Add(Add(ExpressionStep.Jump));
                attempt.A = _steps.Count;
            }
        }

        foreach (var end in ends)
        {
            end.A = _steps.Count;
        }
    }

    private void WriteLook(LookNode look)
    {
        var start = Add(look.IsNegated ? ExpressionStep.NotStart : ExpressionStep.LookStart);
        if (look.IsBehind)
        {
            Add(ExpressionStep.Back, look.Body.Least, look.Body.Most);
        }

        Write(look.Body);
        if (look.IsBehind)
        {
            Add(ExpressionStep.BackEnd);
        }

        Add(look.IsNegated ? ExpressionStep.NotEnd : ExpressionStep.LookEnd);
        start.A = _steps.Count;
    }

    private void WriteCondition(ConditionNode condition)
    {
        ExpressionInstruction start;
        if (condition.Condition is { } asked)
        {
            start = Add(ExpressionStep.IfStart);
            Write(asked);
            Add(ExpressionStep.IfEnd);
        }
        else
        {
            start = Add(new(ExpressionStep.IfGroup) { Groups = condition.Groups });
        }

        Write(condition.Then);
        var end = Add(ExpressionStep.Jump);
        start.A = _steps.Count;
        Write(condition.Else);
        end.A = _steps.Count;
    }

    private void WriteAbsent(AbsentNode node)
    {
        if (node.Absent is null)
        {
            Add(ExpressionStep.Unlimited);
            return;
        }

        Add(ExpressionStep.AbsentStart);
        var attempt = Add(ExpressionStep.AbsentTry);
        var place = _steps.Count - 1;
        Write(node.Absent);
        Add(ExpressionStep.AbsentFound);
        attempt.A = _steps.Count;
        Add(ExpressionStep.AbsentNext, place);
        if (node.Body is not null)
        {
            Write(node.Body);
        }

        // Without a part that it holds for, the limit stays.
        Add(ExpressionStep.AbsentEnd, node.Body is null ? 1 : 0);
    }
}
