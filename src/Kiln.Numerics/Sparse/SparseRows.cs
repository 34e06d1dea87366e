namespace Kiln.Numerics;

/// <summary>One row of a sparse matrix with a dense vector: the two loops that all products with sparse samples are made of. The column numbers are trusted.</summary>
public static unsafe class SparseRows
{
    /// <summary>
    /// Σ xᵢ w[columnᵢ]. Four sums, since one addition has to wait for the one before it: loads from scattered places then overlap. A gather instruction fetches the same four
    /// values one by one on most processors and gains nothing over this.
    /// </summary>
    /// <param name="values">The row's values.</param>
    /// <param name="columns">The column of each.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="w">The dense vector.</param>
    public static double Dot(double* values, int* columns, int count, double* w)
    {
        var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0);
        var i = 0;
        for (; i + 4 <= count; i += 4)
        {
            a += values[i] * w[columns[i]];
            b += values[i + 1] * w[columns[i + 1]];
            c += values[i + 2] * w[columns[i + 2]];
            d += values[i + 3] * w[columns[i + 3]];
        }

        for (; i < count; i++)
        {
            a += values[i] * w[columns[i]];
        }

        return a + b + (c + d);
    }

    /// <summary>w[columnᵢ] += a·xᵢ.</summary>
    /// <param name="values">The row's values.</param>
    /// <param name="columns">The column of each.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="a">The factor.</param>
    /// <param name="w">The dense vector.</param>
    public static void AddScaled(double* values, int* columns, int count, double a, double* w)
    {
        for (var i = 0; i < count; i++)
        {
            w[columns[i]] += a * values[i];
        }
    }
}
