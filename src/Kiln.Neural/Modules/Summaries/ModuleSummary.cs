namespace Kiln.Neural;

/// <summary>A line of a <see cref="ModuleSummary"/>.</summary>
/// <param name="Name">The layer's name in the module around it, or that of its node in a <see cref="Graph"/>.</param>
/// <param name="Type">The layer's type.</param>
/// <param name="OutputShape">What it makes of one item, without the batch.</param>
/// <param name="Parameters">The elements of its parameters, trained or not; 0 where a layer stands again whose parameters were counted before.</param>
/// <param name="MultiplyAdds">The multiply-adds for one item, forward.</param>
/// <param name="Depth">How deep it is nested; 0 for a layer of the module itself.</param>
/// <param name="Inputs">The lines it takes its inputs from; −1 and below are the inputs of the network, the first −1.</param>
public sealed record LayerSummary(string Name, string Type, Shape OutputShape, long Parameters, long MultiplyAdds, int Depth, IReadOnlyList<int> Inputs);

/// <summary>The memory of a training step, in bytes.</summary>
/// <param name="Parameters">All parameters.</param>
/// <param name="Gradients">A gradient for each that is trained.</param>
/// <param name="OptimizerState">What the optimizer keeps.</param>
/// <param name="Activations">What the forward pass keeps for the backward pass, for the whole batch: extrapolated from recorded passes of one and two items.</param>
public sealed record StepMemory(long Parameters, long Gradients, long OptimizerState, long Activations)
{
    /// <summary>All together.</summary>
    public long Total => Parameters + Gradients + OptimizerState + Activations;
}

/// <summary>The time of an epoch, estimated.</summary>
/// <param name="Steps">How many steps were timed.</param>
/// <param name="StepTime">The fastest of them: forward, backward and optimizer. Loss, metrics and reading data are left aside.</param>
/// <param name="EpochTime">That times the number of steps in an epoch.</param>
public sealed record EpochEstimate(int Steps, TimeSpan StepTime, TimeSpan EpochTime);

/// <summary>Layers, shapes, parameters, work and memory of a network. <see cref="ToString"/> is the table.</summary>
public sealed class ModuleSummary
{
    internal ModuleSummary(IReadOnlyList<LayerSummary> layers) => Layers = layers;

    /// <summary>The lines, in the order of computation; a container stands before its layers.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>Elements of trained parameters.</summary>
    public long TrainedParameters { get; internal init; }

    /// <summary>Elements of parameters that are saved and not trained.</summary>
    public long OtherParameters { get; internal init; }

    /// <summary>Multiply-adds of matrix products, convolutions and attention for one item, forward; training takes about three times as many.</summary>
    public long MultiplyAdds { get; internal init; }

    /// <summary>The memory of a training step; null when no options asked for it, or nothing is trained.</summary>
    public StepMemory? Memory { get; internal init; }

    /// <summary>The time of an epoch; null when no options asked for it.</summary>
    public EpochEstimate? Epoch { get; internal init; }

    internal long TrainedBytes { get; init; }

    internal long OtherBytes { get; init; }

    internal SummaryOptions? Options { get; init; }

    internal string OptimizerName { get; init; } = string.Empty;

    /// <summary>The table, each line ended by a line feed.</summary>
    public override string ToString() => SummaryTable.Print(this);
}
