using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>One thread's share of the multiply-add peak: a loop of multiply-adds in registers.</summary>
/// <remarks>
/// A multiply-add takes four or five cycles and one or two are started each cycle, so twelve independent chains keep every unit busy; twelve also
/// fit the sixteen registers of 256-bit code beside the two factors. Each chain goes to the fixed point of x ← x · ¾ + ¼, so that no number
/// grows, vanishes or becomes denormal.
/// </remarks>
internal readonly unsafe struct MultiplyAddTile<T>(int steps) : ITileBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Chains = 12;

    // Where results go so that the loop has a purpose.
    private static T s_sink;

    public static double Operations(int steps) => 2.0 * Chains * steps * Lanes;

    private static int Lanes => InstructionSets.Current switch
    {
        InstructionSet.Avx512 => Lanes512<T>.Count,
        InstructionSet.Avx2 => Lanes256<T>.Count,
        InstructionSet.Vector128 => Lanes128<T>.Count,
        _ => 1,
    };

    public void Invoke(int tile) => s_sink = InstructionSets.Current switch
    {
        InstructionSet.Avx512 => Loop<Lanes512<T>>(steps),
        InstructionSet.Avx2 => Loop<Lanes256<T>>(steps),
        InstructionSet.Vector128 => Loop<Lanes128<T>>(steps),
        _ => Loop<Lanes1<T>>(steps),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Loop<L>(int steps)
        where L : unmanaged, IFloatLanes<L, T>
    {
        L factor = L.Constant(0.75), addend = L.Constant(0.25);
        L a = L.Constant(1.01), b = L.Constant(1.02), c = L.Constant(1.03), d = L.Constant(1.04), e = L.Constant(1.05), f = L.Constant(1.06);
        L g = L.Constant(0.91), h = L.Constant(0.92), i = L.Constant(0.93), j = L.Constant(0.94), k = L.Constant(0.95), l = L.Constant(0.96);
        for (var step = 0; step < steps; step++)
        {
            a = L.MultiplyAdd(a, factor, addend);
            b = L.MultiplyAdd(b, factor, addend);
            c = L.MultiplyAdd(c, factor, addend);
            d = L.MultiplyAdd(d, factor, addend);
            e = L.MultiplyAdd(e, factor, addend);
            f = L.MultiplyAdd(f, factor, addend);
            g = L.MultiplyAdd(g, factor, addend);
            h = L.MultiplyAdd(h, factor, addend);
            i = L.MultiplyAdd(i, factor, addend);
            j = L.MultiplyAdd(j, factor, addend);
            k = L.MultiplyAdd(k, factor, addend);
            l = L.MultiplyAdd(l, factor, addend);
        }

        return L.Sum(a + b + c + (d + e + f) + (g + h + i) + (j + k + l));
    }
}
