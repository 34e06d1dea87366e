namespace Kiln.Tensors;

/// <summary>The 16-bit floating-point types: stored so, computed in float32.</summary>
internal static class HalfPrecision
{
    internal static bool Is(DType dtype) => dtype is DType.Float16 or DType.BFloat16;
}
