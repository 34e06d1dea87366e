namespace Kiln.Estimators;

/// <summary>Runs stochastic gradient descent with the loss that was asked for.</summary>
internal static class SgdRunner
{
    private const double SparseInterceptDecay = 0.01;

    public static void Run(SgdSettings settings, SgdProblem problem, SgdState state, Func<SgdState, double>? score, CancellationToken cancellation)
    {
        switch (settings.Loss)
        {
            case SgdLoss.Hinge: Run(new HingeSlope(1), settings, problem, state, score, cancellation); break;
            case SgdLoss.Perceptron: Run(new HingeSlope(0), settings, problem, state, score, cancellation); break;
            case SgdLoss.LogLoss: Run(default(LogSlope), settings, problem, state, score, cancellation); break;
            case SgdLoss.ModifiedHuber: Run(default(ModifiedHuberSlope), settings, problem, state, score, cancellation); break;
            case SgdLoss.SquaredHinge: Run(default(SquaredHingeSlope), settings, problem, state, score, cancellation); break;
            case SgdLoss.SquaredError: Run(default(SquaredSlope), settings, problem, state, score, cancellation); break;
            case SgdLoss.Huber: Run(new HuberSlope(settings.Epsilon), settings, problem, state, score, cancellation); break;
            case SgdLoss.EpsilonInsensitive: Run(new EpsilonSlope(settings.Epsilon), settings, problem, state, score, cancellation); break;
            default: Run(new SquaredEpsilonSlope(settings.Epsilon), settings, problem, state, score, cancellation); break;
        }
    }

    private static void Run<TLoss>(
        TLoss loss, SgdSettings settings, SgdProblem problem, SgdState state, Func<SgdState, double>? score, CancellationToken cancellation)
        where TLoss : struct, ISgdLoss
    {
        var decay = problem.Samples.IsSparse ? SparseInterceptDecay : 1;
        var epochs = new SgdEpochs(settings, problem);
        if (settings.BatchSize == 1)
        {
            new PlainSgd<TLoss>(loss, settings, problem, state, decay).Run(epochs, score, cancellation);
        }
        else
        {
            new BatchSgd<TLoss>(loss, settings, problem, state, decay).Run(epochs, score, cancellation);
        }
    }

    /// <summary>The t₀ of the optimal schedule: the first step is about the size that coefficients have in the end.</summary>
    public static double OptimalStart<TLoss>(TLoss loss, double alpha)
        where TLoss : struct, ISgdLoss
    {
        var typical = Math.Sqrt(1 / Math.Sqrt(alpha));
        var ignored = LossSum.Zero;
        return Math.Max(1, loss.Slope(-typical, 1, ref ignored)) / (typical * alpha);
    }
}
