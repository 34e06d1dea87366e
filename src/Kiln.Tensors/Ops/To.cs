using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// The elements in another type; this tensor itself if it has that type already. From floating point to integers towards zero;
    /// to a narrower float to the nearest; to bool whether it is not zero.
    /// </summary>
    /// <param name="dtype">The type of the result.</param>
    /// <exception cref="AutogradException">The tensor requires a gradient and the type cannot carry one.</exception>
    public Tensor To(DType dtype) => dtype == DType ? this : ToOp.Apply(this, dtype);
}

/// <summary>y = x rounded to another type; dL/dx = dL/dy in the type of x.</summary>
internal static unsafe class ToOp
{
    internal delegate Tensor CastKernel(Tensor x, DType dtype);

    internal static readonly KernelSlot<CastKernel> Kernel = new("to", OnCpu);

    internal static Tensor Apply(Tensor x, DType dtype)
    {
        Tensor y = Kernel.For(x)(x, dtype);
        DType before = x.DType;
        return dtype.IsFloatingPoint()
            ? Tape.Unary("to", y, x, g => Kernel.For(g)(g, before))
            : Tape.NoBackward($"to {dtype.Name()}", y, x);
    }

    private static Tensor OnCpu(Tensor x, DType dtype)
    {
        Tensor y = Tensor.Empty(x.Shape, dtype);
        switch (x.DType)
        {
            case DType.Float32: From<float>(x, y); break;
            case DType.Float64: From<double>(x, y); break;
            case DType.Float16: From<Half>(x, y); break;
            case DType.BFloat16: From<BFloat16>(x, y); break;
            case DType.Int8: From<sbyte>(x, y); break;
            case DType.Int32: From<int>(x, y); break;
            case DType.Int64: From<long>(x, y); break;
            case DType.UInt8: From<byte>(x, y); break;
            default: From<bool>(x, y); break;
        }

        GC.KeepAlive(x);
        return y;
    }

    private static void From<TFrom>(Tensor x, Tensor y)
        where TFrom : unmanaged
    {
        switch (y.DType)
        {
            case DType.Float32: Convert<TFrom, float>(x, y); break;
            case DType.Float64: Convert<TFrom, double>(x, y); break;
            case DType.Float16: Convert<TFrom, Half>(x, y); break;
            case DType.BFloat16: Convert<TFrom, BFloat16>(x, y); break;
            case DType.Int8: Convert<TFrom, sbyte>(x, y); break;
            case DType.Int32: Convert<TFrom, int>(x, y); break;
            case DType.Int64: Convert<TFrom, long>(x, y); break;
            case DType.UInt8: Convert<TFrom, byte>(x, y); break;
            default: Convert<TFrom, bool>(x, y); break;
        }
    }

    private static void Convert<TFrom, TTo>(Tensor x, Tensor y)
        where TFrom : unmanaged
        where TTo : unmanaged => Conversion.Convert(x.Shape.Sizes, x.Pointer<TFrom>(), x.Strides, y.Pointer<TTo>());
}
