using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Of some neighboring dense rows, for every column at once: its squared distances from a number, and its products with another vector. A few rows are read side by side from their
/// beginnings to their ends, as streams that the processor foresees; the sums of a column are read and written once for all of them.
/// </summary>
internal static unsafe class ColumnSquares
{
    /// <summary>Rows that are read side by side.</summary>
    public const int Rows = 8;

    /// <summary>squares += Σ r (x − a)², products += Σ b (x − a).</summary>
    /// <param name="x">The first row.</param>
    /// <param name="count">How many, up to <see cref="Rows"/>.</param>
    /// <param name="columns">Their length.</param>
    /// <param name="a">(columns,).</param>
    /// <param name="r">A weight for each row.</param>
    /// <param name="b">A number for each row.</param>
    /// <param name="squares">(columns,).</param>
    /// <param name="products">(columns,).</param>
    public static void Add(double* x, int count, int columns, double* a, double* r, double* b, double* squares, double* products)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: Run<Lanes512<double>>(x, count, columns, a, r, b, squares, products); break;
            case InstructionSet.Avx2: Run<Lanes256<double>>(x, count, columns, a, r, b, squares, products); break;
            case InstructionSet.Vector128: Run<Lanes128<double>>(x, count, columns, a, r, b, squares, products); break;
            default: Run<Lanes1<double>>(x, count, columns, a, r, b, squares, products); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<L>(double* x, int count, int columns, double* a, double* r, double* b, double* squares, double* products)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var whole = columns - (columns % L.Count);
        for (var j = 0; j < whole; j += L.Count)
        {
            var (center, square, product) = (L.Load(a + j), L.Load(squares + j), L.Load(products + j));
            var at = x + j;
            for (var i = 0; i < count; i++, at += columns)
            {
                var distance = L.Load(at) - center;
                var weighted = L.Broadcast(r[i]) * distance;
                square = L.MultiplyAdd(weighted, distance, square);
                product = L.MultiplyAdd(distance, L.Broadcast(b[i]), product);
            }

            L.Store(square, squares + j);
            L.Store(product, products + j);
        }

        for (var j = whole; j < columns; j++)
        {
            for (var i = 0; i < count; i++)
            {
                var distance = x[((nint)i * columns) + j] - a[j];
                squares[j] += r[i] * distance * distance;
                products[j] += distance * b[i];
            }
        }
    }
}
