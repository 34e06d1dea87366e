namespace Kiln.Tensors;

/// <summary>The types in which products and convolutions compute: the 16-bit ones are converted to float32 before and rounded once after.</summary>
internal static class ComputeTypes
{
    /// <summary>The type in which an op on elements of <paramref name="dtype"/> computes.</summary>
    internal static DType Of(DType dtype) => HalfPrecision.Is(dtype) ? DType.Float32 : dtype;
}
