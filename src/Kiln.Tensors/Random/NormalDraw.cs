using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Tensors;

/// <summary>
/// Standard normal draws by the transform of Box and Muller: a word pair (a, b) gives <c>r cos t</c> and <c>r sin t</c> with
/// <c>r = sqrt(-2 ln u)</c>, <c>u</c> in (0, 1] from <c>a</c> and the angle <c>t</c> from <c>b</c>. The largest magnitude is 6.7.
/// </summary>
/// <remarks>
/// <para>Source: Box and Muller, "A note on the generation of random normal deviates", Ann. Math. Statist. 29 (1958).</para>
/// <para>
/// Logarithm, sine and cosine are series of our own, within about 2e-7 relative: a system's mathematical library may differ in the
/// last bit from one machine to the next, while sums, products, quotients and square roots never do. The vector and the scalar form
/// below perform the same operations in the same order and therefore give the same bits.
/// </para>
/// </remarks>
internal readonly struct NormalDraw : IGroupDraw<float>
{
    private const int SqrtHalfBits = 0x3F3504F3;
    private const float Ln2 = 0.693147181f;
    private const float TwoToMinus31 = 1f / 2147483648f;
    private const float TurnsToRadians = (float)(2 * Math.PI / 4294967296.0); // a word is a 2^32nd of a turn

    // ln((1 + s) / (1 - s)) = 2 s (1 + s²/3 + s⁴/5 + s⁶/7 + s⁸/9 + …), |s| <= 0.172: the next term is 2e-9.
    private const float L1 = 1f / 3, L2 = 1f / 5, L3 = 1f / 7, L4 = 1f / 9;

    // Taylor series on [-π/4, π/4]; the next terms are 2e-9 (sine) and 1e-10 (cosine).
    private const float S1 = -1f / 6, S2 = 1f / 120, S3 = -1f / 5040, S4 = 1f / 362880;
    private const float C1 = -1f / 2, C2 = 1f / 24, C3 = -1f / 720, C4 = 1f / 40320, C5 = -1f / 3628800;

    public void Store(Vector256<uint> w0, Vector256<uint> w1, Vector256<uint> w2, Vector256<uint> w3, Span<float> group)
    {
        var (cosine, sine) = BoxMuller(w0, w1);
        cosine.CopyTo(group);
        sine.CopyTo(group[8..]);
        (cosine, sine) = BoxMuller(w2, w3);
        cosine.CopyTo(group[16..]);
        sine.CopyTo(group[24..]);
    }

    public void Store(uint w0, uint w1, uint w2, uint w3, int block, Span<float> group)
    {
        (group[block], group[8 + block]) = BoxMuller(w0, w1);
        (group[16 + block], group[24 + block]) = BoxMuller(w2, w3);
    }

    internal static (float Cosine, float Sine) BoxMuller(uint a, uint b)
    {
        var u = ((float)(int)(a >> 1) + 0.5f) * TwoToMinus31;
        var bits = BitConverter.SingleToInt32Bits(u);
        var exponent = (bits - SqrtHalfBits) >> 23;
        var m = BitConverter.Int32BitsToSingle(bits - (exponent << 23)); // u = m 2^exponent, m in [√½, √2)
        var s = (m - 1) / (m + 1);
        var ss = s * s;
        var series = ((((((L4 * ss) + L3) * ss) + L2) * ss) + L1) * ss;
        var log = (exponent * Ln2) + ((s + s) + ((s + s) * series));
        var r = MathF.Sqrt(-2 * log);

        // The nearest quarter turn is split off in integers, exactly; what remains is at most an eighth of a turn.
        var angle = (int)b;
        var quarter = (angle + (1 << 29)) >> 30;
        var x = (float)(angle - (quarter << 30)) * TurnsToRadians;
        var xx = x * x;
        var sine = x + (x * (((((((S4 * xx) + S3) * xx) + S2) * xx) + S1) * xx));
        var cosine = 1 + (((((((((C5 * xx) + C4) * xx) + C3) * xx) + C2) * xx) + C1) * xx);
        var (c, z) = (quarter & 1) != 0 ? (sine, cosine) : (cosine, sine);
        return (r * (((quarter + 1) & 2) != 0 ? -c : c), r * ((quarter & 2) != 0 ? -z : z));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Cosine, Vector256<float> Sine) BoxMuller(Vector256<uint> a, Vector256<uint> b)
    {
        var one = Vector256<float>.One;
        var u = (Vector256.ConvertToSingle((a >>> 1).AsInt32()) + Vector256.Create(0.5f)) * TwoToMinus31;
        var bits = u.AsInt32();
        var exponent = (bits - Vector256.Create(SqrtHalfBits)) >> 23;
        var m = (bits - (exponent << 23)).AsSingle();
        var s = (m - one) / (m + one);
        var ss = s * s;
        var series = Vector256.Create(L4);
        series = (series * ss) + Vector256.Create(L3);
        series = (series * ss) + Vector256.Create(L2);
        series = (series * ss) + Vector256.Create(L1);
        series *= ss;
        var log = (Vector256.ConvertToSingle(exponent) * Ln2) + ((s + s) + ((s + s) * series));
        var r = Vector256.Sqrt(log * -2f);

        var angle = b.AsInt32();
        var quarter = (angle + Vector256.Create(1 << 29)) >> 30;
        var x = Vector256.ConvertToSingle(angle - (quarter << 30)) * TurnsToRadians;
        var xx = x * x;
        var sine = Vector256.Create(S4);
        sine = (sine * xx) + Vector256.Create(S3);
        sine = (sine * xx) + Vector256.Create(S2);
        sine = (sine * xx) + Vector256.Create(S1);
        sine = x + (x * (sine * xx));
        var cosine = Vector256.Create(C5);
        cosine = (cosine * xx) + Vector256.Create(C4);
        cosine = (cosine * xx) + Vector256.Create(C3);
        cosine = (cosine * xx) + Vector256.Create(C2);
        cosine = (cosine * xx) + Vector256.Create(C1);
        cosine = one + (cosine * xx);

        // An odd quarter swaps the two; bit 1 of (quarter + 1) and of quarter, moved to bit 31, is the sign to flip.
        var odd = Vector256.Equals(quarter & Vector256<int>.One, Vector256<int>.One).AsSingle();
        var c = Vector256.ConditionalSelect(odd, sine, cosine);
        var z = Vector256.ConditionalSelect(odd, cosine, sine);
        var flipC = ((quarter + Vector256<int>.One) & Vector256.Create(2)) << 30;
        var flipZ = (quarter & Vector256.Create(2)) << 30;
        return (r * (c.AsInt32() ^ flipC).AsSingle(), r * (z.AsInt32() ^ flipZ).AsSingle());
    }
}
