namespace Kiln.Estimators;

/// <summary>The two products of a tile of samples: scores X·w + b on the way in, sums Xᵀ·r on the way out.</summary>
internal static unsafe class TileScores
{
    /// <summary>scores = X·w + offset for some rows.</summary>
    public static void Forward(in SampleView x, int first, int count, double* w, double offset, double* scores)
    {
        var i = 0;
        if (!x.IsSparse)
        {
            for (; i <= count - 4; i += 4)
            {
                RowKernels.Dot4(x.Row(first + i), x.Columns, w, x.Columns, scores + i);
            }
        }

        for (; i < count; i++)
        {
            scores[i] = x.IsSparse ? x.Dot(first + i, w) : RowKernels.DotAlone(x.Row(first + i), w, x.Columns);
        }

        if (offset != 0)
        {
            for (i = 0; i < count; i++)
            {
                scores[i] += offset;
            }
        }
    }

    /// <summary>sums += Xᵀ·r for some rows.</summary>
    public static void Backward(in SampleView x, int first, int count, double* r, double* sums)
    {
        var i = 0;
        if (!x.IsSparse)
        {
            for (; i <= count - 4; i += 4)
            {
                RowKernels.AddScaled4(r + i, x.Row(first + i), x.Columns, sums, x.Columns);
            }
        }

        for (; i < count; i++)
        {
            if (r[i] != 0)
            {
                x.AddScaled(first + i, r[i], sums);
            }
        }
    }
}
