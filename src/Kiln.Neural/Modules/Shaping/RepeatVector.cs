namespace Kiln.Neural;

/// <summary>Each row so many times as a sequence: (batch, features) → (batch, count, features).</summary>
public sealed class RepeatVector : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="count">How many times; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public RepeatVector(int count)
    {
        HyperParameter.AtLeast(count, 1, nameof(count), GetType().Name);
        Count = count;
    }

    /// <summary>How many times.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    /// <param name="x">(batch, features), of any type.</param>
    /// <returns>(batch, count, features).</returns>
    /// <exception cref="ShapeException">These are no rows.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank == 2
            ? x.ExpandDims(1).Repeat(Count, axis: 1)
            : throw new ShapeException($"{Label}: expected (batch, features), got {x.Shape}{(x.Rank > 2 ? "; put a Flatten before this layer" : string.Empty)}");
    }

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => given;

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("count", Count);
    }
}
