using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Some examples of a dataset, side by side.</summary>
/// <param name="Inputs">The examples, (B, …); of several inputs the first.</param>
/// <param name="Targets">What is to be predicted of them, (B, …); class labels are int64 of shape (B,). Of several targets the first.</param>
/// <param name="Indices">Where each example stands in the dataset.</param>
public sealed record Batch(Tensor Inputs, Tensor Targets, int[] Indices)
{
    /// <summary>How much each example counts in the loss, (B,); null (by default) when all count alike.</summary>
    public Tensor? Weights { get; init; }

    /// <summary>The inputs after the first, each (B, …); none by default. A transform changes the first input only.</summary>
    public IReadOnlyList<Tensor> OtherInputs { get; init; } = [];

    /// <summary>The targets after the first, each (B, …); none by default.</summary>
    public IReadOnlyList<Tensor> OtherTargets { get; init; } = [];

    /// <summary>The names of all inputs, by which they find those of a network; empty (by default) to go by their order.</summary>
    public IReadOnlyList<string> InputNames { get; init; } = [];

    /// <summary>The names of all targets, by which they find the outputs of a network; empty (by default) to go by their order.</summary>
    public IReadOnlyList<string> TargetNames { get; init; } = [];

    /// <summary>Every input.</summary>
    public IReadOnlyList<Tensor> AllInputs => OtherInputs.Count == 0 ? [Inputs] : [Inputs, .. OtherInputs];

    /// <summary>Every target.</summary>
    public IReadOnlyList<Tensor> AllTargets => OtherTargets.Count == 0 ? [Targets] : [Targets, .. OtherTargets];

    /// <summary>The number of examples.</summary>
    public int Count => Indices.Length;
}
