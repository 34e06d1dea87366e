namespace Kiln.Tokenizers;

/// <summary>A part of an expression as it was read. Characters are counted, not bytes.</summary>
internal abstract record ExpressionNode
{
    /// <summary>The least number of characters that a match of it has.</summary>
    public virtual int Least => 0;

    /// <summary>The most; <see cref="Endless"/> where there is no bound.</summary>
    public virtual int Most => 0;

    public const int Endless = int.MaxValue;

    /// <summary>The parts that it is made of.</summary>
    public virtual IEnumerable<ExpressionNode> Parts => [];

    /// <summary>A sum of numbers of characters.</summary>
    protected static int Sum(int left, int right) => left == Endless || right == Endless ? Endless : (int)Math.Min((long)left + right, Endless);

    /// <summary>A product of a number of characters and one of repetitions.</summary>
    protected static int Product(int length, int times) =>
        length == 0 || times == 0 ? 0 : length == Endless || times == Endless ? Endless : (int)Math.Min((long)length * times, Endless);
}

/// <summary>One character of a set.</summary>
/// <param name="Set">The set.</param>
/// <param name="Literal">The character that was written, where it is one; -1 for a class.</param>
internal sealed record SetNode(CodePointSet Set, int Literal = -1) : ExpressionNode
{
    public override int Least => 1;

    public override int Most => 1;
}

/// <summary>Parts one after the other.</summary>
internal sealed record RowNode(IReadOnlyList<ExpressionNode> Items) : ExpressionNode
{
    public override int Least { get; } = Items.Aggregate(0, (sum, item) => Sum(sum, item.Least));

    public override int Most { get; } = Items.Aggregate(0, (sum, item) => Sum(sum, item.Most));

    public override IEnumerable<ExpressionNode> Parts => Items;
}

/// <summary>One of several, the first that leads to a match.</summary>
internal sealed record ChoiceNode(IReadOnlyList<ExpressionNode> Items) : ExpressionNode
{
    public override int Least { get; } = Items.Min(item => item.Least);

    public override int Most { get; } = Items.Max(item => item.Most);

    public override IEnumerable<ExpressionNode> Parts => Items;
}

/// <summary>What is true of a place.</summary>
internal enum ExpressionPlace
{
    TextStart,
    TextEnd,
    TextEndOrLastLine,
    LineStart,
    LineEnd,
    WordBoundary,
    NotWordBoundary,
    SearchStart,
    GraphemeBoundary,
    NotGraphemeBoundary,
}

/// <summary>A place in the text.</summary>
internal sealed record PlaceNode(ExpressionPlace Place) : ExpressionNode;

/// <summary>A part some times over; <paramref name="Upper"/> is <see cref="ExpressionNode.Endless"/> for any number.</summary>
internal sealed record RepeatNode(ExpressionNode Body, int Lower, int Upper, bool IsLazy) : ExpressionNode
{
    public override int Least { get; } = Product(Body.Least, Lower);

    public override int Most { get; } = Product(Body.Most, Upper);

    public override IEnumerable<ExpressionNode> Parts => [Body];
}

/// <summary>A group that what it matched can be referred to, and that can be called.</summary>
internal sealed record CaptureNode(ExpressionNode Body, int Number) : ExpressionNode
{
    public override int Least { get; } = Body.Least;

    public override int Most { get; } = Body.Most;

    public override IEnumerable<ExpressionNode> Parts => [Body];
}

/// <summary>A part whose other ways to match are forgotten when it has matched.</summary>
internal sealed record AtomicNode(ExpressionNode Body) : ExpressionNode
{
    public override int Least { get; } = Body.Least;

    public override int Most { get; } = Body.Most;

    public override IEnumerable<ExpressionNode> Parts => [Body];
}

/// <summary>What comes after a place, or before it.</summary>
internal sealed record LookNode(ExpressionNode Body, bool IsBehind, bool IsNegated) : ExpressionNode
{
    public override IEnumerable<ExpressionNode> Parts => [Body];
}

/// <summary>What groups matched, the last of them that did.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="IgnoresCase">Whether the same letters in another case are the same.</param>
/// <param name="Level">How many calls deeper than here the group matched; null for wherever it did last.</param>
internal sealed record ReferenceNode(IReadOnlyList<int> Groups, bool IgnoresCase, int? Level = null) : ExpressionNode
{
    public override int Most => Endless;
}

/// <summary>A group called from elsewhere; 0 is the whole expression.</summary>
internal sealed record CallNode(int Group) : ExpressionNode
{
    public override int Most => Endless;
}

/// <summary>One part where a condition matches, another where it does not.</summary>
/// <param name="Condition">The condition, which takes what it matches.</param>
/// <param name="Groups">Instead of a condition, groups of which one has matched.</param>
/// <param name="Then">What follows where it holds.</param>
/// <param name="Else">What stands there where it does not.</param>
internal sealed record ConditionNode(ExpressionNode? Condition, IReadOnlyList<int> Groups, ExpressionNode Then, ExpressionNode Else) : ExpressionNode
{
    public override int Least { get; } = Math.Min(Sum(Condition?.Least ?? 0, Then.Least), Else.Least);

    public override int Most { get; } = Math.Max(Sum(Condition?.Most ?? 0, Then.Most), Else.Most);

    public override IEnumerable<ExpressionNode> Parts => Condition is null ? [Then, Else] : [Condition, Then, Else];
}

/// <summary>The match begins here.</summary>
internal sealed record KeepNode : ExpressionNode;

/// <summary>A character as it is read, with all that belongs to it.</summary>
internal sealed record GraphemeNode : ExpressionNode
{
    public override int Least => 1;

    public override int Most => Endless;
}

/// <summary>What never matches.</summary>
internal sealed record FailNode : ExpressionNode;

/// <summary>A part that takes nothing in which another one matches.</summary>
/// <param name="Absent">What must not match anywhere within.</param>
/// <param name="Body">What is taken; null where what comes after is limited, to the end of the match or until another <see cref="AbsentNode"/> says otherwise.</param>
internal sealed record AbsentNode(ExpressionNode? Absent, ExpressionNode? Body) : ExpressionNode
{
    public override int Most => Endless;

    public override IEnumerable<ExpressionNode> Parts => [.. Absent is null ? Enumerable.Empty<ExpressionNode>() : [Absent], .. Body is null ? Enumerable.Empty<ExpressionNode>() : [Body]];
}

/// <summary>What counts how often a match comes through it, or asks that of others.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Counter">The counter of its own; -1 for none.</param>
/// <param name="Left">The number, or the counter, on the left of a comparison, or that is the most.</param>
/// <param name="Right">The one on the right.</param>
/// <param name="Sign">How to compare, or what is counted: all times with <c>&gt;</c>, those that were not taken back with <c>X</c>.</param>
internal sealed record CountNode(ExpressionCount Kind, int Counter, ExpressionNumber Left, ExpressionNumber Right, string Sign) : ExpressionNode;

/// <summary>What a <see cref="CountNode"/> does.</summary>
internal enum ExpressionCount
{
    /// <summary>Counts.</summary>
    Count,

    /// <summary>Counts, and leads nowhere when that is the most already.</summary>
    Most,

    /// <summary>Leads nowhere where a comparison is false.</summary>
    Compare,

    /// <summary>Ends all ways of a match that began at its place.</summary>
    Mismatch,
}

/// <summary>A number, or what a counter says.</summary>
internal readonly record struct ExpressionNumber(int Value, int Counter = -1, char Sign = default);
