using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>What SAG and SAGA keep: coefficients, the last derivative of each sample, and their sums.</summary>
internal sealed class AverageGradientState
{
    private readonly double[] _before;
    private readonly bool _intercept;

    /// <summary>Begins with some coefficients, and no derivatives seen.</summary>
    /// <param name="rows">Samples.</param>
    /// <param name="columns">Features.</param>
    /// <param name="outputs">Scores of a sample.</param>
    /// <param name="options">Settings.</param>
    /// <param name="step">The step size.</param>
    /// <param name="l2">Strength of ½‖w‖² for the mean loss.</param>
    /// <param name="l1">Strength of ‖w‖₁ for the mean loss.</param>
    /// <param name="interceptDecay">What the intercept's steps are multiplied by.</param>
    /// <param name="start">(outputs, columns), then the intercepts where there are any.</param>
    public AverageGradientState(int rows, int columns, int outputs, AverageGradientOptions options, double step, double l2, double l1, double interceptDecay, double[] start)
    {
        (Outputs, Options, Step, Shrink, Threshold, InterceptDecay) = (outputs, options, step, 1 - (step * l2), options.Saga ? step * l1 : 0, interceptDecay);
        _intercept = options.Intercept;
        Coefficients = start.AsSpan(0, outputs * columns).ToArray();
        Sums = new double[outputs * columns];
        _before = Coefficients.ToArray();
        Intercept = _intercept ? start.AsSpan(outputs * columns, outputs).ToArray() : new double[outputs];
        InterceptSums = new double[outputs];
        Memory = new double[checked(rows * outputs)];
        Seen = new bool[rows];
    }

    public int Outputs { get; }

    public AverageGradientOptions Options { get; }

    public double Step { get; }

    /// <summary>What an L2 penalty leaves of the coefficients after one step.</summary>
    public double Shrink { get; }

    /// <summary>What an L1 penalty takes from the coefficients' size in one step; 0 without one.</summary>
    public double Threshold { get; }

    public double InterceptDecay { get; }

    public double[] Coefficients { get; }

    public double[] Sums { get; }

    public double[] Intercept { get; }

    public double[] InterceptSums { get; }

    public double[] Memory { get; }

    public bool[] Seen { get; }

    public int SeenCount { get; set; }

    /// <summary>The step of the intercepts, by the change of a sample's derivatives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void StepIntercept(double* change)
    {
        for (var k = 0; _intercept && k < Outputs; k++)
        {
            InterceptSums[k] += change[k];
            var average = Step * InterceptSums[k] / SeenCount * InterceptDecay;
            Intercept[k] -= Options.Saga ? average + (change[k] * Step * (1 - (1.0 / SeenCount))) : average;
        }
    }

    /// <summary>Whether an epoch has changed the coefficients by no more than the tolerance.</summary>
    public bool EpochConverged()
    {
        var (change, size) = (0.0, 0.0);
        for (var i = 0; i < Coefficients.Length; i++)
        {
            size = Math.Max(size, Math.Abs(Coefficients[i]));
            change = Math.Max(change, Math.Abs(Coefficients[i] - _before[i]));
            _before[i] = Coefficients[i];
        }

        if (!double.IsFinite(size + change))
        {
            throw new DatasetException($"{Options.Owner}: the solver {(Options.Saga ? "saga" : "sag")} overflowed; scale the features (standard-scaler)");
        }

        return size == 0 ? change == 0 : change / size <= Options.Tolerance;
    }

    /// <summary>(outputs, columns), then the intercepts where there are any.</summary>
    public SolverResult Result(int epochs, bool converged) => new(_intercept ? [.. Coefficients, .. Intercept] : Coefficients, epochs, converged);
}
