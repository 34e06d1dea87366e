namespace Kiln.Estimators;

/// <summary>
/// Whether plain least squares may be solved on columns of one size. Where the columns are independent there is one solution, whatever their sizes; where they are not, the smallest of
/// many is asked for, and that depends on them.
/// </summary>
/// <remarks>
/// The columns are asked by a solution that is known: of A·D z = A·D g with random g the smallest z is g without its part in A's null space. It takes as many steps as the fit itself,
/// few where columns of one size are far from dependent.
/// </remarks>
internal static class IndependentColumns
{
    // Of a null space of one direction among n, a random vector has 1/√n of its length in it.
    private const double MostLost = 1e-6;
    private const double Error = 1e-8;
    private const int MostSteps = 500;

    /// <summary>The diagonal of D, which makes the columns one long (0 for such as do not vary: their coefficients are 0); null where the columns have to stay as they are.</summary>
    public static double[]? Scales(CentredSamples samples, CancellationToken cancellation)
    {
        if (samples.Columns > samples.Rows)
        {
            return null;
        }

        return RidgeScales.Unlike(Array.ConvertAll(samples.SquaredNorms(), square => square > 0 ? 1 / Math.Sqrt(square) : 0)) is { } scales && AreIndependent(samples, scales, cancellation)
            ? scales
            : null;
    }

    private static bool AreIndependent(CentredSamples samples, double[] scales, CancellationToken cancellation)
    {
        var random = new RandomState(1);
        var (known, found, image) = (new double[scales.Length], new double[scales.Length], new double[samples.Rows]);
        for (var i = 0; i < scales.Length; i++)
        {
            known[i] = scales[i] * random.Normal();
        }

        samples.Times(known, image);
        var (_, converged) = Lsqr.Solve(new(samples, 0, scales), image, new(1e-14, MostSteps) { Error = Error }, found, cancellation);
        var (lost, all) = (0.0, 0.0);
        for (var i = 0; i < scales.Length; i++)
        {
            var unit = scales[i] > 0 ? 1 / scales[i] : 0;
            lost += (known[i] - found[i]) * unit * (known[i] - found[i]) * unit;
            all += known[i] * unit * known[i] * unit;
        }

        return converged && lost <= MostLost * MostLost * all;
    }
}
