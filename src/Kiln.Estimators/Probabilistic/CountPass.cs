using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>What a value counts, and a sum in which values that are not allowed leave a trace, so that no pass of its own looks for them.</summary>
internal interface ICountedValue
{
    /// <summary>What some values count.</summary>
    /// <param name="values">The values.</param>
    /// <param name="trace">Stays 0 as long as all are allowed.</param>
    public L Of<L>(L values, ref L trace)
        where L : unmanaged, IFloatLanes<L, double>;
}

/// <summary>Values as they are; a negative one makes the trace negative.</summary>
internal readonly struct CountOf : ICountedValue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Of<L>(L values, ref L trace)
        where L : unmanaged, IFloatLanes<L, double>
    {
        trace += L.MinFast(values, L.Constant(0));
        return values;
    }
}

/// <summary>Values as they are, negative ones too.</summary>
internal readonly struct AnyCount : ICountedValue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Of<L>(L values, ref L trace)
        where L : unmanaged, IFloatLanes<L, double> => values;
}

/// <summary>1 above a threshold, otherwise 0; NaN and infinity, which a comparison hides, make the trace NaN.</summary>
internal readonly struct CountAbove(double threshold) : ICountedValue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Of<L>(L values, ref L trace)
        where L : unmanaged, IFloatLanes<L, double>
    {
        trace = L.MultiplyAdd(values, L.Constant(0), trace);
        return L.Select(L.LessThan(L.Constant(threshold), values), L.Constant(1), L.Constant(0));
    }
}

/// <summary>Adds up the values of each feature in each class.</summary>
/// <param name="x">The samples.</param>
/// <param name="codes">The class of each.</param>
/// <param name="weights">The weight of each, or null.</param>
/// <param name="value">What a value counts.</param>
internal readonly unsafe struct CountPass<TValue>(SampleView x, int[] codes, double[]? weights, TValue value)
    where TValue : struct, ICountedValue
{
    /// <summary>Adds some samples: for each class the sums of the features, then that of the weights; behind the classes the trace.</summary>
    public void Add(int start, int end, Span<double> sums)
    {
        fixed (double* to = sums)
        {
            to[sums.Length - 1] += x.IsSparse ? AddSparse(start, end, to) : InstructionSets.Current switch
            {
                InstructionSet.Avx512 => AddDense<Lanes512<double>>(start, end, to),
                InstructionSet.Avx2 => AddDense<Lanes256<double>>(start, end, to),
                InstructionSet.Vector128 => AddDense<Lanes128<double>>(start, end, to),
                _ => AddDense<Lanes1<double>>(start, end, to),
            };
        }
    }

    private double AddDense<L>(int start, int end, double* sums)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var (n, trace, tail, own) = (x.Columns, L.Constant(0), Lanes1<double>.Constant(0), value);
        for (var row = start; row < end; row++)
        {
            double* from = x.Row(row), line = sums + ((nint)codes[row] * (n + 1));
            var weight = weights is null ? 1 : weights[row];
            var factor = L.Broadcast(weight);
            var i = 0;
            for (; i <= n - L.Count; i += L.Count)
            {
                L.Store(L.MultiplyAdd(own.Of(L.Load(from + i), ref trace), factor, L.Load(line + i)), line + i);
            }

            for (; i < n; i++)
            {
                var counted = own.Of(Lanes1<double>.Load(from + i), ref tail);
                Lanes1<double>.Store(Lanes1<double>.MultiplyAdd(counted, Lanes1<double>.Broadcast(weight), Lanes1<double>.Load(line + i)), line + i);
            }

            line[n] += weight;
        }

        return L.Sum(trace) + Lanes1<double>.Sum(tail);
    }

    private double AddSparse(int start, int end, double* sums)
    {
        var (n, trace, own) = (x.Columns, Lanes1<double>.Constant(0), value);
        for (var row = start; row < end; row++)
        {
            var line = sums + ((nint)codes[row] * (n + 1));
            var weight = weights is null ? 1 : weights[row];
            for (var i = x.Starts[row]; i < x.Starts[row + 1]; i++)
            {
                line[x.Indices[i]] += weight * Lanes1<double>.Sum(own.Of(Lanes1<double>.Load(x.Values + i), ref trace));
            }

            line[n] += weight;
        }

        return Lanes1<double>.Sum(trace);
    }
}
