namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The lower triangle of the last two axes: elements above diagonal <paramref name="diagonal"/> are zero.</summary>
    /// <param name="diagonal">0 is the main diagonal, positive ones lie above it.</param>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Tensor Tril(int diagonal = 0) => TriangleOp.Apply("tril", this, diagonal, lower: true);

    /// <summary>The upper triangle of the last two axes: elements below diagonal <paramref name="diagonal"/> are zero.</summary>
    /// <inheritdoc cref="Tril"/>
    public Tensor Triu(int diagonal = 0) => TriangleOp.Apply("triu", this, diagonal, lower: false);
}

/// <summary>y[i, j] = x[i, j] where j - i ≤ k (lower) or j - i ≥ k (upper), else 0; dL/dx is dL/dy under the same mask.</summary>
internal static class TriangleOp
{
    internal static Tensor Apply(string op, Tensor x, int diagonal, bool lower)
    {
        if (x.Rank < 2)
        {
            throw new ShapeException($"{op}: shape {x.Shape} has fewer than two axes");
        }

        return Tape.Unary(op, Forward(x, diagonal, lower), x, g => Forward(g, diagonal, lower));
    }

    private static unsafe Tensor Forward(Tensor x, int diagonal, bool lower)
    {
        Tensor y = x.CopyRaw();
        (int rows, int columns) = (x.Shape[^2], x.Shape[^1]);
        int size = x.DType.SizeInBytes();
        int matrices = rows * columns == 0 ? 0 : x.Count / (rows * columns);
        byte* row = y.RawPointer();
        for (int m = 0; m < matrices; m++)
        {
            for (int i = 0; i < rows; i++, row += (long)columns * size)
            {
                // Column of the diagonal in this row; lower keeps it and what is left of it, upper it and what is right of it.
                int edge = (int)Math.Clamp((long)i + diagonal + (lower ? 1 : 0), 0, columns);
                (int from, int to) = lower ? (edge, columns) : (0, edge);
                new Span<byte>(row + ((long)from * size), (to - from) * size).Clear();
            }
        }

        GC.KeepAlive(y);
        return y;
    }
}
