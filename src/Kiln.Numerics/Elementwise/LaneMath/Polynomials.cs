using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>The polynomials behind <see cref="LaneMath"/>, fitted by <c>eng/minimax.py</c> and evaluated by Horner's rule.</summary>
internal static class Polynomials
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>P with exp(r) − 1 = r + r² P(r) for |r| ≤ ln 2 / 2. Relative error 5.15e-10 in single, 6.58e-21 in double precision.</summary>
    [MethodImpl(Inline)]
    public static L ExpM1<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var p = L.Constant(0.0001989108046399884204);
            p = L.MultiplyAdd(p, x, L.Constant(0.00139337307157920825));
            p = L.MultiplyAdd(p, x, L.Constant(0.008333310844647862564));
            p = L.MultiplyAdd(p, x, L.Constant(0.04166646419740569232));
            p = L.MultiplyAdd(p, x, L.Constant(0.1666666668170421504));
            return L.MultiplyAdd(p, x, L.Constant(0.5000000013538729887));
        }
        else
        {
            var p = L.Constant(1.60866776667873615e-10);
            p = L.MultiplyAdd(p, x, L.Constant(2.09182123191339782e-9));
            p = L.MultiplyAdd(p, x, L.Constant(2.505207095980366199e-8));
            p = L.MultiplyAdd(p, x, L.Constant(2.755726307730941145e-7));
            p = L.MultiplyAdd(p, x, L.Constant(2.755731924734450951e-6));
            p = L.MultiplyAdd(p, x, L.Constant(0.00002480158733663094697));
            p = L.MultiplyAdd(p, x, L.Constant(0.0001984126984126325187));
            p = L.MultiplyAdd(p, x, L.Constant(0.001388888888887900308));
            p = L.MultiplyAdd(p, x, L.Constant(0.008333333333333334013));
            p = L.MultiplyAdd(p, x, L.Constant(0.04166666666666667687));
            p = L.MultiplyAdd(p, x, L.Constant(0.1666666666666666667));
            return L.MultiplyAdd(p, x, L.Constant(0.5));
        }
    }

    /// <summary>P with log((1 + s) / (1 − s)) = 2 s + s z P(z), z = s², for (1 + s) / (1 − s) in [√½, √2]. Relative error 1.66e-11 in single, 2.93e-20 in double precision.</summary>
    [MethodImpl(Inline)]
    public static L Log<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var p = L.Constant(0.2333161447184349923);
            p = L.MultiplyAdd(p, x, L.Constant(0.2855077863319196543));
            p = L.MultiplyAdd(p, x, L.Constant(0.400001222118106494));
            return L.MultiplyAdd(p, x, L.Constant(0.6666666655404201243));
        }
        else
        {
            var p = L.Constant(0.1308803485092755383);
            p = L.MultiplyAdd(p, x, L.Constant(0.1326863836926682388));
            p = L.MultiplyAdd(p, x, L.Constant(0.1538624473762166661));
            p = L.MultiplyAdd(p, x, L.Constant(0.1818179554752113623));
            p = L.MultiplyAdd(p, x, L.Constant(0.222222223925810451));
            p = L.MultiplyAdd(p, x, L.Constant(0.2857142857079978503));
            p = L.MultiplyAdd(p, x, L.Constant(0.4000000000000088324));
            return L.MultiplyAdd(p, x, L.Constant(0.6666666666666666646));
        }
    }

    /// <summary>P with erf(x) = x P(x²) for |x| ≤ 1. Relative error 3.63e-11 in single, 2.4e-21 in double precision.</summary>
    [MethodImpl(Inline)]
    public static L Erf<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var p = L.Constant(-9.667044571486996415e-6);
            p = L.MultiplyAdd(p, x, L.Constant(0.0001126595902560660897));
            p = L.MultiplyAdd(p, x, L.Constant(-0.0008484080405535106294));
            p = L.MultiplyAdd(p, x, L.Constant(0.005221031807858022797));
            p = L.MultiplyAdd(p, x, L.Constant(-0.02686543072767024289));
            p = L.MultiplyAdd(p, x, L.Constant(0.1128378249523684454));
            p = L.MultiplyAdd(p, x, L.Constant(-0.376126384680287104));
            return L.MultiplyAdd(p, x, L.Constant(1.128379167061543415));
        }
        else
        {
            var p = L.Constant(-4.230945824295337817e-12);
            p = L.MultiplyAdd(p, x, L.Constant(8.70904512905310669e-11));
            p = L.MultiplyAdd(p, x, L.Constant(-1.216456005728345008e-9));
            p = L.MultiplyAdd(p, x, L.Constant(1.4792401209404813e-8));
            p = L.MultiplyAdd(p, x, L.Constant(-1.63646421581676153e-7));
            p = L.MultiplyAdd(p, x, L.Constant(1.646204544146841894e-6));
            p = L.MultiplyAdd(p, x, L.Constant(-0.00001492564756751933213));
            p = L.MultiplyAdd(p, x, L.Constant(0.0001205533290288873541));
            p = L.MultiplyAdd(p, x, L.Constant(-0.0008548327021934829596));
            p = L.MultiplyAdd(p, x, L.Constant(0.005223977625423298309));
            p = L.MultiplyAdd(p, x, L.Constant(-0.02686617064512984081));
            p = L.MultiplyAdd(p, x, L.Constant(0.1128379167095512024));
            p = L.MultiplyAdd(p, x, L.Constant(-0.3761263890318375238));
            return L.MultiplyAdd(p, x, L.Constant(1.128379167095512574));
        }
    }

    /// <summary>P with erfc(a) = exp(−a²) P(t) / (1 + 2 a), t = (a − k) / (a + k), k = 3 in single and 4 in double precision. Relative error 3.21e-9 in single, 3.62e-19 in double precision.</summary>
    [MethodImpl(Inline)]
    public static L Erfc<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var p = L.Constant(-0.0002735959992630343878);
            p = L.MultiplyAdd(p, x, L.Constant(-0.0007881207530374105852));
            p = L.MultiplyAdd(p, x, L.Constant(0.002001771225544263071));
            p = L.MultiplyAdd(p, x, L.Constant(0.002576856516801766971));
            p = L.MultiplyAdd(p, x, L.Constant(-0.02379466453419944304));
            p = L.MultiplyAdd(p, x, L.Constant(0.06829302905525305822));
            p = L.MultiplyAdd(p, x, L.Constant(-0.1192719193372265634));
            p = L.MultiplyAdd(p, x, L.Constant(0.129646714852946839));
            p = L.MultiplyAdd(p, x, L.Constant(-0.047562318168041814));
            p = L.MultiplyAdd(p, x, L.Constant(-0.1356211490599536647));
            return L.MultiplyAdd(p, x, L.Constant(1.253008058137037544));
        }
        else
        {
            var p = L.Constant(3.00808293995534585e-10);
            p = L.MultiplyAdd(p, x, L.Constant(2.137056431008381884e-9));
            p = L.MultiplyAdd(p, x, L.Constant(1.700277034344755733e-9));
            p = L.MultiplyAdd(p, x, L.Constant(-1.668808712810771133e-8));
            p = L.MultiplyAdd(p, x, L.Constant(-1.919005251607079906e-8));
            p = L.MultiplyAdd(p, x, L.Constant(1.133482034667308686e-7));
            p = L.MultiplyAdd(p, x, L.Constant(7.71561052904017564e-8));
            p = L.MultiplyAdd(p, x, L.Constant(-8.277774152040893451e-7));
            p = L.MultiplyAdd(p, x, L.Constant(2.915548765332710433e-7));
            p = L.MultiplyAdd(p, x, L.Constant(5.710759853356508892e-6));
            p = L.MultiplyAdd(p, x, L.Constant(-0.00001122086288605371298));
            p = L.MultiplyAdd(p, x, L.Constant(-0.00002439949585858488267));
            p = L.MultiplyAdd(p, x, L.Constant(0.0001506213011926567463));
            p = L.MultiplyAdd(p, x, L.Constant(-0.0001992566464386017229));
            p = L.MultiplyAdd(p, x, L.Constant(-0.000757773212874817705));
            p = L.MultiplyAdd(p, x, L.Constant(0.005031969972928771023));
            p = L.MultiplyAdd(p, x, L.Constant(-0.01619773406724675957));
            p = L.MultiplyAdd(p, x, L.Constant(0.03716751553780008036));
            p = L.MultiplyAdd(p, x, L.Constant(-0.06633036581153134587));
            p = L.MultiplyAdd(p, x, L.Constant(0.09373283499833800443));
            p = L.MultiplyAdd(p, x, L.Constant(-0.101039066036329951));
            p = L.MultiplyAdd(p, x, L.Constant(0.06809705425469291488));
            p = L.MultiplyAdd(p, x, L.Constant(0.01537965210262011672));
            p = L.MultiplyAdd(p, x, L.Constant(-0.1396211168405625155));
            return L.MultiplyAdd(p, x, L.Constant(1.232995118625552509));
        }
    }

    /// <summary>P with sin(r) = r + r³ P(r²) for |r| ≤ π/4. Relative error 1.91e-11 in single, 7.66e-21 in double precision.</summary>
    [MethodImpl(Inline)]
    public static L Sin<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var p = L.Constant(2.724931405469880475e-6);
            p = L.MultiplyAdd(p, x, L.Constant(-0.0001984008201276553655));
            p = L.MultiplyAdd(p, x, L.Constant(0.008333331865959414043));
            return L.MultiplyAdd(p, x, L.Constant(-0.1666666666383276448));
        }
        else
        {
            var p = L.Constant(-7.586576588171072463e-13);
            p = L.MultiplyAdd(p, x, L.Constant(1.605852957226787635e-10));
            p = L.MultiplyAdd(p, x, L.Constant(-2.505210621952189423e-8));
            p = L.MultiplyAdd(p, x, L.Constant(2.75573192193019187e-6));
            p = L.MultiplyAdd(p, x, L.Constant(-0.0001984126984126501703));
            p = L.MultiplyAdd(p, x, L.Constant(0.00833333333333333147));
            return L.MultiplyAdd(p, x, L.Constant(-0.1666666666666666667));
        }
    }

    /// <summary>P with cos(r) = 1 − r²/2 + r⁴ P(r²) for |r| ≤ π/4. Relative error 1.08e-9 in single, 3.35e-22 in double precision.</summary>
    [MethodImpl(Inline)]
    public static L Cos<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var p = L.Constant(0.00002454743721019319883);
            p = L.MultiplyAdd(p, x, L.Constant(-0.001388830069690389895));
            return L.MultiplyAdd(p, x, L.Constant(0.04166666464745737717));
        }
        else
        {
            var p = L.Constant(4.745804889760674174e-14);
            p = L.MultiplyAdd(p, x, L.Constant(-1.147045974967560614e-11));
            p = L.MultiplyAdd(p, x, L.Constant(2.087675578389403842e-9));
            p = L.MultiplyAdd(p, x, L.Constant(-2.755731922138211558e-7));
            p = L.MultiplyAdd(p, x, L.Constant(0.00002480158730158461979));
            p = L.MultiplyAdd(p, x, L.Constant(-0.001388888888888888785));
            return L.MultiplyAdd(p, x, L.Constant(0.04166666666666666667));
        }
    }

    /// <summary>P with atan(z) = z + z w P(w), w = z², for |z| ≤ tan(π/8). Relative error 8.31e-11 in single, 1.83e-19 in double precision.</summary>
    [MethodImpl(Inline)]
    public static L Atan<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var p = L.Constant(0.0504411682706411041);
            p = L.MultiplyAdd(p, x, L.Constant(-0.08623116025090267841));
            p = L.MultiplyAdd(p, x, L.Constant(0.1107115560471589426));
            p = L.MultiplyAdd(p, x, L.Constant(-0.1428413988308125802));
            p = L.MultiplyAdd(p, x, L.Constant(0.1999997704878613961));
            return L.MultiplyAdd(p, x, L.Constant(-0.3333333327864667241));
        }
        else
        {
            var p = L.Constant(0.01625813206497920836);
            p = L.MultiplyAdd(p, x, L.Constant(-0.03454561010485849186));
            p = L.MultiplyAdd(p, x, L.Constant(0.04550622039175536131));
            p = L.MultiplyAdd(p, x, L.Constant(-0.05230241150789399544));
            p = L.MultiplyAdd(p, x, L.Constant(0.05878900032342983325));
            p = L.MultiplyAdd(p, x, L.Constant(-0.06666422364033206211));
            p = L.MultiplyAdd(p, x, L.Constant(0.07692296234491513951));
            p = L.MultiplyAdd(p, x, L.Constant(-0.09090908748635231789));
            p = L.MultiplyAdd(p, x, L.Constant(0.1111111110505756937));
            p = L.MultiplyAdd(p, x, L.Constant(-0.1428571428565882244));
            p = L.MultiplyAdd(p, x, L.Constant(0.1999999999999980052));
            return L.MultiplyAdd(p, x, L.Constant(-0.3333333333333333321));
        }
    }

    /// <summary>P with asin(s) = s + s w P(w), w = s², for |s| ≤ 1/2. Relative error 9.63e-10 in single, 2.31e-19 in double precision.</summary>
    [MethodImpl(Inline)]
    public static L Asin<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var p = L.Constant(0.03370072632136513158);
            p = L.MultiplyAdd(p, x, L.Constant(0.01714371681925356854));
            p = L.MultiplyAdd(p, x, L.Constant(0.03110172782906716667));
            p = L.MultiplyAdd(p, x, L.Constant(0.04459931916287113813));
            p = L.MultiplyAdd(p, x, L.Constant(0.07500094761172901133));
            return L.MultiplyAdd(p, x, L.Constant(0.1666666633654048985));
        }
        else
        {
            var p = L.Constant(0.02963502626354854835);
            p = L.MultiplyAdd(p, x, L.Constant(-0.01927754592858455536));
            p = L.MultiplyAdd(p, x, L.Constant(0.01957920161974468472));
            p = L.MultiplyAdd(p, x, L.Constant(0.003035007172726762405));
            p = L.MultiplyAdd(p, x, L.Constant(0.009322101501082773867));
            p = L.MultiplyAdd(p, x, L.Constant(0.009621402747344830338));
            p = L.MultiplyAdd(p, x, L.Constant(0.01156651182189094295));
            p = L.MultiplyAdd(p, x, L.Constant(0.01396377578784813642));
            p = L.MultiplyAdd(p, x, L.Constant(0.01735281676854647272));
            p = L.MultiplyAdd(p, x, L.Constant(0.02237215743562381541));
            p = L.MultiplyAdd(p, x, L.Constant(0.03038194447569370486));
            p = L.MultiplyAdd(p, x, L.Constant(0.04464285714255018506));
            p = L.MultiplyAdd(p, x, L.Constant(0.07500000000000118457));
            return L.MultiplyAdd(p, x, L.Constant(0.1666666666666666659));
        }
    }

    /// <summary>Q with log((1 + s) / (1 − s)) = 2 s + s z (2/3 + z Q(z)), z = s², on the interval of <see cref="Log"/>. Relative error 3.64e-26.</summary>
    [MethodImpl(Inline)]
    public static L LogTail<L>(L x)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var p = L.Constant(0.09972581099965594593);
        p = L.MultiplyAdd(p, x, L.Constant(0.09441761526249196576));
        p = L.MultiplyAdd(p, x, L.Constant(0.1052919631779242721));
        p = L.MultiplyAdd(p, x, L.Constant(0.1176464509199998544));
        p = L.MultiplyAdd(p, x, L.Constant(0.1333333412520488169));
        p = L.MultiplyAdd(p, x, L.Constant(0.1538461537834578864));
        p = L.MultiplyAdd(p, x, L.Constant(0.1818181818184666281));
        p = L.MultiplyAdd(p, x, L.Constant(0.2222222222222215657));
        p = L.MultiplyAdd(p, x, L.Constant(0.2857142857142857149));
        return L.MultiplyAdd(p, x, L.Constant(0.4));
    }
}
