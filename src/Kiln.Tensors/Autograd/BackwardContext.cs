using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>What a backward rule sees: the gradient of its op's result, what the forward saved, and where to give the inputs' gradients.</summary>
internal sealed class BackwardContext
{
    private readonly Node _node;
    private readonly Tensor?[] _given;

    internal BackwardContext(Node node, Tensor gradient)
    {
        _node = node;
        Gradient = gradient;
        _given = new Tensor?[node.Inputs.Length];
    }

    /// <summary>The gradient of the op's result, of its shape.</summary>
    internal Tensor Gradient { get; }

    internal ReadOnlySpan<Tensor?> Given => _given;

    /// <summary>A tensor the forward saved; throws when it was changed since.</summary>
    internal Tensor Saved(int index) => _node.Saved(index);

    /// <summary>Whether input <paramref name="input"/> wants a gradient; computing one that is not wanted is wasted.</summary>
    internal bool Needs(int input) => _node.Inputs[input].Wanted;

    /// <summary>The shape of input <paramref name="input"/>, to which its gradient is summed when the op stretched it.</summary>
    internal Shape ShapeOf(int input) => _node.Inputs[input].Shape;

    /// <summary>
    /// The activation at the end of the op that made this op's input, when this rule is to apply its derivative, or none. The rule then
    /// gives its gradient with <see cref="GiveBeforeActivation"/>.
    /// </summary>
    internal Activation Absorbed => _node.Absorbed;

    /// <summary>Whether the gradient is already that before this op's fused activation.</summary>
    internal bool ActivationIsDone => _node.ActivationIsDone;

    /// <summary>Gives the gradient of the input before the activation that made it, and the sums over its last axis: the bias's gradient.</summary>
    internal void GiveBeforeActivation(Tensor gradient, Tensor bias)
    {
        Node before = _node.Inputs[0].Node!;
        before.ActivationIsDone = true;
        before.BiasGradient = bias;
        bias.Storage.PendingGradients++; // It has to live until that node's rule has run.
        Give(0, gradient);
    }

    /// <summary>The gradient of the bias that came with one before the activation.</summary>
    internal Tensor TakeBiasGradient()
    {
        Tensor bias = _node.BiasGradient!;
        _node.BiasGradient = null;
        bias.Storage.PendingGradients--;
        return bias;
    }

    /// <summary>Gives the gradient of an input; it must have the input's shape and element type.</summary>
    internal void Give(int input, Tensor gradient)
    {
        Edge edge = _node.Inputs[input];
        if (!edge.Wanted)
        {
            return;
        }

        if (gradient.Shape != edge.Shape || gradient.DType != edge.DType)
        {
            throw new AutogradException(
                $"{_node.Op}: its backward gave {gradient.DType.Name()} {gradient.Shape} for input {input}, "
                + $"which is {edge.DType.Name()} {edge.Shape}");
        }

        _given[input] = gradient;
    }
}
