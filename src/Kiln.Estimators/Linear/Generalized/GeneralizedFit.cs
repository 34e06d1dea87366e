using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>The fit that all generalized linear models share.</summary>
internal sealed record GeneralizedFit(string Name, double Alpha, bool FitIntercept, GeneralizedSolver Solver, int MaxIterations, double Tolerance)
{
    public static readonly (string Word, GeneralizedSolver Value)[] SolverWords = [("lbfgs", GeneralizedSolver.Lbfgs), ("newton-cholesky", GeneralizedSolver.NewtonCholesky)];

    // The gradient by features of deviation 1, relative to the value: its square is how far the value is above the minimum.
    private const double AtRounding = 1e-6;

    // Newton steps after a quasi-Newton method that rounding stopped, and for how many features second derivatives are cheap beside it.
    private const int Polish = 8, MostPolished = 1_000;

    // Quasi-Newton steps before Newton steps that cost little: they come near the minimum, where those are few.
    private const int Approach = 20;

    // As in QuasiNewton: longer memories cost what only long vectors feel.
    private const int FewVariables = 10_000;

    /// <summary>Ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is out of its range; the message names it.</exception>
    public void Check()
    {
        Require.NotNegative(Name, "alpha", Alpha);
        Require.AtLeast(Name, "max_iter", MaxIterations, 1);
        Require.Positive(Name, "tol", Tolerance);
    }

    public GeneralizedLinearModel Run(Regressor estimator, GeneralizedLoss loss, Features x, Target y, double[]? weights, LinearRegressionModel? start, CancellationToken cancellation)
    {
        estimator.CheckParameters();
        var (aligned, layout) = StartModel.Align(Name, start, x);
        var samples = Inputs.Unchecked(Name, aligned);
        var targets = Inputs.Values(Name, samples, y).ToArray();
        Inputs.Weights(Name, weights, samples.Rows);
        Check(loss, targets, y.Outputs);
        var problem = new GeneralizedProblem(samples, targets, weights, loss, Alpha, FitIntercept);
        if (!problem.Scaling.IsFinite)
        {
            Inputs.CheckFinite(Name, samples, allowMissing: false);
        }

        Overflow.CheckSquares(Name, samples);
        var far = FitIntercept && samples.Sparse is null ? FarColumns.Of(problem.Scaling.Means, problem.Scaling.Deviations) : null;
        if (far is not null)
        {
            problem = new(Features.Dense(SampleView.With(samples, view => FarColumns.Moved(view, far)), samples.Rows, samples.Columns), targets, weights, loss, Alpha, FitIntercept);
        }

        CheckMean(loss, problem.MeanTarget);
        var (w, b) = (new double[samples.Columns], FitIntercept ? loss.Link(problem.MeanTarget) : 0);
        if (start is not null)
        {
            start.Weights.CopyTo(w);
            b = FitIntercept ? start.Intercept.ToArray<double>()[0] + Offset(far, w) : 0;
        }

        var space = Alpha > 0 ? problem.RowSpace() : null;
        if (space is not null)
        {
            problem = new(Features.Dense(space.Samples, samples.Rows, samples.Rows), targets, weights, loss, Alpha, FitIntercept);
            w = space.Into(w, 1);
        }

        var iterations = 0;
        var hasConverged = Solver == GeneralizedSolver.NewtonCholesky && Newton(problem, w, ref b, ref iterations, MaxIterations, cancellation)
            && (!IsSmall(problem) || Polished(problem, w, ref b, ref iterations, cancellation) || iterations == MaxIterations);
        if (!hasConverged && iterations < MaxIterations)
        {
            hasConverged = QuasiNewton(problem, w, ref b, ref iterations, cancellation);
        }

        w = space?.Back(w, 1) ?? w;
        b -= Offset(far, w);
        Overflow.Check(Name, samples, targets, w, [b]);
        return new(estimator, layout, w, [b], loss)
        {
            Iterations = iterations,
            Warnings = hasConverged ? [] : [$"{Name}: it stopped after {Plural.Of(iterations, "iteration")}, before it converged; raise max_iter, raise tol, or scale the features"],
        };
    }

    private void Check(GeneralizedLoss loss, double[] targets, int outputs)
    {
        if (outputs != 1)
        {
            throw new DatasetException($"{Name}: each sample has {outputs} targets; one is expected. Fit one model for each output");
        }

        var bad = Array.FindIndex(targets, y => !loss.Takes(y));
        if (bad >= 0)
        {
            throw new DatasetException(Name, bad, "the target", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"is {targets[bad]}; its distribution is of numbers {loss.Range}")) { Value = targets[bad] };
        }
    }

    private static double Offset(double[]? far, double[] w) => far is null ? 0 : TensorPrimitives.Dot<double>(far, w);

    /// <summary>The intercept begins at the score of the mean.</summary>
    private void CheckMean(GeneralizedLoss loss, double mean)
    {
        if (FitIntercept && !(double.IsFinite(mean) && double.IsFinite(loss.Link(mean))))
        {
            throw new DatasetException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{Name}: the mean of the target is {mean}; {(double.IsFinite(mean) ? "with a logarithmic link it has to be above 0" : "the target is too large to be summed: divide it by its size first")}"));
        }
    }

    private bool QuasiNewton(GeneralizedProblem problem, double[] w, ref double b, ref int iterations, CancellationToken cancellation)
    {
        // The gradient by a coefficient in its own unit is up to this many times larger.
        var tolerance = Tolerance / problem.Scaling.Steepest;
        if (IsSmall(problem))
        {
            Descend(problem, w, ref b, ref iterations, tolerance, Math.Min(Approach, MaxIterations - iterations), cancellation);
            if (Polished(problem, w, ref b, ref iterations, cancellation))
            {
                return true;
            }
        }

        if (iterations == MaxIterations)
        {
            return false;
        }

        var result = Descend(problem, w, ref b, ref iterations, tolerance, MaxIterations - iterations, cancellation);
        if (result.Reason is not (StopReason.ValueTolerance or StopReason.LineSearchFailed))
        {
            return result.Converged;
        }

        // Rounding hides any further decrease, or the valley is too flat for its bottom to be felt: the second derivatives tell. Where they say no more, that is as good as the tolerance
        // unless the gradient is far from 0; of few samples they have said that this is no minimum.
        return (w.Length <= MostPolished && Newton(problem, w, ref b, ref iterations, Math.Min(MaxIterations, iterations + Polish), cancellation))
            || (IsSmall(problem) ? Polished(problem, w, ref b, ref iterations, cancellation)
                : Math.Abs(TensorPrimitives.MaxMagnitude<double>(result.Gradient)) <= AtRounding * Math.Max(1, Math.Abs(result.Value)));
    }

    private LbfgsResult Descend(GeneralizedProblem problem, double[] w, ref double b, ref int iterations, double tolerance, int most, CancellationToken cancellation)
    {
        var variables = new double[w.Length + (FitIntercept ? 1 : 0)];
        problem.Scaling.ToScaled(w, b, FitIntercept, variables);
        var result = Lbfgs.Minimize(
            (point, gradient) =>
            {
                cancellation.ThrowIfCancellationRequested();
                return problem.Objective(point, gradient);
            },
            variables,
            new LbfgsOptions
            {
                GradientTolerance = tolerance,
                ValueTolerance = 64 * Float64.Epsilon,
                MaxIterations = most,
                MaxLineSearch = 50,
                Memory = variables.Length <= FewVariables ? 30 : 10,
            },
            cancellation);
        b = problem.Scaling.ToOriginal(result.X, FitIntercept, w);
        iterations += result.Iterations;
        return result;
    }

    private bool IsSmall(GeneralizedProblem problem) => NewtonPolish.Pays(problem.Rows, problem.Columns + (FitIntercept ? 1 : 0));

    /// <summary>To within a share of the deviance and the penalty, and the tolerance of the gradient in the features' own units; false where Newton steps do not come there.</summary>
    private bool Polished(GeneralizedProblem problem, double[] w, ref double b, ref int iterations, CancellationToken cancellation)
    {
        double[] point = FitIntercept ? [.. w, b] : [.. w], scaled = new double[point.Length];
        var polished = new PolishedProblem(
            (at, gradient) => Evaluate(problem, at, scaled, gradient),
            (at, hessian) => problem.SecondDerivatives(at[..w.Length], FitIntercept ? at[^1] : 0).CopyTo(hessian, 0),
            problem.LeastLoss,
            null);
        var (steps, isAtMinimum) = NewtonPolish.Run(polished, point, Tolerance, MaxIterations - iterations, cancellation);
        if (steps > 0)
        {
            point.AsSpan(0, w.Length).CopyTo(w);
            b = FitIntercept ? point[^1] : 0;
            iterations += steps;
        }

        return isAtMinimum;
    }

    /// <summary>Newton's method with step halving; false where the matrix is singular or no step helps, with the best point so far.</summary>
    private bool Newton(GeneralizedProblem problem, double[] w, ref double b, ref int iterations, int most, CancellationToken cancellation)
    {
        var size = w.Length + (FitIntercept ? 1 : 0);
        var (point, trial, gradient, scaled) = (new double[size], new double[size], new double[size], new double[size]);
        w.CopyTo(point, 0);
        if (FitIntercept)
        {
            point[^1] = b;
        }

        var value = Evaluate(problem, point, scaled, gradient);
        while (iterations < most)
        {
            cancellation.ThrowIfCancellationRequested();
            iterations++;
            var step = Step(problem, point, gradient);
            var slope = step is null ? 0 : TensorPrimitives.Dot<double>(gradient, step);
            if (step is null || !(slope <= 0))
            {
                return false;
            }

            var (before, length, isLower) = (value, 1.0, false);
            for (var halving = 0; halving <= 20 && !isLower; halving++, length *= 0.5)
            {
                TensorPrimitives.MultiplyAdd(step, length, point, trial);
                value = Evaluate(problem, trial, scaled, gradient);

                // A decrease that rounding hides is one too.
                isLower = value - before <= length * slope / 2048 || Math.Abs(value - before) <= 16 * Float64.Epsilon * Math.Abs(before);
            }

            if (!isLower)
            {
                return false;
            }

            trial.CopyTo(point, 0);
            point.AsSpan(0, w.Length).CopyTo(w);
            b = FitIntercept ? point[^1] : 0;
            if (Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) <= Tolerance && -0.5 * slope <= Tolerance)
            {
                return true;
            }
        }

        return false;
    }

    private double[]? Step(GeneralizedProblem problem, double[] point, double[] gradient)
    {
        var (n, size) = (problem.Columns, point.Length);
        var hessian = problem.SecondDerivatives(point[..n], FitIntercept ? point[^1] : 0);
        var step = new double[size];
        TensorPrimitives.Negate(gradient, step);
        try
        {
            Cholesky.Factor<double>(size, hessian, size);
            Cholesky.Solve<double>(size, 1, hessian, size, step, 1);
            return step;
        }
        catch (LinearAlgebraException)
        {
            return null;
        }
    }

    /// <summary>The objective and its gradient in the features' own units.</summary>
    private double Evaluate(GeneralizedProblem problem, ReadOnlySpan<double> point, double[] scaled, Span<double> gradient)
    {
        var n = problem.Columns;
        problem.Scaling.ToScaled(point[..n], FitIntercept ? point[^1] : 0, FitIntercept, scaled);
        var value = problem.Objective(scaled, gradient);
        problem.Scaling.GradientToOriginal(gradient, n, FitIntercept);
        return value;
    }
}
