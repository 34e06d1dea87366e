namespace Kiln.Tensors;

/// <summary>The 16-bit types store; they compute in float32.</summary>
internal static class HalfPrecision
{
    /// <summary>The type in which an op on elements of <paramref name="dtype"/> computes.</summary>
    internal static DType ComputeType(DType dtype) => dtype is DType.Float16 or DType.BFloat16 ? DType.Float32 : dtype;

    /// <summary>The tensor in another type, recorded; itself when it has that type already.</summary>
    internal static Tensor To(Tensor x, DType dtype) => x.DType == dtype ? x : throw new MissingKernelException("convert", x.Device, x.DType);
}
