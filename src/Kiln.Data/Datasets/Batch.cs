using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Some examples of a dataset, side by side.</summary>
/// <param name="Inputs">The examples, (B, …).</param>
/// <param name="Targets">What is to be predicted of them, (B, …); class labels are int64 of shape (B,).</param>
/// <param name="Indices">Where each example stands in the dataset.</param>
public sealed record Batch(Tensor Inputs, Tensor Targets, int[] Indices)
{
    /// <summary>How much each example counts in the loss, (B,); null (by default) when all count alike.</summary>
    public Tensor? Weights { get; init; }

    /// <summary>The number of examples.</summary>
    public int Count => Indices.Length;
}
