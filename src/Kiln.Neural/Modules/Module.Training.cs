namespace Kiln.Neural;

/// <summary>What a training step needs of a module.</summary>
public abstract partial class Module
{
    /// <summary>
    /// Whether <see cref="Forward(Tensor)"/> may keep its input or its output beyond the call. No module of this library does; what others do is
    /// unknown. Between two modules that keep nothing, memory is reused without waiting for the garbage collector.
    /// </summary>
    internal virtual bool MayHoldTensors => GetType().Assembly != typeof(Module).Assembly;

    /// <summary>
    /// The backward pass of a training step: adds the gradient of a loss to every parameter it depends on, and throws when it meets one
    /// that is not registered, which would never be updated nor saved.
    /// </summary>
    /// <param name="loss">A scalar computed from this module's output.</param>
    /// <exception cref="AutogradException">A parameter is not registered in this module or its children, or the loss has no graph.</exception>
    public void Backward(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Autograd.Backward(loss, NamedParameters().Select(p => p.Value));
    }

    /// <summary>Drops the gradients of all parameters, so that the next backward pass starts from nothing.</summary>
    public void ClearGradients()
    {
        foreach (var (_, parameter) in NamedParameters())
        {
            parameter.ClearGradient();
        }
    }
}
