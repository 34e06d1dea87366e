using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>
/// Functions of the normal distribution on [0, 3⅞) as 16 polynomials each, for AVX-512: piece i serves i/4 − 1/8 to i/4 + 1/8. One register holds one
/// coefficient of all pieces, and one permutation fetches for each lane that of its own piece. Fitted by <c>eng/minimax.py</c>.
/// </summary>
internal static class GaussianTables
{
    /// <summary>Where the last piece ends.</summary>
    public const float End = 3.875f;

    /// <summary>The piece of a in [0, <see cref="End"/>), in the low four bits, and the distance from its middle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Piece(Vector512<float> a, out Vector512<float> u)
    {
        // Added to 1.5 · 2²¹, whose last bit is worth 1/4, a is rounded to quarters, and their number lies in the low bits.
        Vector512<float> magic = Vector512.Create(3145728f);
        Vector512<float> shifted = a + magic;
        u = a - (shifted - magic);
        return shifted.AsInt32();
    }

    /// <summary>Φ(−a), a = index/4 + u. Degree 6, relative error 4.21e-9.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> UpperTail(Vector512<int> index, Vector512<float> u)
    {
        Vector512<float> p = Avx512F.PermuteVar16x32(Vector512.Create(
            0, 0.001924062288f, 0.003061864159f, 0.003032032141f, 0.002013141768f, 0.0005777702648f, -0.0006529305368f, -0.001304875683f,
            -0.001346626789f, -0.0009905974712f, -0.0005142613659f, -0.0001206014536f, 0.0001096070743f, 0.000191082651f, 0.0001802853163f, 0.0001324592014f), index);
        p = Vector512.FusedMultiplyAdd(p, u, Avx512F.PermuteVar16x32(Vector512.Create(
            -0.009941152566f, -0.008445307675f, -0.004575266883f, 0.0001376855569f, 0.004011887945f, 0.005964962863f, 0.00585352913f, 0.004305968758f,
            0.002252825969f, 0.0004690295499f, -0.0006592659265f, -0.001117848007f, -0.001105650493f, -0.0008651948481f, -0.0005791887179f, -0.0003427814538f), index));
        p = Vector512.FusedMultiplyAdd(p, u, Avx512F.PermuteVar16x32(Vector512.Create(
            0, -0.01183159126f, -0.02017033486f, -0.02293814025f, -0.02016420141f, -0.01367491293f, -0.006071174585f, 0.0003931523168f,
            0.004499222624f, 0.006137152367f, 0.005934065812f, 0.004754001833f, 0.003323895597f, 0.002077930472f, 0.001177214733f, 0.0006094671548f), index));
        p = Vector512.FusedMultiplyAdd(p, u, Avx512F.PermuteVar16x32(Vector512.Create(
            0.06649012705f, 0.06041669301f, 0.0440080962f, 0.02195801077f, 1.636202417e-7f, -0.0171231779f, -0.02698271342f, -0.02965778857f,
            -0.02699550823f, -0.02149044542f, -0.01533731896f, -0.009946122535f, -0.005909149283f, -0.003233798375f, -0.001636275514f, -0.000767623737f), index));
        p = Vector512.FusedMultiplyAdd(p, u, Avx512F.PermuteVar16x32(Vector512.Create(
            0, 0.0483335145f, 0.08801633155f, 0.1129265369f, 0.1209853622f, 0.1141556784f, 0.09713819682f, 0.07549265405f,
            0.05399096656f, 0.03570710833f, 0.02191037561f, 0.01250364842f, 0.0066477726f, 0.003297203082f, 0.001527194712f, 0.0006611169044f), index));
        p = Vector512.FusedMultiplyAdd(p, u, Avx512F.PermuteVar16x32(Vector512.Create(
            -0.3989422799f, -0.3866681164f, -0.3520653266f, -0.3011374323f, -0.2419707248f, -0.1826490857f, -0.1295175959f, -0.0862773189f,
            -0.05399096646f, -0.03173965173f, -0.01752830038f, -0.009093562426f, -0.004431848377f, -0.002029048051f, -0.0008726827039f, -0.000352595695f), index));
        p = Vector512.FusedMultiplyAdd(p, u, Avx512F.PermuteVar16x32(Vector512.Create(
            0.5f, 0.4012936743f, 0.3085375387f, 0.2266273524f, 0.1586552539f, 0.1056497737f, 0.06680720127f, 0.04005915686f,
            0.02275013195f, 0.01222447266f, 0.006209665326f, 0.002979763235f, 0.001349898032f, 0.0005770250424f, 0.000232629079f, 8.84172852e-5f), index));
        return p;
    }

    /// <summary>Φ(−a) − a φ(a), a = index/4 + u: the derivative of GELU at −a. Degree 5, absolute error 2.7e-9.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<int> index, Vector512<float> u)
    {
        Vector512<float> p = Avx512F.PermuteVar16x32(Vector512.Create(
            -0.05961919285f, -0.04776518926f, -0.01826245221f, 0.01445712146f, 0.03612944354f, 0.04010591119f, 0.02923787855f, 0.01213765018f,
            -0.002634444773f, -0.01055103822f, -0.01166494584f, -0.008695946666f, -0.004662046426f, -0.001466721273f, 0.0003095404414f, 0.0009229321733f), index);
        p = Vector512.FusedMultiplyAdd(p, u, Avx512F.PermuteVar16x32(Vector512.Create(
            0, -0.06939259223f, -0.11178315f, -0.1136840164f, -0.08045223432f, -0.03102652418f, 0.01341568821f, 0.03942003919f,
            0.04480984275f, 0.03581597951f, 0.02136304017f, 0.008393365389f, 5.963470357e-5f, -0.003637150993f, -0.004222179929f, -0.003361175422f), index));
        p = Vector512.FusedMultiplyAdd(p, u, Avx512F.PermuteVar16x32(Vector512.Create(
            0.2659602194f, 0.2298349666f, 0.135691678f, 0.01901775918f, -0.08065593516f, -0.1368670977f, -0.1443578291f, -0.1158791197f,
            -0.07198833652f, -0.03072749214f, -0.002008665336f, 0.01250951892f, 0.01625016118f, 0.01407791997f, 0.009935917945f, 0.006071519781f), index));
        p = Vector512.FusedMultiplyAdd(p, u, Avx512F.PermuteVar16x32(Vector512.Create(
            0, 0.1903111393f, 0.3300581443f, 0.3881823032f, 0.3629548877f, 0.2782548881f, 0.1699932749f, 0.07077593054f,
            1.069839791e-6f, -0.03793841865f, -0.04929848091f, -0.04454460857f, -0.03323921236f, -0.0216381234f, -0.01259945829f, -0.006652507439f), index));
        p = Vector512.FusedMultiplyAdd(p, u, Avx512F.PermuteVar16x32(Vector512.Create(
            -0.7978845597f, -0.7491694755f, -0.6161143217f, -0.4328850593f, -0.2419707254f, -0.07990897556f, 0.03237939863f, 0.09166965138f,
            0.1079819334f, 0.09720268407f, 0.07449527728f, 0.05058294146f, 0.03102293884f, 0.01737372392f, 0.008944997571f, 0.00425318539f), index));
        p = Vector512.FusedMultiplyAdd(p, u, Avx512F.PermuteVar16x32(Vector512.Create(
            0.5f, 0.3046266469f, 0.132504878f, 0.0007742805765f, -0.08331546955f, -0.1226615834f, -0.1274691935f, -0.1109261524f,
            -0.08523180201f, -0.05918974431f, -0.03761108579f, -0.02202753333f, -0.0119456469f, -0.006017380946f, -0.002821760265f, -0.001233816508f), index));
        return p;
    }
}
