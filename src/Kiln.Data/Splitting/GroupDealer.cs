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
            var examples = NumPySum.Pairwise(_counts[fold]);
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

        return NumPySum.Pairwise(_spreads) / group.Length;
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
        var mean = (pairwise ? NumPySum.Pairwise(values) : Sum(values)) / values.Length;
        Span<double> squares = values.Length <= 256 ? stackalloc double[values.Length] : new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            squares[i] = (values[i] - mean) * (values[i] - mean);
        }

        return Math.Sqrt((pairwise ? NumPySum.Pairwise(squares) : Sum(squares)) / values.Length);
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
}
