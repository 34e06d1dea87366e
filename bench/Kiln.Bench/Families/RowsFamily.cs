using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Functions of the rows of a matrix: softmax, norms, cross-entropy.</summary>
internal static class RowsFamily
{
    private const string Group = "softmax, layer norm, GELU, exp, cross-entropy, AdamW";

    public static IEnumerable<Comparison> All()
    {
        yield return Softmax(4096, 1024) with { Group = Group, Bar = 1.8 };
    }

    private static Comparison Softmax(int rows, int width) => Comparison.Traffic(
        $"rows-softmax-{rows}x{width}",
        4.0 * rows * width,
        4.0 * rows * width,
        () =>
        {
            var x = Operands.Draw((long)rows * width);
            var y = new float[rows * width];
            return new Trial(() => SoftmaxRows.Forward(rows, width, x, y), () => y);
        },
        Peer.Torch("rows", "softmax", rows, width));
}
