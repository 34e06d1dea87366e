namespace Kiln.Tensors;

/// <summary>The sum of two gradients of one tensor.</summary>
internal static class GradientSum
{
    internal static Tensor Add(Tensor left, Tensor right) => AddOp.Kernel.For(left)(left, right);
}
