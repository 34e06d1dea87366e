using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>Sixteen columns of a panel from a matrix that is stored transposed, sixteen terms at a time, in 512-bit registers.</summary>
/// <remarks>
/// A register takes a whole cache line of one stored row, so that rows a power of two apart, which share a cache set, need not stay there for a second
/// visit. Four rounds of exchanges turn the square: neighbours, pairs, and twice quarters of registers.
/// </remarks>
internal static unsafe class SquareTranspose
{
    /// <summary>Columns, and terms, of a square.</summary>
    public const int Size = 16;

    // Lines of each row that are asked for ahead: the processor does not foresee them when rows are a page or more apart.
    private const int LinesAhead = 6;

    /// <summary>Packs some columns of all whole squares of terms.</summary>
    /// <param name="source">Term 0 of the first column.</param>
    /// <param name="leading">From one column to the next.</param>
    /// <param name="terms">Terms; what exceeds a multiple of 16 is left to the caller.</param>
    /// <param name="columns">Columns that exist, 1 to 16.</param>
    /// <param name="panel">The first column's place for term 0.</param>
    /// <param name="width">From one term of the panel to the next, at least <paramref name="columns"/>.</param>
    /// <remarks>
    /// Sixteen columns are written for each term, those beyond the existing ones with what does not matter; if they are not the panel's, the next term
    /// overwrites them, and the last term ends with the existing ones.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* source, nint leading, int terms, int columns, float* panel, nint width)
    {
        // Columns that do not exist repeat the last one.
        var last = columns - 1;
        var o1 = Math.Min(1, last) * leading;
        var o2 = Math.Min(2, last) * leading;
        var o3 = Math.Min(3, last) * leading;
        var o4 = Math.Min(4, last) * leading;
        var o5 = Math.Min(5, last) * leading;
        var o6 = Math.Min(6, last) * leading;
        var o7 = Math.Min(7, last) * leading;
        var o8 = Math.Min(8, last) * leading;
        var o9 = Math.Min(9, last) * leading;
        var o10 = Math.Min(10, last) * leading;
        var o11 = Math.Min(11, last) * leading;
        var o12 = Math.Min(12, last) * leading;
        var o13 = Math.Min(13, last) * leading;
        var o14 = Math.Min(14, last) * leading;
        var o15 = Math.Min(15, last) * leading;
        for (; terms >= Size; terms -= Size)
        {
            for (nint row = 0; row < columns; row++)
            {
                Sse.Prefetch0(source + (row * leading) + (LinesAhead * Size));
            }

            var r0 = Vector512.Load(source);
            var r1 = Vector512.Load(source + o1);
            var r2 = Vector512.Load(source + o2);
            var r3 = Vector512.Load(source + o3);
            var r4 = Vector512.Load(source + o4);
            var r5 = Vector512.Load(source + o5);
            var r6 = Vector512.Load(source + o6);
            var r7 = Vector512.Load(source + o7);
            var r8 = Vector512.Load(source + o8);
            var r9 = Vector512.Load(source + o9);
            var r10 = Vector512.Load(source + o10);
            var r11 = Vector512.Load(source + o11);
            var r12 = Vector512.Load(source + o12);
            var r13 = Vector512.Load(source + o13);
            var r14 = Vector512.Load(source + o14);
            var r15 = Vector512.Load(source + o15);

            var p0 = Avx512F.UnpackLow(r0, r1).AsDouble();
            var p1 = Avx512F.UnpackHigh(r0, r1).AsDouble();
            var p2 = Avx512F.UnpackLow(r2, r3).AsDouble();
            var p3 = Avx512F.UnpackHigh(r2, r3).AsDouble();
            var p4 = Avx512F.UnpackLow(r4, r5).AsDouble();
            var p5 = Avx512F.UnpackHigh(r4, r5).AsDouble();
            var p6 = Avx512F.UnpackLow(r6, r7).AsDouble();
            var p7 = Avx512F.UnpackHigh(r6, r7).AsDouble();
            var p8 = Avx512F.UnpackLow(r8, r9).AsDouble();
            var p9 = Avx512F.UnpackHigh(r8, r9).AsDouble();
            var p10 = Avx512F.UnpackLow(r10, r11).AsDouble();
            var p11 = Avx512F.UnpackHigh(r10, r11).AsDouble();
            var p12 = Avx512F.UnpackLow(r12, r13).AsDouble();
            var p13 = Avx512F.UnpackHigh(r12, r13).AsDouble();
            var p14 = Avx512F.UnpackLow(r14, r15).AsDouble();
            var p15 = Avx512F.UnpackHigh(r14, r15).AsDouble();

            var q0 = Avx512F.UnpackLow(p0, p2).AsSingle();
            var q1 = Avx512F.UnpackHigh(p0, p2).AsSingle();
            var q2 = Avx512F.UnpackLow(p1, p3).AsSingle();
            var q3 = Avx512F.UnpackHigh(p1, p3).AsSingle();
            var q4 = Avx512F.UnpackLow(p4, p6).AsSingle();
            var q5 = Avx512F.UnpackHigh(p4, p6).AsSingle();
            var q6 = Avx512F.UnpackLow(p5, p7).AsSingle();
            var q7 = Avx512F.UnpackHigh(p5, p7).AsSingle();
            var q8 = Avx512F.UnpackLow(p8, p10).AsSingle();
            var q9 = Avx512F.UnpackHigh(p8, p10).AsSingle();
            var q10 = Avx512F.UnpackLow(p9, p11).AsSingle();
            var q11 = Avx512F.UnpackHigh(p9, p11).AsSingle();
            var q12 = Avx512F.UnpackLow(p12, p14).AsSingle();
            var q13 = Avx512F.UnpackHigh(p12, p14).AsSingle();
            var q14 = Avx512F.UnpackLow(p13, p15).AsSingle();
            var q15 = Avx512F.UnpackHigh(p13, p15).AsSingle();

            var e0 = Avx512F.Shuffle4x128(q0, q4, 0x88);
            var f0 = Avx512F.Shuffle4x128(q0, q4, 0xDD);
            var g0 = Avx512F.Shuffle4x128(q8, q12, 0x88);
            var h0 = Avx512F.Shuffle4x128(q8, q12, 0xDD);
            var e1 = Avx512F.Shuffle4x128(q1, q5, 0x88);
            var f1 = Avx512F.Shuffle4x128(q1, q5, 0xDD);
            var g1 = Avx512F.Shuffle4x128(q9, q13, 0x88);
            var h1 = Avx512F.Shuffle4x128(q9, q13, 0xDD);
            var e2 = Avx512F.Shuffle4x128(q2, q6, 0x88);
            var f2 = Avx512F.Shuffle4x128(q2, q6, 0xDD);
            var g2 = Avx512F.Shuffle4x128(q10, q14, 0x88);
            var h2 = Avx512F.Shuffle4x128(q10, q14, 0xDD);
            var e3 = Avx512F.Shuffle4x128(q3, q7, 0x88);
            var f3 = Avx512F.Shuffle4x128(q3, q7, 0xDD);
            var g3 = Avx512F.Shuffle4x128(q11, q15, 0x88);
            var h3 = Avx512F.Shuffle4x128(q11, q15, 0xDD);

            var to = panel;
            Vector512.Store(Avx512F.Shuffle4x128(e0, g0, 0x88), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(e1, g1, 0x88), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(e2, g2, 0x88), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(e3, g3, 0x88), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(f0, h0, 0x88), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(f1, h1, 0x88), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(f2, h2, 0x88), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(f3, h3, 0x88), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(e0, g0, 0xDD), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(e1, g1, 0xDD), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(e2, g2, 0xDD), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(e3, g3, 0xDD), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(f0, h0, 0xDD), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(f1, h1, 0xDD), to);
            to += width;
            Vector512.Store(Avx512F.Shuffle4x128(f2, h2, 0xDD), to);
            to += width;
            var end = Avx512F.Shuffle4x128(f3, h3, 0xDD);
            if (terms >= 2 * Size || width >= Size)
            {
                Vector512.Store(end, to);
            }
            else
            {
                Single512Lanes.StoreFirst(to, Single512Lanes.FirstLanes(columns), columns, end);
            }

            source += Size;
            panel = to + width;
        }
    }
}
