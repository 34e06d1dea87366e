namespace Kiln.Tensors.Tests;

/// <summary>How an input lies in memory when the op sees it. The leaf is the base; the op gets a view of it.</summary>
public enum OpLayout
{
    /// <summary>Row-major, one behind the other.</summary>
    Contiguous,

    /// <summary>The axes in reverse order.</summary>
    Transposed,

    /// <summary>Every second element of a larger base, backwards along the first axis.</summary>
    Stepped,

    /// <summary>The middle of a larger base.</summary>
    Sliced,
}

/// <summary>Bases and the views that give them an op's shape.</summary>
internal static class OpLayouts
{
    /// <summary>The shape of the base of which <see cref="View"/> gives the wanted shape.</summary>
    internal static Shape Base(this OpLayout layout, Shape shape)
    {
        int[] sizes = shape.ToArray();
        switch (layout)
        {
            case OpLayout.Transposed:
                Array.Reverse(sizes);
                break;
            case OpLayout.Stepped:
                for (int i = 0; i < sizes.Length; i++)
                {
                    sizes[i] = Math.Max(0, sizes[i] * 2 - 1);
                }

                break;
            case OpLayout.Sliced:
                for (int i = 0; i < sizes.Length; i++)
                {
                    sizes[i] += 2;
                }

                break;
        }

        return sizes;
    }

    /// <summary>A view of the base in the wanted shape.</summary>
    internal static Tensor View(this OpLayout layout, Tensor tensor, Shape shape)
    {
        switch (layout)
        {
            case OpLayout.Transposed:
                int[] order = [.. Enumerable.Range(0, shape.Rank).Reverse()];
                return tensor.Permute(order);
            case OpLayout.Stepped:
                for (int i = 0; i < shape.Rank; i++)
                {
                    tensor = i == 0 && shape[0] > 0
                        ? tensor.Narrow(0, (shape[0] - 1) * 2, shape[0], -2)
                        : tensor.Narrow(i, 0, shape[i], 2);
                }

                return tensor;
            case OpLayout.Sliced:
                for (int i = 0; i < shape.Rank; i++)
                {
                    tensor = tensor.Narrow(i, 1, shape[i]);
                }

                return tensor;
            default:
                return tensor;
        }
    }
}
