namespace Kiln.Tensors;

/// <summary>The last two axes of a tensor as matrices, one after another in a contiguous copy or the tensor itself.</summary>
internal static class MatrixBatch
{
    /// <summary>The element types there are decompositions for.</summary>
    internal const DTypeSet Types = DTypeSet.Float32 | DTypeSet.Float64;

    /// <summary>Checks that a tensor holds matrices, square ones where that is needed.</summary>
    internal static void Check(string op, Tensor x, bool square)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 2)
        {
            throw new ShapeException($"{op}: expected matrices, (…, m, n); given {x.Shape}");
        }

        if (square && x.Shape[^1] != x.Shape[^2])
        {
            throw new ShapeException($"{op}: expected square matrices, (…, n, n); given {x.Shape}");
        }
    }

    /// <summary>How many matrices there are.</summary>
    internal static int Count(Tensor x)
    {
        int count = 1;
        foreach (int size in x.Shape.Sizes[..^2])
        {
            count *= size;
        }

        return count;
    }

    /// <summary>The shape of a result: the leading axes of <paramref name="x"/>, then others.</summary>
    internal static Shape Lead(Tensor x, params ReadOnlySpan<int> last) => new([.. x.Shape.Sizes[..^2], .. last]);

    /// <summary>Two operands with equal leading axes, stretched where they were 1 or missing.</summary>
    internal static (Tensor Left, Tensor Right) Align(string op, Tensor left, Tensor right)
    {
        Shape a = new(left.Shape.Sizes[..^2].ToArray());
        Shape b = new(right.Shape.Sizes[..^2].ToArray());
        if (a == b)
        {
            return (left, right);
        }

        Shape common = Shape.Broadcast(a, b, op);
        return (
            left.BroadcastTo(new Shape([.. common.Sizes, .. left.Shape.Sizes[^2..]])),
            right.BroadcastTo(new Shape([.. common.Sizes, .. right.Shape.Sizes[^2..]])));
    }

    /// <summary>The elements in row-major order, copied unless they lie so already. Keep the result alive while its memory is used.</summary>
    internal static Tensor Rows(Tensor x) => x.IsContiguous ? x : x.CopyRaw();
}
