namespace Kiln.Estimators;

/// <summary>The recursion of RFE and RFECV.</summary>
internal static class RecursiveElimination
{
    /// <summary>Takes the least important features away, some at a time, until so many are left. Gives the ranking, 1 for those that are left.</summary>
    /// <param name="owner">The selector.</param>
    /// <param name="estimator">What says how much features matter.</param>
    /// <param name="getter">Takes the importances from its model; null for the model's own.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target.</param>
    /// <param name="keep">How many features are left at the end.</param>
    /// <param name="step">How many are taken away at a time.</param>
    /// <param name="cancellation">Stops.</param>
    /// <param name="seen">Takes each fitted model and its features, most features first.</param>
    public static int[] Rank(
        string owner, Predictor estimator, Func<PredictorModel, Tensor>? getter, Features x, Target y, int keep, int step, CancellationToken cancellation,
        Action<PredictorModel, int[]>? seen = null)
    {
        var ranking = Enumerable.Repeat(1, x.Columns).ToArray();
        int[] left = [.. Enumerable.Range(0, x.Columns)];
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (left.Length <= keep && seen is null)
            {
                return ranking;
            }

            var model = estimator.Fit(FeatureColumns.Take(x, left), y, null, cancellation);
            seen?.Invoke(model, left);
            if (left.Length <= keep)
            {
                return ranking;
            }

            // Squares of coefficients, summed over classes; a tree's importances keep their order when squared.
            var importances = Importances.Of(owner, model, getter, 2);
            var gone = Ascending(importances).Take(Math.Min(step, left.Length - keep)).ToHashSet();
            left = [.. left.Where((_, i) => !gone.Contains(i))];
            var staying = left.ToHashSet();
            for (var c = 0; c < ranking.Length; c++)
            {
                ranking[c] += staying.Contains(c) ? 0 : 1;
            }
        }
    }

    /// <summary>Throws unless a number is a count or a share.</summary>
    public static void CheckCount(string owner, string parameter, double? given) =>
        Require.That(given is null || (given > 0 && (given < 1 || given == Math.Floor(given.Value))), owner, parameter, given, "a count of 1 or more, or a share between 0 and 1");

    /// <summary>Places by rising importance; of equals, as of constant features, those go first that <c>numpy.argsort</c> puts first.</summary>
    private static int[] Ascending(double[] importances)
    {
        double[] distinct = [.. importances.Distinct().Order()];
        return NumPyOrder.Sort(Array.ConvertAll(importances, importance => Array.BinarySearch(distinct, importance)));
    }

    /// <summary>A count of features given as a count, a share or nothing (half).</summary>
    public static int Count(string owner, string parameter, double? given, int features)
    {
        var count = given is null ? features / 2 : given < 1 ? (int)(features * given.Value) : (int)given.Value;
        return Math.Clamp(count, 1, features);
    }
}
