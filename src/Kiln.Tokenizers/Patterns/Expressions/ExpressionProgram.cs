namespace Kiln.Tokenizers;

/// <summary>What a step of a program does; <c>A</c> and <c>B</c> are its numbers.</summary>
internal enum ExpressionStep
{
    /// <summary>Takes a character of the step's set.</summary>
    Set,

    /// <summary>Goes on at A.</summary>
    Jump,

    /// <summary>Goes on, and at A when that leads nowhere.</summary>
    Try,

    /// <summary>Is true at some places: A is an <see cref="ExpressionPlace"/>.</summary>
    Place,

    /// <summary>Notes where group A begins, or ends.</summary>
    GroupStart,
    GroupEnd,

    /// <summary>Takes what one of the step's groups matched.</summary>
    Reference,

    /// <summary>Goes on at the part A and comes back.</summary>
    Call,
    Return,

    /// <summary>Begins to count repetitions; the step's bounds say how many there are. B is the step after the last.</summary>
    CountStart,

    /// <summary>Has repeated once more what begins at A.</summary>
    CountNext,

    /// <summary>Notes the place; when nothing was taken since, the repetition ends and goes on at A.</summary>
    EmptyStart,
    EmptyEnd,

    /// <summary>Forgets the other ways since its beginning.</summary>
    AtomicStart,
    AtomicEnd,

    /// <summary>Looks: afterwards the place is that of the beginning again, and other ways are forgotten.</summary>
    LookStart,
    LookEnd,

    /// <summary>Looks for what must not be: goes on at A when that is not found.</summary>
    NotStart,
    NotEnd,

    /// <summary>Goes back by A characters, and when that leads nowhere by more, up to B.</summary>
    Back,

    /// <summary>Is true where looking back began.</summary>
    BackEnd,

    /// <summary>Tries a condition; goes on at A without it.</summary>
    IfStart,
    IfEnd,

    /// <summary>Goes on at A when none of the step's groups has matched.</summary>
    IfGroup,

    /// <summary>The match begins here.</summary>
    Keep,

    /// <summary>Takes a grapheme.</summary>
    Grapheme,

    /// <summary>Leads nowhere.</summary>
    Fail,

    /// <summary>Has found a match.</summary>
    Match,
}

/// <summary>One step of a program.</summary>
internal sealed class ExpressionInstruction(ExpressionStep step)
{
    public ExpressionStep Step { get; } = step;

    public int A { get; set; }

    public int B { get; set; }

    /// <summary>The characters, as a table for ASCII and as ranges.</summary>
    public CodePointSet? Set { get; init; }

    public bool[] Ascii { get; init; } = [];

    public IReadOnlyList<int> Groups { get; init; } = [];

    /// <summary>Whether a reference ignores case, or a repetition is lazy.</summary>
    public bool Flag { get; init; }

    public RepeatNode? Repeat { get; init; }
}

/// <summary>
/// An expression as steps of a machine that tries one way after the other (<see cref="ExpressionMachine"/>), for what .NET's engine cannot do. Repetitions are laid out as in
/// Oniguruma: short ones are written out, others counted, and a repetition that takes nothing ends.
/// </summary>
internal sealed class ExpressionProgram
{
    // So many steps a repetition may have when it is written out.
    private const int MostWritten = 10;
    private const int MostSteps = 1 << 20;
    private const int MostRequired = 8;

    private readonly List<ExpressionInstruction> _steps = [];
    private readonly Dictionary<CodePointSet, bool[]> _ascii = [];
    private readonly List<(ExpressionInstruction Call, int Group)> _calls = [];

    // Groups that a reference asks for: only these matter for whether a repetition changed anything.
    private readonly HashSet<int> _referred = [];

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
        _referred.UnionWith(node is ReferenceNode reference ? reference.Groups : node is ConditionNode condition ? condition.Groups : []);
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
                Add(new(ExpressionStep.Reference) { Groups = reference.Groups, Flag = reference.IgnoresCase });
                break;
            case CallNode call:
                _calls.Add((Add(ExpressionStep.Call), call.Group));
                break;
            case ConditionNode condition:
                WriteCondition(condition);
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

    private void WriteRepeat(RepeatNode repeat)
    {
        var (isEndless, length) = (repeat.Upper == ExpressionNode.Endless, LengthOf(repeat.Body));
        if (isEndless && (repeat.Lower <= 1 || (long)length * repeat.Lower <= MostWritten))
        {
            // A long part is not written twice: the repetition begins within.
            var beginsWithin = repeat.Lower == 1 && length > MostWritten;
            WriteTimes(repeat.Body, beginsWithin ? 0 : repeat.Lower);
            WriteEndless(repeat, beginsWithin);
        }
        else if (!isEndless && !repeat.IsLazy && (repeat.Upper <= 1 || (length + 1L) * repeat.Upper <= MostWritten))
        {
            WriteTimes(repeat.Body, repeat.Lower);
            List<ExpressionInstruction> attempts = [];
            for (var i = repeat.Lower; i < repeat.Upper; i++)
            {
                attempts.Add(Add(ExpressionStep.Try));
                Write(repeat.Body);
            }

            foreach (var attempt in attempts)
            {
                attempt.A = _steps.Count;
            }
        }
        else if (repeat is { IsLazy: true, Lower: 0, Upper: 1 })
        {
            var attempt = Add(ExpressionStep.Try, _steps.Count + 2);
            var jump = Add(ExpressionStep.Jump);
            Write(repeat.Body);
            (attempt.A, jump.A) = (attempt.A, _steps.Count);
        }
        else if (repeat.Upper > 0)
        {
            var start = Add(new(ExpressionStep.CountStart) { Repeat = repeat });
            var body = _steps.Count;
            var empty = WriteBody(repeat.Body);
            Add(new(ExpressionStep.CountNext) { Repeat = repeat, A = body });
            start.B = _steps.Count;
            if (empty is not null)
            {
                // A repetition that takes nothing ends the counting too.
                empty.A = _steps.Count;
                empty.B = 1;
            }
        }
    }

    private void WriteTimes(ExpressionNode body, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Write(body);
        }
    }

    private void WriteEndless(RepeatNode repeat, bool beginsWithin)
    {
        if (repeat.IsLazy)
        {
            var jump = Add(ExpressionStep.Jump);
            var start = _steps.Count;
            var empty = WriteBody(repeat.Body);
            jump.A = beginsWithin ? start : _steps.Count;
            var attempt = Add(ExpressionStep.Try);
            var over = Add(ExpressionStep.Jump);

            // Goes on without another repetition, and with one when that leads nowhere.
            attempt.A = _steps.Count;
            Add(ExpressionStep.Jump, start);
            over.A = _steps.Count;
            if (empty is not null)
            {
                empty.A = _steps.Count;
            }
        }
        else
        {
            if (beginsWithin)
            {
                Add(ExpressionStep.Jump, _steps.Count + 2);
            }

            var attempt = Add(ExpressionStep.Try);
            var place = _steps.Count - 1;
            var empty = WriteBody(repeat.Body);
            Add(ExpressionStep.Jump, place);
            attempt.A = _steps.Count;
            if (empty is not null)
            {
                empty.A = _steps.Count;
            }
        }
    }

    // What is repeated; the step that ends the repetition where it took nothing, if it can.
    private ExpressionInstruction? WriteBody(ExpressionNode body)
    {
        if (body.Least > 0)
        {
            Write(body);
            return null;
        }

        var groups = Captures(body).Where(_referred.Contains).Distinct().ToList();
        Add(new(ExpressionStep.EmptyStart) { Groups = groups });
        Write(body);
        return Add(new(ExpressionStep.EmptyEnd) { Groups = groups });
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

    private static IEnumerable<int> Captures(ExpressionNode node) =>
        node.Parts.SelectMany(Captures).Concat(node is CaptureNode capture ? [capture.Number] : []);

    // About as many steps as a part has, as far as that matters; letters beside each other are one.
    private static int LengthOf(ExpressionNode node) => (int)Math.Min(MostWritten + 1L, node switch
    {
        RowNode row => Math.Max(1, row.Items.Select((item, i) => item is SetNode && i > 0 && row.Items[i - 1] is SetNode ? 0L : LengthOf(item)).Sum()),
        ChoiceNode choice => choice.Items.Sum(LengthOf) + (2L * (choice.Items.Count - 1)),
        RepeatNode repeat => repeat.Upper == 0 ? 0 : (LengthOf(repeat.Body) * (long)Math.Clamp(repeat.Lower, 1, MostWritten)) + 2,
        _ => 1 + node.Parts.Sum(part => (long)LengthOf(part)),
    });
}
