using System.Numerics.Tensors;

namespace Kiln.Tensors;

/// <summary>The sum of two gradients of one tensor.</summary>
internal static class GradientSum
{
    internal static Tensor Add(Tensor left, Tensor right)
    {
        if (left.DType is not (DType.Float32 or DType.Float64))
        {
            throw new MissingKernelException("add", left.Device, left.DType);
        }

        left = left.Contiguous();
        right = right.Contiguous();
        Tensor sum = Tensor.Empty(left.Shape, left.DType);
        if (left.DType == DType.Float32)
        {
            TensorPrimitives.Add(left.Span<float>(), right.Span<float>(), sum.Span<float>());
        }
        else
        {
            TensorPrimitives.Add(left.Span<double>(), right.Span<double>(), sum.Span<double>());
        }

        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return sum;
    }
}
