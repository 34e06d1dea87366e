namespace Kiln.Estimators;

/// <summary>What LIBLINEAR's problems have in common: the cost of each sample, and what its tolerance is relative to.</summary>
internal static class LiblinearCosts
{
    /// <summary>C · weight of each sample.</summary>
    public static double[] Of(double c, double[]? weights, int rows)
    {
        var costs = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            costs[i] = c * (weights?[i] ?? 1);
        }

        return costs;
    }

    /// <summary>The tolerance times the share of the smaller class.</summary>
    public static double PrimalTolerance(double tolerance, double[] labels)
    {
        var positive = labels.Count(label => label > 0);
        return tolerance * Math.Max(Math.Min(positive, labels.Length - positive), 1) / labels.Length;
    }
}
