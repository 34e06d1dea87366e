using System.Buffers;
using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// One pass over the samples for the softmax loss of several classes: scores, losses, probabilities less the truth, and the gradient's sums, tile by tile. A group's
/// sums: those of the coefficients, then one for each intercept, then the loss.
/// </summary>
internal readonly unsafe struct SoftmaxPass(
    SampleView x, RowTiling tiling, int classes, int* codes, double* weights, double* w, double* intercept, double* probabilities, double* sums) : ITileBody
{
    /// <summary>Numbers of a group, whole lines of the cache.</summary>
    public static int GroupSums(in SampleView x, int classes) => LineNumbers.Padded(checked((ClassProducts.Width(x, classes) * x.Columns) + classes + 1));

    public void Invoke(int tile)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: Group<Lanes512<double>>(tile); break;
            case InstructionSet.Avx2: Group<Lanes256<double>>(tile); break;
            case InstructionSet.Vector128: Group<Lanes128<double>>(tile); break;
            default: Group<Lanes1<double>>(tile); break;
        }
    }

    private void Group<L>(int group)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var coefficients = (nint)ClassProducts.Width(x, classes) * x.Columns;
        var size = (int)coefficients + classes;
        var own = sums + ((nint)group * GroupSums(x, classes));
        new Span<double>(own, size + 1).Clear();
        var stride = tiling.TileRows;
        var rented = ArrayPool<double>.Shared.Rent(classes * stride);
        fixed (double* scores = rented)
        {
            var end = Math.Min(tiling.Rows, (group + 1) * tiling.GroupRows);
            for (var first = group * tiling.GroupRows; first < end; first += stride)
            {
                var count = Math.Min(stride, end - first);
                ClassProducts.Forward(x, first, count, classes, w, intercept, scores, stride);
                own[size] += Losses<L>(first, count, scores);
                for (var k = 0; k < classes; k++)
                {
                    own[coefficients + k] += Sum<L>(scores + ((nint)k * stride), count);
                }

                ClassProducts.Backward(x, first, count, classes, scores, stride, own);
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum<L>(double* values, int count)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var (lanes, i) = (L.Constant(0), 0);
        for (; i <= count - L.Count; i += L.Count)
        {
            lanes += L.Load(values + i);
        }

        var sum = L.Sum(lanes);
        for (; i < count; i++)
        {
            sum += values[i];
        }

        return sum;
    }

    // Scores become weight · (probability − truth) in place. Lanes behind the last sample have weights of 0 and scores that are some number.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Losses<L>(int first, int count, double* scores)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var stride = tiling.TileRows;
        var padded = (count + L.Count - 1) / L.Count * L.Count;
        var truth = stackalloc double[RowTiling.LongestTile];
        for (var i = 0; i < count; i++)
        {
            truth[i] = scores[((nint)codes[first + i] * stride) + i];
        }

        for (var i = count; i < padded; i++)
        {
            truth[i] = 0;
            for (var k = 0; k < classes; k++)
            {
                scores[((nint)k * stride) + i] = 0;
            }
        }

        var total = L.Constant(0);
        for (var i = 0; i < padded; i += L.Count)
        {
            var largest = L.Load(scores + i);
            for (var k = 1; k < classes; k++)
            {
                largest = L.MaxFast(largest, L.Load(scores + ((nint)k * stride) + i));
            }

            var sum = L.Constant(0);
            for (var k = 0; k < classes; k++)
            {
                var at = scores + ((nint)k * stride) + i;
                var e = LaneMath.Exp<L, double>(L.Load(at) - largest);
                sum += e;
                L.Store(e, at);
            }

            var weight = L.Load(weights + first + i);
            total = L.MultiplyAdd(weight, LaneMath.Log<L, double>(sum) + largest - L.Load(truth + i), total);
            var inverse = L.Constant(1) / sum;
            for (var k = 0; k < classes; k++)
            {
                var at = scores + ((nint)k * stride) + i;
                var p = L.Load(at) * inverse;
                if (probabilities != null)
                {
                    L.Store(p, probabilities + ((nint)first * classes) + ((nint)k * stride) + i);
                }

                L.Store(p * weight, at);
            }
        }

        for (var i = 0; i < count; i++)
        {
            scores[((nint)codes[first + i] * stride) + i] -= weights[first + i];
        }

        return L.Sum(total);
    }
}
