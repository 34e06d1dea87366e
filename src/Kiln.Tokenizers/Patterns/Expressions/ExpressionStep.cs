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

    /// <summary>Begins to look for what must be absent; ends that, when what was taken within ends.</summary>
    AbsentStart,
    AbsentEnd,

    /// <summary>Looks for it at one place, goes on at A where it is not there, and otherwise limits what can be taken.</summary>
    AbsentTry,
    AbsentFound,

    /// <summary>Looks at the next place, by what begins at A.</summary>
    AbsentNext,

    /// <summary>What can be taken is not limited any more.</summary>
    Unlimited,

    /// <summary>Counts how often a match comes here, or compares what was counted, as the step's node says.</summary>
    Count,

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

    public CountNode? Count { get; init; }

    /// <summary>Of a reference, how many calls deeper the group matched.</summary>
    public int? Level { get; init; }
}
