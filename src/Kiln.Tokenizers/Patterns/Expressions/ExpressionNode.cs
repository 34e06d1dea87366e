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
internal sealed record ReferenceNode(IReadOnlyList<int> Groups, bool IgnoresCase) : ExpressionNode
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
