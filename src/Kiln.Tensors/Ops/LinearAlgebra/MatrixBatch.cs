using System.Globalization;

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

    /// <summary>Throws in a backward where two values of one matrix, which are sorted, are equal: their vectors are not determined.</summary>
    internal static void CheckDistinct(string op, string value, string vectors, Tensor values)
    {
        double[] all = Doubles(values);
        int n = values.Shape[^1];
        for (int i = 1; i < all.Length; i++)
        {
            if (i % n != 0 && all[i] == all[i - 1])
            {
                throw new AutogradException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{op}: there is no gradient through the {vectors} of a repeated {value}: numbers {(i % n) - 1} and {i % n} of matrix {i / n} are both {all[i]:G6}, so that their {vectors} are any basis of a plane. A function of the {value}s alone has a gradient"));
            }
        }
    }

    /// <summary>Throws in a backward where a singular value is zero.</summary>
    internal static void CheckPositive(string op, Tensor values)
    {
        double[] all = Doubles(values);
        int n = values.Shape[^1];
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] == 0)
            {
                throw new AutogradException(
                    $"{op}: there is no gradient through the singular vectors of a matrix without full rank that is not square: singular value {i % n} of matrix {i / n} is zero, so that its vector is any one of several. A function of the singular values alone has a gradient");
            }
        }
    }

    private static double[] Doubles(Tensor x) => x.DType == DType.Float64 ? x.ToArray<double>() : x.To(DType.Float64).ToArray<double>();

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
