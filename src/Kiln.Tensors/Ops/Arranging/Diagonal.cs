namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The elements of a diagonal of two axes, which go, as a new last axis. A view.</summary>
    /// <param name="offset">0 is the main diagonal; positive ones lie above it.</param>
    /// <param name="rowAxis">The axis of rows.</param>
    /// <param name="columnAxis">The axis of columns.</param>
    /// <exception cref="ShapeException">An axis does not exist, or both are the same.</exception>
    public Tensor Diagonal(int offset = 0, int rowAxis = -2, int columnAxis = -1) => DiagonalOp.Apply(this, offset, rowAxis, columnAxis);

    /// <summary>
    /// As <c>numpy.diag</c>: of a vector, the matrix with it on a diagonal and zeros elsewhere; of a matrix, the diagonal as a vector.
    /// </summary>
    /// <param name="offset">0 is the main diagonal; positive ones lie above it.</param>
    /// <exception cref="ShapeException">The tensor is neither a vector nor a matrix.</exception>
    public Tensor Diag(int offset = 0) => Rank switch
    {
        1 => DiagonalOp.Embed(this, offset),
        2 => Diagonal(offset),
        _ => throw new ShapeException($"diag: shape {Shape}; expected a vector or a matrix (Diagonal takes more axes)"),
    };
}

/// <summary>Diagonal: y[…, k] = x[…, r + k, c + k, …]. Embed: y[r + k, c + k] = x[k]. Each is the other's backward.</summary>
internal static class DiagonalOp
{
    internal static Tensor Apply(Tensor x, int offset, int rowAxis, int columnAxis)
    {
        int rows = x.Shape.Axis(rowAxis, "diagonal");
        int columns = x.Shape.Axis(columnAxis, "diagonal");
        if (rows == columns)
        {
            throw new ShapeException($"diagonal: rows and columns are both axis {rows} of shape {x.Shape}; expected two axes");
        }

        (int row, int column, int count) = Place(x.Shape.Sizes[rows], x.Shape.Sizes[columns], offset);
        var starts = new int[x.Rank];
        starts[rows] = row;
        starts[columns] = column;
        var walks = new List<SliceOp.ViewAxis>();
        for (int i = 0; i < x.Rank; i++)
        {
            if (i != rows && i != columns)
            {
                walks.Add(new(i, 1, x.Shape.Sizes[i]));
            }
        }

        walks.Add(new(rows, 1, count, Second: columns));
        return SliceOp.Apply("diagonal", x, new SliceOp.View(starts, [.. walks]));
    }

    internal static Tensor Embed(Tensor x, int offset)
    {
        int size = checked(x.Count + Math.Abs(offset));
        var positions = new int[x.Count];
        (int row, int column, _) = Place(size, size, offset);
        Tensor y = Tensor.Zeros([size, size], x.DType);
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = ((row + i) * size) + column + i;
        }

        Positions.Scatter(y, positions, x);
        Shape shape = x.Shape;
        return Tape.Unary("diag", y, x, g => Positions.Gather(g, positions, shape));
    }

    private static (int Row, int Column, int Count) Place(int rows, int columns, int offset)
    {
        long row = Math.Max(0L, -(long)offset);
        long column = Math.Max(0L, offset);
        int count = (int)Math.Max(0, Math.Min(rows - row, columns - column));
        return count == 0 ? (0, 0, 0) : ((int)row, (int)column, count);
    }
}
