using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>x, or x times a slope below 0, with slopes that are a tensor and learned (He et al., 2015). Integers are converted to float32 first.</summary>
    /// <param name="slope">The slopes; broadcast to this tensor's shape.</param>
    /// <exception cref="ShapeException">The slopes do not broadcast to this tensor's shape.</exception>
    public Tensor PRelu(Tensor slope)
    {
        ArgumentNullException.ThrowIfNull(slope);
        return PReluOp.Apply(this, slope);
    }
}

/// <summary>y = x, or a x below 0; dL/dx = g, or a g below 0; dL/da = Σ g x over the x below 0 that a slope stands for.</summary>
internal static class PReluOp
{
    internal delegate Tensor GradientKernel(Tensor g, Tensor x, Tensor slope);

    internal static readonly KernelSlot<BinaryKernel> Kernel = new("prelu", DTypeSet.Floating, ElementwiseDriver.Binary<LeakyReluOperator>);

    internal static readonly KernelSlot<GradientKernel> Gradient = new("prelu", DTypeSet.Floating, ElementwiseDriver.Ternary<LeakyReluGradient>);

    internal static Tensor Apply(Tensor x, Tensor slope)
    {
        (x, slope) = Operands.Promote("prelu", Operands.Floating(x), slope);
        if (Shape.Broadcast(x.Shape, slope.Shape, "prelu") != x.Shape)
        {
            throw new ShapeException($"prelu: slopes of shape {slope.Shape} do not broadcast to {x.Shape}");
        }

        Tensor y = Kernel.For(x)(x, slope);
        return Tape.Record("prelu", y, [x, slope], [x, slope], static context =>
        {
            Tensor x = context.Saved(0);
            Tensor g = context.Gradient;
            if (context.Needs(0))
            {
                context.Give(0, Gradient.For(g)(g, x, context.Saved(1)));
            }

            if (context.Needs(1))
            {
                context.Give(1, (g * x.Minimum(0)).SumTo(context.ShapeOf(1)));
            }
        });
    }
}
