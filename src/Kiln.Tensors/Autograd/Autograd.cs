namespace Kiln.Tensors;

/// <summary>Control of recording, and gradients of one tensor in others.</summary>
public static class Autograd
{
    /// <summary>True when operations on tensors that require a gradient are recorded: the default.</summary>
    public static bool IsRecording => ExecutionScope.Current.Recording;

    /// <summary>Nothing is recorded until the token is disposed.</summary>
    public static ScopeToken NoGrad() => ExecutionScope.Enter(ExecutionScope.Current with { Recording = false });

    /// <summary>Recording is on again inside <see cref="NoGrad"/>, until the token is disposed.</summary>
    public static ScopeToken EnableGrad() => ExecutionScope.Enter(ExecutionScope.Current with { Recording = true });

    /// <summary>
    /// The backward pass of a training step: as <see cref="Tensor.Backward"/>, but it throws when a gradient arrives at a leaf that is
    /// not one of the parameters to train. The gradients accumulated until then stay.
    /// </summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="parameters">Every parameter the loss may depend on.</param>
    /// <exception cref="AutogradException">The loss depends on another leaf that requires a gradient, or has no graph.</exception>
    public static void Backward(Tensor loss, IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(parameters);
        var registered = new HashSet<Leaf>(ReferenceEqualityComparer.Instance);
        foreach (Parameter parameter in parameters)
        {
            if (parameter.Value.Leaf is { } leaf)
            {
                registered.Add(leaf);
            }
        }

        BackwardPass.Run(loss, gradient: null, retainGraph: false, registered: registered);
    }

    /// <summary>The gradients of a scalar (or of a tensor weighted by <paramref name="gradient"/>) in some leaves; their <see cref="Tensor.Grad"/> is left alone.</summary>
    /// <param name="output">What is differentiated.</param>
    /// <param name="inputs">Leaves that require a gradient.</param>
    /// <param name="gradient">The gradient of the output, of its shape; may be left out for a single element.</param>
    /// <param name="retainGraph">Keep what the graph saved, for another pass.</param>
    /// <returns>A gradient for each input; zeros where the output does not depend on it.</returns>
    /// <exception cref="AutogradException">The output has no graph, or an input is not a leaf that requires a gradient.</exception>
    public static Tensor[] Gradients(Tensor output, IReadOnlyList<Tensor> inputs, Tensor? gradient = null, bool retainGraph = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(inputs);
        var wanted = new Dictionary<Leaf, Tensor?>(ReferenceEqualityComparer.Instance);
        foreach (Tensor input in inputs)
        {
            wanted[input.Leaf ?? throw new AutogradException(
                "gradients: an input is not a leaf that requires a gradient; make it one with x.RequireGrad() before the forward pass")] = null;
        }

        BackwardPass.Run(output, gradient, retainGraph, wanted);
        var results = new Tensor[inputs.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = wanted[inputs[i].Leaf!] ?? Tensor.Zeros(inputs[i].Shape, inputs[i].DType);
        }

        return results;
    }
}
