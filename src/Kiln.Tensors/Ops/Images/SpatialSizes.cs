namespace Kiln.Tensors;

/// <summary>The check of sizes that are wanted for the axes between batch and channels.</summary>
internal static class SpatialSizes
{
    internal static void Check(string op, Tensor x, ReadOnlySpan<int> sizes)
    {
        if (x.Rank != sizes.Length + 2 || sizes.Length == 0)
        {
            throw new ShapeException(
                $"{op}: the input has shape {x.Shape}; for {sizes.Length} sizes expected (batch, {sizes.Length} {(sizes.Length == 1 ? "axis" : "axes")}, channels)");
        }

        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] < 1 || x.Shape[i + 1] < 1)
            {
                throw new ShapeException($"{op}: axis {i + 1} of {x.Shape} cannot be brought to {sizes[i]}; both sizes must be at least 1");
            }
        }
    }
}
