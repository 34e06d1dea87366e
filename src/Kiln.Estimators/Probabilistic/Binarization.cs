using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Numbers as ones and zeros: 1 for what is above a threshold, which is 0 or more, 0 for the rest.</summary>
internal static unsafe class Binarization
{
    /// <summary>Sparse samples as ones and zeros, in the same places.</summary>
    /// <exception cref="DatasetException">A value is not finite.</exception>
    public static Features Sparse(string owner, Features x, double threshold)
    {
        var sparse = x.Sparse!;
        var stored = new double[sparse.StoredCount];
        fixed (double* from = sparse.Values, to = stored)
        {
            if (!Ones(from, to, stored.Length, threshold))
            {
                Inputs.CheckFinite(owner, x, allowMissing: false);
            }
        }

        return Features.Of(new SparseMatrix(sparse.RowStarts.ToArray(), sparse.ColumnIndices.ToArray(), stored, sparse.ColumnCount), x.Names);
    }

    /// <summary>Writes ones and zeros; returns whether all numbers are finite.</summary>
    public static bool Ones(double* from, double* to, int count, double threshold) => InstructionSets.Current switch
    {
        InstructionSet.Avx512 => Ones<Lanes512<double>>(from, to, count, threshold),
        InstructionSet.Avx2 => Ones<Lanes256<double>>(from, to, count, threshold),
        InstructionSet.Vector128 => Ones<Lanes128<double>>(from, to, count, threshold),
        _ => Ones<Lanes1<double>>(from, to, count, threshold),
    };

    private static bool Ones<L>(double* from, double* to, int count, double threshold)
        where L : unmanaged, IFloatLanes<L, double>
    {
        // v · 0 is 0 for every number and NaN for NaN and the infinities.
        var (limit, zero, one, bad) = (L.Constant(threshold), L.Constant(0), L.Constant(1), L.Constant(0));
        var i = 0;
        for (; i <= count - L.Count; i += L.Count)
        {
            var v = L.Load(from + i);
            bad = L.MultiplyAdd(v, zero, bad);
            L.Store(L.Select(L.LessThan(limit, v), one, zero), to + i);
        }

        var sum = L.Sum(bad);
        for (; i < count; i++)
        {
            sum += from[i] * 0;
            to[i] = from[i] > threshold ? 1 : 0;
        }

        return sum == 0;
    }
}
