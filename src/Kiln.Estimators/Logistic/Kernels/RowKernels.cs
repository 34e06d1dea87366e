using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Estimators;

/// <summary>
/// Products of short rows with a vector. A row of a table has some 5 to 500 numbers, so the tail matters: 512 bits while eight numbers are left, then one step
/// of 256, one of 128 and one scalar, instead of up to seven scalar steps. The comparisons with what the processor has are constants to the JIT.
/// </summary>
internal static unsafe class RowKernels
{
    /// <summary>Σ xᵢ wᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double* x, double* w, int n)
    {
        var i = 0;
        var sum = 0.0;
        if (Vector512.IsHardwareAccelerated)
        {
            var (a, b) = (Vector512<double>.Zero, Vector512<double>.Zero);
            for (; i <= n - 16; i += 16)
            {
                a = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(w + i), a);
                b = Vector512.FusedMultiplyAdd(Vector512.Load(x + i + 8), Vector512.Load(w + i + 8), b);
            }

            if (i <= n - 8)
            {
                a = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(w + i), a);
                i += 8;
            }

            sum = i == 0 ? 0 : Vector512.Sum(a + b);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            var a = Vector256<double>.Zero;
            for (; i <= n - 4; i += 4)
            {
                a = Vector256.MultiplyAddEstimate(Vector256.Load(x + i), Vector256.Load(w + i), a);
            }

            sum += Vector256.Sum(a);
        }

        if (Vector128.IsHardwareAccelerated)
        {
            var a = Vector128<double>.Zero;
            for (; i <= n - 2; i += 2)
            {
                a = Vector128.MultiplyAddEstimate(Vector128.Load(x + i), Vector128.Load(w + i), a);
            }

            sum += a[0] + a[1];
        }

        for (; i < n; i++)
        {
            sum += x[i] * w[i];
        }

        return sum;
    }

    /// <summary>w += a·x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(double a, double* x, double* w, int n)
    {
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            var factor = Vector512.Create(a);
            for (; i <= n - 8; i += 8)
            {
                Vector512.Store(Vector512.FusedMultiplyAdd(factor, Vector512.Load(x + i), Vector512.Load(w + i)), w + i);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            var factor = Vector256.Create(a);
            for (; i <= n - 4; i += 4)
            {
                Vector256.Store(Vector256.MultiplyAddEstimate(factor, Vector256.Load(x + i), Vector256.Load(w + i)), w + i);
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            var factor = Vector128.Create(a);
            for (; i <= n - 2; i += 2)
            {
                Vector128.Store(Vector128.MultiplyAddEstimate(factor, Vector128.Load(x + i), Vector128.Load(w + i)), w + i);
            }
        }

        for (; i < n; i++)
        {
            w[i] += a * x[i];
        }
    }

    /// <summary>x·w of one row, with the bits that <see cref="Dots4"/> gives it.</summary>
    public static double DotAlone(double* x, double* w, int n)
    {
        var lanes = FourLanes(x, w, n);
        return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
    }

    /// <summary>x·w of one vector with four others that lie <paramref name="stride"/> apart: each part of x is loaded once for all four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Dots4(double* x, double* w, int stride, int n)
    {
        var w1 = w + stride;
        var w2 = w1 + stride;
        var w3 = w2 + stride;
        var i = 0;
        var (b0, b1, b2, b3) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        if (Vector512.IsHardwareAccelerated && n >= 8)
        {
            var v = Vector512.Load(x);
            var (a0, a1, a2, a3) = (v * Vector512.Load(w), v * Vector512.Load(w1), v * Vector512.Load(w2), v * Vector512.Load(w3));
            for (i = 8; i <= n - 8; i += 8)
            {
                v = Vector512.Load(x + i);
                a0 = Vector512.FusedMultiplyAdd(v, Vector512.Load(w + i), a0);
                a1 = Vector512.FusedMultiplyAdd(v, Vector512.Load(w1 + i), a1);
                a2 = Vector512.FusedMultiplyAdd(v, Vector512.Load(w2 + i), a2);
                a3 = Vector512.FusedMultiplyAdd(v, Vector512.Load(w3 + i), a3);
            }

            b0 = a0.GetLower() + a0.GetUpper();
            b1 = a1.GetLower() + a1.GetUpper();
            b2 = a2.GetLower() + a2.GetUpper();
            b3 = a3.GetLower() + a3.GetUpper();
        }

        for (; i <= n - 4; i += 4)
        {
            var v = Vector256.Load(x + i);
            b0 = Vector256.MultiplyAddEstimate(v, Vector256.Load(w + i), b0);
            b1 = Vector256.MultiplyAddEstimate(v, Vector256.Load(w1 + i), b1);
            b2 = Vector256.MultiplyAddEstimate(v, Vector256.Load(w2 + i), b2);
            b3 = Vector256.MultiplyAddEstimate(v, Vector256.Load(w3 + i), b3);
        }

        if (i <= n - 2)
        {
            var v = Vector128.Load(x + i).ToVector256();
            b0 = Vector256.MultiplyAddEstimate(v, Vector128.Load(w + i).ToVector256(), b0);
            b1 = Vector256.MultiplyAddEstimate(v, Vector128.Load(w1 + i).ToVector256(), b1);
            b2 = Vector256.MultiplyAddEstimate(v, Vector128.Load(w2 + i).ToVector256(), b2);
            b3 = Vector256.MultiplyAddEstimate(v, Vector128.Load(w3 + i).ToVector256(), b3);
            i += 2;
        }

        if (i < n)
        {
            var v = Vector256.CreateScalar(x[i]);
            b0 = Vector256.MultiplyAddEstimate(v, Vector256.CreateScalar(w[i]), b0);
            b1 = Vector256.MultiplyAddEstimate(v, Vector256.CreateScalar(w1[i]), b1);
            b2 = Vector256.MultiplyAddEstimate(v, Vector256.CreateScalar(w2[i]), b2);
            b3 = Vector256.MultiplyAddEstimate(v, Vector256.CreateScalar(w3[i]), b3);
        }

        return LaneSums(b0, b1, b2, b3);
    }

    /// <summary>x·w, in four sums that are still to be added up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> FourLanes(double* x, double* w, int n)
    {
        var i = 0;
        var sum = Vector256<double>.Zero;
        if (Vector512.IsHardwareAccelerated && n >= 8)
        {
            var a = Vector512.Load(x) * Vector512.Load(w);
            for (i = 8; i <= n - 8; i += 8)
            {
                a = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(w + i), a);
            }

            sum = a.GetLower() + a.GetUpper();
        }

        for (; i <= n - 4; i += 4)
        {
            sum = Vector256.MultiplyAddEstimate(Vector256.Load(x + i), Vector256.Load(w + i), sum);
        }

        if (i <= n - 2)
        {
            sum = Vector256.MultiplyAddEstimate(Vector128.Load(x + i).ToVector256(), Vector128.Load(w + i).ToVector256(), sum);
            i += 2;
        }

        return i < n ? Vector256.MultiplyAddEstimate(Vector256.CreateScalar(x[i]), Vector256.CreateScalar(w[i]), sum) : sum;
    }

    /// <summary>The sums of the lanes of four registers: neighbors of two of them are added at once, then the halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> LaneSums(Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d)
    {
        if (!Avx.IsSupported)
        {
            return Vector256.Create(Sum(a), Sum(b), Sum(c), Sum(d));
        }

        var (one, other) = (Avx.HorizontalAdd(a, b), Avx.HorizontalAdd(c, d));
        return Avx.Blend(one, other, 0b1100) + Avx.Permute2x128(one, other, 0x21);

        static double Sum(Vector256<double> v) => (v[0] + v[1]) + (v[2] + v[3]);
    }
}
