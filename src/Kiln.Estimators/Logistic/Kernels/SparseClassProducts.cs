using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Products of sparse samples with the coefficients of several classes. A feature's coefficients, one for each class, lie side by side and fill whole registers: a stored number
/// meets all classes in one multiplication, and the sums of a sample stay in registers.
/// </summary>
internal static unsafe class SparseClassProducts
{
    /// <summary>Coefficients of a feature are padded to a multiple of this: what the widest register holds.</summary>
    public const int Lanes = 8;

    /// <summary>scores = W·Xᵀ + b; shapes as in <see cref="ClassProducts"/>.</summary>
    public static void Forward(in SampleView x, int first, int count, int classes, double* w, double* intercept, double* scores, int stride)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: Forward<Lanes512<double>>(x, first, count, classes, w, intercept, scores, stride); break;
            case InstructionSet.Avx2: Forward<Lanes256<double>>(x, first, count, classes, w, intercept, scores, stride); break;
            case InstructionSet.Vector128: Forward<Lanes128<double>>(x, first, count, classes, w, intercept, scores, stride); break;
            default: Forward<Lanes1<double>>(x, first, count, classes, w, intercept, scores, stride); break;
        }
    }

    /// <summary>sums += R·X; shapes as in <see cref="ClassProducts"/>.</summary>
    public static void Backward(in SampleView x, int first, int count, int classes, double* r, int stride, double* sums)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: Backward<Lanes512<double>>(x, first, count, classes, r, stride, sums); break;
            case InstructionSet.Avx2: Backward<Lanes256<double>>(x, first, count, classes, r, stride, sums); break;
            case InstructionSet.Vector128: Backward<Lanes128<double>>(x, first, count, classes, r, stride, sums); break;
            default: Backward<Lanes1<double>>(x, first, count, classes, r, stride, sums); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<L>(SampleView x, int first, int count, int classes, double* w, double* intercept, double* scores, int stride)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var width = ClassProducts.Width(x, classes);
        var lanes = stackalloc double[L.Count];
        for (var k = 0; k < classes; k += L.Count)
        {
            var part = Math.Min(L.Count, classes - k);
            for (var i = 0; i < count; i++)
            {
                int at = x.Starts[first + i], end = x.Starts[first + i + 1];
                L even = L.Constant(0), odd = L.Constant(0);
                for (; at < end - 1; at += 2)
                {
                    SparseRows.Fetch(x.Values + at, x.Indices + at);
                    even = L.MultiplyAdd(L.Broadcast(x.Values[at]), L.Load(w + ((nint)x.Indices[at] * width) + k), even);
                    odd = L.MultiplyAdd(L.Broadcast(x.Values[at + 1]), L.Load(w + ((nint)x.Indices[at + 1] * width) + k), odd);
                }

                if (at < end)
                {
                    even = L.MultiplyAdd(L.Broadcast(x.Values[at]), L.Load(w + ((nint)x.Indices[at] * width) + k), even);
                }

                L.Store(even + odd, lanes);
                for (var c = 0; c < part; c++)
                {
                    scores[((nint)(k + c) * stride) + i] = lanes[c] + intercept[k + c];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<L>(SampleView x, int first, int count, int classes, double* r, int stride, double* sums)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var width = ClassProducts.Width(x, classes);
        var lanes = stackalloc double[L.Count];
        new Span<double>(lanes, L.Count).Clear();
        for (var k = 0; k < classes; k += L.Count)
        {
            var part = Math.Min(L.Count, classes - k);
            for (var c = part; c < L.Count; c++)
            {
                lanes[c] = 0;
            }

            for (var i = 0; i < count; i++)
            {
                for (var c = 0; c < part; c++)
                {
                    lanes[c] = r[((nint)(k + c) * stride) + i];
                }

                var factors = L.Load(lanes);
                for (var at = x.Starts[first + i]; at < x.Starts[first + i + 1]; at++)
                {
                    var to = sums + ((nint)x.Indices[at] * width) + k;
                    L.Store(L.MultiplyAdd(L.Broadcast(x.Values[at]), factors, L.Load(to)), to);
                }
            }
        }
    }
}
