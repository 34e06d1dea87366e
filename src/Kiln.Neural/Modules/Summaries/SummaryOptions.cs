namespace Kiln.Neural;

/// <summary>What <see cref="Module.Summarize(Shape, SummaryOptions)"/> looks at.</summary>
public sealed record SummaryOptions
{
    /// <summary>The type of the input's elements; float32 by default. A <see cref="Graph"/> knows its own.</summary>
    public DType DType { get; init; } = DType.Float32;

    /// <summary>Items in a batch, for the memory and the time of a training step; 32 by default, at least 1.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Items in an epoch. Above 0, some training steps of <see cref="BatchSize"/> items are made and timed, which leaves the network as it was, and the time of an epoch is
    /// estimated. 0 by default: nothing is timed.
    /// </summary>
    public long Samples { get; init; }

    /// <summary>Makes the optimizer whose state and time count; Adam by default. It is used on copies of the parameters.</summary>
    public Func<Optimizer>? Optimizer { get; init; }

    internal void Validate()
    {
        HyperParameter.AtLeast(BatchSize, 1, nameof(BatchSize), nameof(SummaryOptions));
        if (Samples < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Samples), $"{nameof(SummaryOptions)}: {nameof(Samples)} must be at least 0, got {Samples}");
        }
    }
}
