using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>Some rows of A at a time, made where the first-level cache holds them, and their products with a vector on either side.</summary>
internal static unsafe class RowPanel
{
    private const int Rows = 24;

    // What the widest register holds. Rows are padded with zeros to it, so that no product has a tail.
    private const int Lanes = 8;

    /// <summary>The length of a row with its padding.</summary>
    public static int Stride(int columns) => (columns + Lanes - 1) / Lanes * Lanes;

    /// <summary>r −= A·w and, of the new r, sums += Aᵀ·r, over the rows from start up to end.</summary>
    /// <param name="samples">A, of up to <see cref="NarrowDescent.MostFeatures"/> dense features.</param>
    /// <param name="start">The first row.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="w">(<see cref="Stride"/>,).</param>
    /// <param name="r">(samples,).</param>
    /// <param name="sums">(<see cref="Stride"/>,).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Refresh(CentredSamples samples, int start, int end, ReadOnlySpan<double> w, Span<double> r, Span<double> sums)
    {
        var memory = stackalloc double[(Rows * NarrowDescent.MostFeatures) + Lanes];
        var panel = memory + ((64 - ((nuint)memory % 64)) % 64 / sizeof(double));
        var products = stackalloc double[Rows];
        var stride = Stride(samples.Columns);
        new Span<double>(panel, Rows * stride).Clear();
        fixed (double* factors = w, rest = r, to = sums)
        {
            for (var row = start; row < end; row += Rows)
            {
                var count = Math.Min(Rows, end - row);
                var own = rest + row;
                samples.DenseRows(row, count, panel, stride);
                DenseTile.Products(panel, count, stride, factors, 0, products, isAhead: false);
                for (var i = 0; i < count; i++)
                {
                    own[i] -= products[i];
                }

                DenseTile.AddTransposed(own, panel, count, stride, to);
            }
        }
    }
}
