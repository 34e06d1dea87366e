namespace Kiln.Estimators;

/// <summary>What active sets ask of least squares with coefficients of 0 or more: ‖A w − b‖² + α ‖w‖² of one output.</summary>
internal abstract class ActiveSetProblem
{
    /// <summary>Makes a problem.</summary>
    /// <param name="sizes">‖a‖ of each column, with √α below it; 0 of one that is to have no part.</param>
    /// <param name="target">‖b‖.</param>
    protected ActiveSetProblem(double[] sizes, double target) => (Sizes, Target) = (sizes, target);

    /// <summary>‖a‖ of each column, with √α below it; 0 of one that is to have no part.</summary>
    public double[] Sizes { get; }

    /// <summary>‖b‖.</summary>
    public double Target { get; }

    /// <summary>A gradient no larger than this times ‖a‖ is rounding: each of its terms has an error of ε times what it is a sum of.</summary>
    public double Tolerance => 10 * Sizes.Length * Float64.Epsilon * Target;

    /// <summary>‖a‖ of each column, with √α below it; 0 of one that does not vary, which is to have no part.</summary>
    public static double[] SizesOf(CentredSamples samples, double alpha) => Array.ConvertAll(samples.SquaredNorms(), square => square > 0 ? Math.Sqrt(square + alpha) : 0);

    /// <summary>Aᵀ(b − A·w) − α w.</summary>
    public abstract void Gradient(ReadOnlySpan<double> w, Span<double> gradient);

    /// <summary>The best coefficients of some columns alone, of any sign; null where they depend on each other.</summary>
    public abstract double[]? Solve(int[] free, CancellationToken cancellation);
}
