namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>This tensor summed over the axes that broadcasting stretched, back to a shape: the reverse of <see cref="BroadcastTo"/>.</summary>
    /// <param name="shape">A shape that broadcasts to this tensor's.</param>
    internal Tensor SumTo(Shape shape) => throw new MissingKernelException("sum to", Device, DType);
}
