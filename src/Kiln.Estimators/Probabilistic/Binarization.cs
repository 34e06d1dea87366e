namespace Kiln.Estimators;

/// <summary>Numbers as ones and zeros.</summary>
internal static class Binarization
{
    /// <summary>1 for what is above the threshold, which is 0 or more, 0 for the rest.</summary>
    public static Features Of(Features x, double threshold)
    {
        if (x.Sparse is { } sparse)
        {
            var stored = Ones(sparse.Values.ToArray(), threshold);
            return Features.Of(new SparseMatrix(sparse.RowStarts.ToArray(), sparse.ColumnIndices.ToArray(), stored, sparse.ColumnCount), x.Names);
        }

        return Features.Dense(Ones(x.Values.ToArray(), threshold), x.Rows, x.Columns, x.Names);
    }

    private static double[] Ones(double[] values, double threshold)
    {
        RowBlocks.Run(values.Length, values.Length, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                values[i] = values[i] > threshold ? 1 : 0;
            }
        });
        return values;
    }
}
