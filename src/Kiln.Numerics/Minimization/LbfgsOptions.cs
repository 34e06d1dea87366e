using System.Globalization;

namespace Kiln.Numerics;

/// <summary>How <see cref="Lbfgs"/> works and when it stops.</summary>
public sealed record LbfgsOptions
{
    /// <summary>Pairs of steps and gradient changes that stand for the curvature; 1 or more, 10 by default. Memory grows with it as iterations fill it.</summary>
    public int Memory { get; init; } = 10;

    /// <summary>Stops when no element of the gradient is larger in size; 0 or more and finite, 1e-5 by default.</summary>
    public double GradientTolerance { get; init; } = 1e-5;

    /// <summary>
    /// Stops when an iteration lowers the value by no more than this times max(|f| before, |f| after, <see cref="LeastMagnitude"/>); 0 or more and finite, 2.2e-9 by default.
    /// </summary>
    public double ValueTolerance { get; init; } = 2.220446049250313e-9;

    /// <summary>What |f| counts for at least where <see cref="ValueTolerance"/> is taken relative to it: 1 by default, as in SciPy; 0 for functions whose unit means nothing. 0 or more and finite.</summary>
    public double LeastMagnitude { get; init; } = 1;

    /// <summary>The most iterations; 15,000 by default.</summary>
    public int MaxIterations { get; init; } = 15_000;

    /// <summary>The most evaluations of the function; 15,000 by default.</summary>
    public int MaxEvaluations { get; init; } = 15_000;

    /// <summary>The most evaluations in one line search; 20 by default.</summary>
    public int MaxLineSearch { get; init; } = 20;

    /// <summary>
    /// About the inverse of each variable's second derivative, up to a common factor: what the search begins with in place of ones, so that variables of very different
    /// scales converge as fast as those of one scale. Positive, one for each variable; null (ones) by default.
    /// </summary>
    public double[]? InverseCurvature { get; init; }

    /// <summary>Told of each iteration, on the calling thread; none by default.</summary>
    public Action<LbfgsIteration>? Progress { get; init; }

    /// <summary>Throws for a value outside its range, naming the property.</summary>
    internal void Validate()
    {
        Positive(nameof(Memory), Memory);
        Positive(nameof(MaxEvaluations), MaxEvaluations);
        Positive(nameof(MaxLineSearch), MaxLineSearch);
        if (MaxIterations < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxIterations), MaxIterations, $"lbfgs: MaxIterations is {MaxIterations}; expected 0 or more");
        }

        NotNegative(nameof(GradientTolerance), GradientTolerance);
        NotNegative(nameof(ValueTolerance), ValueTolerance);
        NotNegative(nameof(LeastMagnitude), LeastMagnitude);
    }

    /// <summary>Throws unless there is an inverse curvature for each variable, or none at all.</summary>
    internal void Validate(int variables)
    {
        Validate();
        PositiveEach(nameof(InverseCurvature), InverseCurvature, variables);
    }

    private static void PositiveEach(string name, double[]? values, int count)
    {
        if (values is not null && (values.Length != count || !Array.TrueForAll(values, v => v > 0 && double.IsFinite(v))))
        {
            throw new ArgumentOutOfRangeException(name, $"lbfgs: {name} has {values.Length} elements; expected {count}, each above 0 and finite");
        }
    }

    private static void Positive(string name, int value)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, $"lbfgs: {name} is {value}; expected 1 or more");
        }
    }

    private static void NotNegative(string name, double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"lbfgs: {name} is {value}; expected 0 or more, and finite"));
        }
    }
}

/// <summary>What an iteration reached.</summary>
/// <param name="Iteration">Its number, from 1.</param>
/// <param name="Value">The function's value.</param>
/// <param name="GradientNorm">The largest element of the gradient in size.</param>
/// <param name="Step">The step along the direction of search; 1 is the step of a Newton method.</param>
/// <param name="Evaluations">Evaluations of the function so far.</param>
public readonly record struct LbfgsIteration(int Iteration, double Value, double GradientNorm, double Step, int Evaluations);

/// <summary>Where a minimization ended.</summary>
/// <param name="Reason">Why it ended.</param>
/// <param name="X">The best point.</param>
/// <param name="Value">The function's value there.</param>
/// <param name="Gradient">Its gradient there.</param>
/// <param name="Iterations">Iterations made.</param>
/// <param name="Evaluations">Evaluations of the function.</param>
public sealed record LbfgsResult(StopReason Reason, double[] X, double Value, double[] Gradient, int Iterations, int Evaluations)
{
    /// <summary>Whether a tolerance was reached.</summary>
    public bool Converged => Reason is StopReason.GradientTolerance or StopReason.ValueTolerance;
}
