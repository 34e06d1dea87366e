namespace Kiln.Estimators;

/// <summary>One row of a sparse matrix with a dense vector.</summary>
internal static unsafe class SparseRow
{
    /// <summary>Σ xᵢ w[columnᵢ]; two sums, so that an addition need not wait for the one before.</summary>
    public static double Dot(double* values, int* columns, int count, double* w)
    {
        var (even, odd) = (0.0, 0.0);
        var i = 0;
        for (; i + 1 < count; i += 2)
        {
            even += values[i] * w[columns[i]];
            odd += values[i + 1] * w[columns[i + 1]];
        }

        return i < count ? even + odd + (values[i] * w[columns[i]]) : even + odd;
    }

    /// <summary>w[columnᵢ] += a·xᵢ.</summary>
    public static void AddScaled(double* values, int* columns, int count, double a, double* w)
    {
        for (var i = 0; i < count; i++)
        {
            w[columns[i]] += a * values[i];
        }
    }
}
