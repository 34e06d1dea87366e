using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>
/// Copies a panel of B to a dense buffer, term after term, each term as wide as the panel's vectors and padded with zeros: what the tile
/// kernels read fastest, and the only form in which they can read columns that end within a vector.
/// </summary>
internal static unsafe class PanelPacking
{
    /// <summary>Packs <paramref name="columns"/> columns of a B stored as (terms, columns).</summary>
    /// <param name="source">The panel's first column of term 0.</param>
    /// <param name="leading">From one term to the next.</param>
    /// <param name="terms">Terms to copy.</param>
    /// <param name="columns">Columns that exist.</param>
    /// <param name="width">Columns of the panel.</param>
    /// <param name="panel">terms × width elements.</param>
    public static void Rows<T>(T* source, nint leading, int terms, int columns, int width, T* panel)
        where T : unmanaged
    {
        var size = (uint)(columns * sizeof(T));
        for (var term = 0; term < terms; term++)
        {
            Unsafe.CopyBlockUnaligned(panel, source, size);
            for (var column = columns; column < width; column++)
            {
                panel[column] = default;
            }

            source += leading;
            panel += width;
        }
    }

    /// <summary>Packs some panels that lie side by side, whole ones, row after row: a run of memory from each.</summary>
    /// <param name="source">The first panel's first column of term 0.</param>
    /// <param name="leading">Bytes from one term to the next.</param>
    /// <param name="terms">Terms to copy.</param>
    /// <param name="count">Panels.</param>
    /// <param name="size">Bytes of a panel's row, a multiple of 32.</param>
    /// <param name="panel">The first panel's place for term 0.</param>
    /// <param name="distance">Bytes from one panel to the next.</param>
    /// <remarks>Rows are a page or more apart, so the processor does not foresee the next one: it is asked for some terms ahead.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WholePanels(byte* source, nint leading, int terms, int count, nint size, byte* panel, nint distance)
    {
        const int TermsAhead = 4;
        for (; terms > 0; terms--)
        {
            var from = source;
            var to = panel;
            for (var i = count; i > 0; i--)
            {
                if (Sse.IsSupported)
                {
                    for (nint line = 0; line < size; line += 64)
                    {
                        Sse.Prefetch0(from + (TermsAhead * leading) + line);
                    }
                }

                for (nint part = 0; part < size; part += sizeof(Vector256<byte>))
                {
                    Vector256.Store(Vector256.Load(from + part), to + part);
                }

                from += size;
                to += distance;
            }

            source += leading;
            panel += size;
        }
    }

    /// <summary>Packs <paramref name="columns"/> columns of a B stored transposed, as (columns, terms).</summary>
    /// <param name="source">Term 0 of the panel's first column.</param>
    /// <param name="leading">From one column to the next.</param>
    /// <param name="terms">Terms to copy.</param>
    /// <param name="columns">Columns that exist.</param>
    /// <param name="width">Columns of the panel.</param>
    /// <param name="panel">terms × width elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns<T>(T* source, nint leading, int terms, int columns, int width, T* panel)
        where T : unmanaged
    {
        // The last group of eight (four, two) columns may begin within the one before it: the same elements are written twice.
        var column = 0;
        if (typeof(T) == typeof(float))
        {
            if (Avx512F.IsSupported && terms >= SquareTranspose.Size)
            {
                // More than half a square; terms that fill none follow by another way.
                var whole = terms & -SquareTranspose.Size;
                for (; columns - column > 8; column += SquareTranspose.Size)
                {
                    var exist = Math.Min(columns - column, SquareTranspose.Size);
                    SquareTranspose.Run((float*)(source + (column * leading)), leading, terms, exist, (float*)(panel + column), width);
                }

                column = Math.Min(column, columns);
                if (column > 0 && whole < terms)
                {
                    Columns(source + whole, leading, terms - whole, column, width, panel + ((nint)whole * width));
                }
            }

            if (Avx.IsSupported && columns >= 8)
            {
                for (; column < columns; column += 8)
                {
                    var from = Math.Min(column, columns - 8);
                    Transpose8((float*)(source + (from * leading)), leading, terms, (float*)(panel + from), width);
                }
            }
            else if (Vector128.IsHardwareAccelerated && columns >= 4)
            {
                for (; column < columns; column += 4)
                {
                    var from = Math.Min(column, columns - 4);
                    Transpose4((float*)(source + (from * leading)), leading, terms, (float*)(panel + from), width);
                }
            }
        }
        else if (typeof(T) == typeof(double) && Vector128.IsHardwareAccelerated && columns >= 2)
        {
            for (; column < columns; column += 2)
            {
                var from = Math.Min(column, columns - 2);
                Transpose2((double*)(source + (from * leading)), leading, terms, (double*)(panel + from), width);
            }
        }

        for (; column < columns; column++)
        {
            var from = source + (column * leading);
            for (var term = 0; term < terms; term++)
            {
                panel[((nint)term * width) + column] = from[term];
            }
        }

        column = columns;
        for (; column < width; column++)
        {
            for (var term = 0; term < terms; term++)
            {
                panel[((nint)term * width) + column] = default;
            }
        }
    }

    // Eight columns, eight terms at a time, through three rounds of exchanges: pairs, fours, halves.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose8(float* source, nint leading, int terms, float* panel, nint width)
    {
        var leading3 = leading * 3;
        var term = 0;
        for (; term + 8 <= terms; term += 8)
        {
            // The hardware does not foresee where the next piece of a row lies when rows are a page or more apart.
            var from = source + term;
            if (term % 16 == 0)
            {
                for (nint row = 0; row < 8; row++)
                {
                    Sse.Prefetch0(from + (row * leading) + 64);
                }
            }

            var r0 = Vector256.Load(from);
            var r1 = Vector256.Load(from + leading);
            var r2 = Vector256.Load(from + (2 * leading));
            var r3 = Vector256.Load(from + leading3);
            from += 4 * leading;
            var r4 = Vector256.Load(from);
            var r5 = Vector256.Load(from + leading);
            var r6 = Vector256.Load(from + (2 * leading));
            var r7 = Vector256.Load(from + leading3);

            var p0 = Avx.UnpackLow(r0, r1);
            var p1 = Avx.UnpackHigh(r0, r1);
            var p2 = Avx.UnpackLow(r2, r3);
            var p3 = Avx.UnpackHigh(r2, r3);
            var p4 = Avx.UnpackLow(r4, r5);
            var p5 = Avx.UnpackHigh(r4, r5);
            var p6 = Avx.UnpackLow(r6, r7);
            var p7 = Avx.UnpackHigh(r6, r7);

            var q0 = Avx.UnpackLow(p0.AsDouble(), p2.AsDouble()).AsSingle();
            var q1 = Avx.UnpackHigh(p0.AsDouble(), p2.AsDouble()).AsSingle();
            var q2 = Avx.UnpackLow(p1.AsDouble(), p3.AsDouble()).AsSingle();
            var q3 = Avx.UnpackHigh(p1.AsDouble(), p3.AsDouble()).AsSingle();
            var q4 = Avx.UnpackLow(p4.AsDouble(), p6.AsDouble()).AsSingle();
            var q5 = Avx.UnpackHigh(p4.AsDouble(), p6.AsDouble()).AsSingle();
            var q6 = Avx.UnpackLow(p5.AsDouble(), p7.AsDouble()).AsSingle();
            var q7 = Avx.UnpackHigh(p5.AsDouble(), p7.AsDouble()).AsSingle();

            var to = panel + (term * width);
            Vector256.Store(Avx.Permute2x128(q0, q4, 0x20), to);
            to += width;
            Vector256.Store(Avx.Permute2x128(q1, q5, 0x20), to);
            to += width;
            Vector256.Store(Avx.Permute2x128(q2, q6, 0x20), to);
            to += width;
            Vector256.Store(Avx.Permute2x128(q3, q7, 0x20), to);
            to += width;
            Vector256.Store(Avx.Permute2x128(q0, q4, 0x31), to);
            to += width;
            Vector256.Store(Avx.Permute2x128(q1, q5, 0x31), to);
            to += width;
            Vector256.Store(Avx.Permute2x128(q2, q6, 0x31), to);
            to += width;
            Vector256.Store(Avx.Permute2x128(q3, q7, 0x31), to);
        }

        Rest(source, leading, term, terms, 8, panel, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose4(float* source, nint leading, int terms, float* panel, nint width)
    {
        var term = 0;
        for (; term + 4 <= terms; term += 4)
        {
            var from = source + term;
            var r0 = Vector128.Load(from);
            var r1 = Vector128.Load(from + leading);
            var r2 = Vector128.Load(from + (2 * leading));
            var r3 = Vector128.Load(from + (3 * leading));

            // 0 2 and 1 3 interleaved twice give the columns.
            var p0 = Low(r0, r2);
            var p1 = High(r0, r2);
            var p2 = Low(r1, r3);
            var p3 = High(r1, r3);
            var to = panel + (term * width);
            Vector128.Store(Low(p0, p2), to);
            Vector128.Store(High(p0, p2), to + width);
            Vector128.Store(Low(p1, p3), to + (2 * width));
            Vector128.Store(High(p1, p3), to + (3 * width));
        }

        Rest(source, leading, term, terms, 4, panel, width);

        static Vector128<float> Low(Vector128<float> x, Vector128<float> y) =>
            Sse.IsSupported ? Sse.UnpackLow(x, y) : Vector128.Create(x[0], y[0], x[1], y[1]);

        static Vector128<float> High(Vector128<float> x, Vector128<float> y) =>
            Sse.IsSupported ? Sse.UnpackHigh(x, y) : Vector128.Create(x[2], y[2], x[3], y[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose2(double* source, nint leading, int terms, double* panel, nint width)
    {
        var term = 0;
        for (; term + 2 <= terms; term += 2)
        {
            var r0 = Vector128.Load(source + term);
            var r1 = Vector128.Load(source + term + leading);
            var to = panel + (term * width);
            Vector128.Store(Vector128.Create(r0[0], r1[0]), to);
            Vector128.Store(Vector128.Create(r0[1], r1[1]), to + width);
        }

        Rest(source, leading, term, terms, 2, panel, width);
    }

    private static void Rest<T>(T* source, nint leading, int term, int terms, int columns, T* panel, nint width)
        where T : unmanaged
    {
        for (; term < terms; term++)
        {
            for (var column = 0; column < columns; column++)
            {
                panel[(term * width) + column] = source[(column * leading) + term];
            }
        }
    }
}
