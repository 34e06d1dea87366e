using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// The lower triangle of [X 1]ᵀ·diag(h)·[X 1]: for each sample of a tile and each feature j, row j of the triangle grows by h·xⱼ times the row's first j + 1
/// numbers, four samples at a time. A group's sums: (columns + 1) × (columns + 1), row after row.
/// </summary>
internal readonly unsafe struct HessianPass(SampleView x, RowTiling tiling, double* curvatures, double* sums) : ITileBody
{
    public void Invoke(int tile)
    {
        var (columns, size) = (x.Columns, x.Columns + 1);
        var own = sums + ((nint)tile * size * size);
        new Span<double>(own, checked(size * size)).Clear();
        var end = Math.Min(tiling.Rows, (tile + 1) * tiling.GroupRows);
        var last = own + ((nint)columns * size);
        var scaled = stackalloc double[4];
        var row = tile * tiling.GroupRows;
        for (; !x.IsSparse && row <= end - 4; row += 4)
        {
            var at = x.Row(row);
            var h = curvatures + row;
            for (var j = 0; j < columns; j++)
            {
                for (var k = 0; k < 4; k++)
                {
                    scaled[k] = h[k] * at[((nint)k * columns) + j];
                }

                RowKernels.AddScaled4(scaled, at, columns, own + ((nint)j * size), j + 1);
            }

            RowKernels.AddScaled4(h, at, columns, last, columns);
            last[columns] += h[0] + h[1] + h[2] + h[3];
        }

        for (; row < end; row++)
        {
            One(row, own, last, size);
        }
    }

    private void One(int row, double* own, double* last, int size)
    {
        var h = curvatures[row];
        if (x.IsSparse)
        {
            for (var i = x.Starts[row]; i < x.Starts[row + 1]; i++)
            {
                // The columns of a row ascend: those up to i are the lower triangle.
                SparseRow.AddScaled(x.Values + x.Starts[row], x.Indices + x.Starts[row], i - x.Starts[row] + 1, h * x.Values[i], own + ((nint)x.Indices[i] * size));
            }
        }
        else
        {
            for (var j = 0; j < x.Columns; j++)
            {
                RowKernels.AddScaled(h * x.Row(row)[j], x.Row(row), own + ((nint)j * size), j + 1);
            }
        }

        x.AddScaled(row, h, last);
        last[x.Columns] += h;
    }
}
