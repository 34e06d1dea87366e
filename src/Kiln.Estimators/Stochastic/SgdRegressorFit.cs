namespace Kiln.Estimators;

/// <summary>Fits a linear model of numbers by stochastic gradient descent.</summary>
internal static class SgdRegressorFit
{
    public static SgdRegressorModel Fit(
        Estimator estimator, SgdSettings settings, SgdRegressorModel? start, Features x, Target y, double[]? sampleWeights, CancellationToken cancellation)
    {
        settings.Check(partial: false);
        var (aligned, layout) = StartModel.Align(estimator.Name, start, x);
        var samples = Inputs.Numbers(estimator.Name, aligned);
        var state = start?.Learned.Begin(0, settings.Average > 0) ?? new SgdState(samples.Columns, settings.Average > 0);
        Run(settings, samples, y, sampleWeights, state, 1, isPart: false, cancellation);
        var steps = 1 + ((double)state.Epochs * samples.Rows);
        return new(estimator, layout, new SgdLearned([state], settings.Average, steps, state.Epochs)) { Warnings = SgdWarnings.Of(settings, state.Epochs) };
    }

    public static SgdRegressorModel Partial(Estimator estimator, SgdSettings settings, SgdRegressorModel? model, Features x, Target y, double[]? sampleWeights)
    {
        settings = settings with { MaxEpochs = 1 };
        settings.Check(partial: true);
        var (aligned, layout) = StartModel.Align(estimator.Name, model, x);
        var samples = Inputs.Numbers(estimator.Name, aligned);
        var state = model?.State(settings.Average > 0) ?? new SgdState(samples.Columns, settings.Average > 0);
        var step = model?.Steps ?? 1;
        Run(settings, samples, y, sampleWeights, state, step, isPart: true, default);
        return new(estimator, layout, new SgdLearned([state], settings.Average, step + samples.Rows, 1));
    }

    private static void Run(SgdSettings settings, Features x, Target y, double[]? sampleWeights, SgdState state, double step, bool isPart, CancellationToken cancellation)
    {
        var targets = Inputs.Values(settings.Owner, x, y).ToArray();
        Inputs.Weights(settings.Owner, sampleWeights, x.Rows, anyAbove: !isPart);
        if (y.Outputs != 1)
        {
            throw new DatasetException($"{settings.Owner}: each sample has {y.Outputs} targets; one is expected");
        }

        var held = settings.EarlyStopping ? SgdValidation.Hold(settings, x.Rows, null, sampleWeights) : null;
        var seed = (uint)new RandomState(settings.Seed).RandInt(XorShift.LargestSeed);
        SampleView.With(x, view =>
        {
            var score = held is null ? null : SgdValidation.Determination(view, targets, sampleWeights, held);
            SgdRunner.Run(settings, new SgdProblem(x, view, targets, sampleWeights, held, seed, step), state, score, cancellation);
            return true;
        });
    }
}
