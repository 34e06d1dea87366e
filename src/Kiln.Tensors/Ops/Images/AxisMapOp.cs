using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>y = A x along one axis, for a map A in which each output looks at a few neighbouring inputs; dL/dx = Aᵀ dL/dy.</summary>
internal static class AxisMapOp
{
    internal static readonly KernelSlot<MapKernel> Kernel = new("axis map", DTypeSet.Float32 | DTypeSet.Float64, OnCpu);

    internal delegate Tensor MapKernel(Tensor x, int axis, BandedMap map);

    internal static Tensor Apply(string op, Tensor x, int axis, BandedMap map)
    {
        DType dtype = x.DType;
        x = x.To(ComputeTypes.Of(dtype)).Contiguous();
        Tensor y = Tape.Unary(op, Kernel.For(x)(x, axis, map), x, g => Kernel.For(g)(g, axis, map.Transpose()));
        return y.To(dtype);
    }

    private static Tensor OnCpu(Tensor x, int axis, BandedMap map)
    {
        x = x.Contiguous();
        int[] sizes = x.Shape.ToArray();
        sizes[axis] = map.Outputs;
        int outer = 1;
        int inner = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            outer *= i < axis ? sizes[i] : 1;
            inner *= i > axis ? sizes[i] : 1;
        }

        Tensor y = Tensor.Empty(sizes, x.DType);
        if (x.DType == DType.Float32)
        {
            map.Apply(outer, inner, x.Span<float>(), y.Span<float>());
        }
        else
        {
            map.Apply(outer, inner, x.Span<double>(), y.Span<double>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return y;
    }
}
