namespace Kiln.Neural;

/// <summary>What is known of a module before it computes anything, from its settings alone: of one of another assembly, nothing.</summary>
public abstract partial class Module
{
    /// <summary>The module in messages: its type and where it stands.</summary>
    internal string Title => Label;

    /// <summary>The size that the last axis of its input must have; 0 where any will do, or only the computation can tell.</summary>
    internal virtual int TakenFeatures => 0;

    /// <summary>What it makes of the last axis.</summary>
    /// <param name="given">What is known of its input's.</param>
    internal virtual LastAxis Lead(LastAxis given) => LastAxis.Unknown;

    /// <summary>Between which numbers its outputs lie; null where that is not known.</summary>
    /// <param name="given">Between which its inputs lie.</param>
    internal virtual OutputRange? RangeOf(OutputRange? given) => null;

    /// <summary>The same for each output of a network, when nothing is known of its inputs.</summary>
    internal virtual OutputRange?[] OutputRanges() => [RangeOf(null)];
}
