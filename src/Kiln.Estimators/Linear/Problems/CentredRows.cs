using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Some neighboring dense rows less their means, each times a number: what products of centred and weighted samples read, made where the first-level cache holds it.</summary>
/// <remarks>
/// Optimized when it is first called. One operation of a library for each row was 100,000 short calls of code that the JIT had not optimized yet: of the first 28 fits of 100,000 × 100
/// numbers each took 90 to 145 ms, and the others 45 to 55.
/// </remarks>
internal static unsafe class CentredRows
{
    /// <summary>Row i of the result is (xᵢ − a)·rᵢ.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="pitch">From one row to the next.</param>
    /// <param name="count">How many.</param>
    /// <param name="columns">Their length.</param>
    /// <param name="a">(columns,).</param>
    /// <param name="r">A number for each row; null for 1.</param>
    /// <param name="to">Takes the rows.</param>
    /// <param name="stride">From one of them to the next; what stands behind the columns stays as it is.</param>
    public static void Write(double* x, int pitch, int count, int columns, double* a, double* r, double* to, int stride)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: Run<Lanes512<double>>(x, pitch, count, columns, a, r, to, stride); break;
            case InstructionSet.Avx2: Run<Lanes256<double>>(x, pitch, count, columns, a, r, to, stride); break;
            case InstructionSet.Vector128: Run<Lanes128<double>>(x, pitch, count, columns, a, r, to, stride); break;
            default: Run<Lanes1<double>>(x, pitch, count, columns, a, r, to, stride); break;
        }
    }

    /// <summary>Rows as columns.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="pitch">From one row to the next.</param>
    /// <param name="count">How many.</param>
    /// <param name="columns">Their length.</param>
    /// <param name="to">Takes the columns.</param>
    /// <param name="stride">From one column to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(double* x, int pitch, int count, int columns, double* to, int stride)
    {
        for (var column = 0; column < columns; column++)
        {
            var own = x + column;
            for (var i = 0; i < count; i++)
            {
                to[i] = own[i * pitch];
            }

            to += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<L>(double* x, int pitch, int count, int columns, double* a, double* r, double* to, int stride)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var whole = columns - (columns % L.Count);
        for (var i = 0; i < count; i++)
        {
            DenseTile.Fetch(x + DenseTile.Ahead, columns);
            var factor = r == null ? 1 : r[i];
            var factors = L.Broadcast(factor);
            for (var j = 0; j < whole; j += L.Count)
            {
                L.Store((L.Load(x + j) - L.Load(a + j)) * factors, to + j);
            }

            for (var j = whole; j < columns; j++)
            {
                to[j] = (x[j] - a[j]) * factor;
            }

            x += pitch;
            to += stride;
        }
    }
}
