using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// The lower triangle of [X 1]ᵀ·diag(h)·[X 1] of sparse samples: for each stored number of column j, row j of the triangle grows by h·xⱼ times the sample's
/// numbers up to it. A group's sums: (columns + 1) × (columns + 1), row after row.
/// </summary>
internal readonly unsafe struct HessianPass(SampleView x, RowTiling tiling, double* curvatures, double* sums) : ITileBody
{
    public void Invoke(int tile)
    {
        var size = x.Columns + 1;
        var own = sums + ((nint)tile * size * size);
        new Span<double>(own, checked(size * size)).Clear();
        var end = Math.Min(tiling.Rows, (tile + 1) * tiling.GroupRows);
        var last = own + ((nint)x.Columns * size);
        for (var row = tile * tiling.GroupRows; row < end; row++)
        {
            One(row, own, last, size);
        }
    }

    private void One(int row, double* own, double* last, int size)
    {
        var h = curvatures[row];
        for (var i = x.Starts[row]; i < x.Starts[row + 1]; i++)
        {
            // The columns of a row ascend: those up to i are the lower triangle.
            SparseRows.AddScaled(x.Values + x.Starts[row], x.Indices + x.Starts[row], i - x.Starts[row] + 1, h * x.Values[i], own + ((nint)x.Indices[i] * size));
        }

        x.AddScaled(row, h, last);
        last[x.Columns] += h;
    }
}
