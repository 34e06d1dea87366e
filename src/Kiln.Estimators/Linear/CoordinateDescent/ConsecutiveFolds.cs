namespace Kiln.Estimators;

/// <summary>Samples cut into folds one after the other, without shuffling: scikit-learn's default for regressions.</summary>
internal static class ConsecutiveFolds
{
    /// <summary>For each fold the samples to learn from and those to test with.</summary>
    public static (int[] Train, int[] Test)[] Of(string name, int rows, int folds)
    {
        Require.AtLeast(name, "cv", folds, 2);
        if (rows < folds)
        {
            throw new DatasetException($"{name}: {folds} folds need at least as many samples; {rows} were given");
        }

        var parts = new (int[], int[])[folds];
        var start = 0;
        for (var fold = 0; fold < folds; fold++)
        {
            // The first folds are one larger where the division leaves a rest.
            var count = (rows / folds) + (fold < rows % folds ? 1 : 0);
            var (from, to) = (start, start + count);
            parts[fold] = ([.. Enumerable.Range(0, from), .. Enumerable.Range(to, rows - to)], [.. Enumerable.Range(from, count)]);
            start = to;
        }

        return parts;
    }

    /// <summary>The parts that a splitter makes instead.</summary>
    /// <param name="splitter">The splitter.</param>
    /// <param name="name">The estimator, for the error.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">Their target.</param>
    /// <exception cref="DatasetException">They cannot be split that way.</exception>
    public static (int[] Train, int[] Test)[] By(Splitter splitter, string name, Features x, Target y) =>
        Array.ConvertAll(FoldData.Split(name, false, splitter, 0, x, y, null), split => (split.Train.ToArray(), split.Test.ToArray()));
}
