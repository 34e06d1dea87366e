using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The running sums along an axis: y[k] = x[0] + … + x[k]. Integers and bool are summed in int64.</summary>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor CumSum(int axis) => CumSumOp.Apply(this, Shape.Axis(axis, "cumsum"));
}

/// <summary>yₖ = Σ xᵢ for i ≤ k; dL/dxᵢ = Σ gₖ for k ≥ i: the running sum from the other end.</summary>
internal static class CumSumOp
{
    internal delegate Tensor CumSumKernel(Tensor x, int axis, bool reverse);

    internal static readonly KernelSlot<CumSumKernel> Kernel = new("cumsum", OnCpu);

    internal static Tensor Apply(Tensor x, int axis)
    {
        Tensor y = Kernel.For(x)(x, axis, false);
        return x.DType.IsFloatingPoint() ? Tape.Unary("cumsum", y, x, g => Kernel.For(g)(g, axis, true)) : Tape.Constant(y, x);
    }

    private static Tensor OnCpu(Tensor x, int axis, bool reverse)
    {
        if (HalfPrecision.Is(x.DType))
        {
            return OnCpu(x.Detach().To(DType.Float32), axis, reverse).To(x.DType);
        }

        if (x.DType == DType.Bool)
        {
            return OnCpu(x.To(DType.UInt8), axis, reverse);
        }

        Tensor source = x.IsContiguous ? x : x.CopyRaw();
        Tensor y = Tensor.Empty(x.Shape, x.DType.IsFloatingPoint() ? x.DType : DType.Int64);
        int reduced = x.Shape[axis];
        int outer = 1;
        for (int i = 0; i < axis; i++)
        {
            outer *= x.Shape.Sizes[i];
        }

        int inner = 1;
        for (int i = axis + 1; i < x.Rank; i++)
        {
            inner *= x.Shape.Sizes[i];
        }

        switch (x.DType)
        {
            case DType.Float32: Reduction.CumulativeSum<float>(source.Span<float>(), y.Span<float>(), outer, reduced, inner, reverse); break;
            case DType.Float64: Reduction.CumulativeSum<double>(source.Span<double>(), y.Span<double>(), outer, reduced, inner, reverse); break;
            case DType.Int8: Reduction.CumulativeSumIntegers<sbyte>(source.Span<sbyte>(), y.Span<long>(), outer, reduced, inner); break;
            case DType.Int32: Reduction.CumulativeSumIntegers<int>(source.Span<int>(), y.Span<long>(), outer, reduced, inner); break;
            case DType.Int64: Reduction.CumulativeSumIntegers<long>(source.Span<long>(), y.Span<long>(), outer, reduced, inner); break;
            default: Reduction.CumulativeSumIntegers<byte>(source.Span<byte>(), y.Span<long>(), outer, reduced, inner); break;
        }

        GC.KeepAlive(source);
        return y;
    }
}
