namespace Kiln.Data;

/// <summary>
/// Deals groups out to folds for <see cref="StratifiedGroupKFold"/>. The choices compare standard deviations of shares, and ties between them are
/// common, so sums are rounded in the order in which NumPy adds.
/// </summary>
internal sealed class GroupDealer
{
    private readonly int _folds;
    private readonly int[] _classSizes;

    // How many of each class each fold has, by fold and class, and what share of the class that is.
    private readonly double[][] _counts;
    private readonly double[][] _shares;
    private readonly double[] _spreads;
    private readonly double[] _column;

    internal GroupDealer(int folds, int[] classSizes)
    {
        (_folds, _classSizes) = (folds, classSizes);
        _counts = [.. Enumerable.Range(0, folds).Select(_ => new double[classSizes.Length])];
        _shares = [.. Enumerable.Range(0, folds).Select(_ => new double[classSizes.Length])];
        _spreads = new double[classSizes.Length];
        _column = new double[folds];
    }

    /// <summary>The fold of each group.</summary>
    /// <param name="groups">For each group how many examples of each class it has.</param>
    internal int[] Deal(double[][] groups)
    {
        var spreads = Array.ConvertAll(groups, group => Deviation(group, pairwise: true));
        var foldOf = new int[groups.Length];
        foreach (var group in Enumerable.Range(0, groups.Length).OrderByDescending(g => spreads[g]))
        {
            var best = BestFold(groups[group]);
            Add(best, groups[group]);
            foldOf[group] = best;
        }

        return foldOf;
    }

    private int BestFold(double[] group)
    {
        var best = -1;
        var (least, fewest) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var fold = 0; fold < _folds; fold++)
        {
            var spread = SpreadWith(fold, group);
            var examples = PairwiseSum(_counts[fold]);
            var close = Math.Abs(spread - least) <= 1e-8 + (1e-5 * Math.Abs(least));
            if (spread < least || (close && examples < fewest))
            {
                (best, least, fewest) = (fold, spread, examples);
            }
        }

        return best;
    }

    /// <summary>The mean over the classes of the standard deviation of their shares over the folds, were the group added to one.</summary>
    private double SpreadWith(int fold, double[] group)
    {
        for (var c = 0; c < group.Length; c++)
        {
            for (var f = 0; f < _folds; f++)
            {
                _column[f] = _shares[f][c];
            }

            _column[fold] = (_counts[fold][c] + group[c]) / _classSizes[c];

            // Over the first axis NumPy adds row to row; only when there is one class do the shares lie next to each other.
            _spreads[c] = Deviation(_column, pairwise: group.Length == 1);
        }

        return PairwiseSum(_spreads) / group.Length;
    }

    private void Add(int fold, double[] group)
    {
        for (var c = 0; c < group.Length; c++)
        {
            _counts[fold][c] += group[c];
            _shares[fold][c] = _counts[fold][c] / _classSizes[c];
        }
    }

    private static double Deviation(ReadOnlySpan<double> values, bool pairwise)
    {
        var mean = (pairwise ? PairwiseSum(values) : Sum(values)) / values.Length;
        Span<double> squares = values.Length <= 256 ? stackalloc double[values.Length] : new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            squares[i] = (values[i] - mean) * (values[i] - mean);
        }

        return Math.Sqrt((pairwise ? PairwiseSum(squares) : Sum(squares)) / values.Length);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>
    /// A sum in NumPy's order: one after the other below eight values, in eight interleaved sums up to 128, and above that of two halves
    /// (N. J. Higham, "The accuracy of floating point summation", SIAM Journal on Scientific Computing 14, 1993).
    /// </summary>
    private static double PairwiseSum(ReadOnlySpan<double> values)
    {
        if (values.Length < 8)
        {
            return Sum(values);
        }

        if (values.Length > 128)
        {
            var half = values.Length / 2;
            half -= half % 8;
            return PairwiseSum(values[..half]) + PairwiseSum(values[half..]);
        }

        Span<double> lanes = stackalloc double[8];
        values[..8].CopyTo(lanes);
        var i = 8;
        for (; i < values.Length - (values.Length % 8); i++)
        {
            lanes[i % 8] += values[i];
        }

        var sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
        for (; i < values.Length; i++)
        {
            sum += values[i];
        }

        return sum;
    }
}
