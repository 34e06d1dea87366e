using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Fits a linear classifier by stochastic gradient descent: one problem of two classes, or one of each class against the rest, which threads share out.</summary>
internal static class SgdClassifierFit
{
    public static SgdClassifierModel Fit(
        Estimator estimator, SgdSettings settings, ClassWeights? classWeights, SgdClassifierModel? start, Features x, Target y, double[]? sampleWeights,
        CancellationToken cancellation)
    {
        settings.Check(partial: false);
        var (aligned, layout) = StartModel.Align(estimator.Name, start, x);
        var samples = Inputs.Numbers(estimator.Name, aligned);
        var (classes, codes) = Inputs.Classes(estimator.Name, samples, y);
        Inputs.Weights(estimator.Name, sampleWeights, samples.Rows);
        var own = ClassWeights.Of(classWeights, estimator.Name, classes, codes);
        if (start is not null && !classes.Texts().SequenceEqual(start.Classes.Texts(), StringComparer.Ordinal))
        {
            throw new DatasetException($"{estimator.Name}: the model to start from knows the classes {string.Join(", ", start.Classes.Texts().Take(10))}; "
                + $"these samples are of {string.Join(", ", classes.Texts().Take(10))}");
        }

        var states = start is null
            ? States(settings, classes.Count, samples.Columns, null)
            : [.. Enumerable.Range(0, LinearRule.OutputsOf(classes.Count)).Select(k => start.Learned.Begin(k, settings.Average > 0))];
        Run(settings, samples, codes, own, sampleWeights, states, 1, cancellation);
        var epochs = states.Max(state => state.Epochs);
        return Model(estimator, layout, classes, settings, states, 1 + ((double)epochs * samples.Rows), epochs, SgdWarnings.Of(settings, epochs));
    }

    public static SgdClassifierModel Partial(
        Estimator estimator, SgdSettings settings, ClassWeights? classWeights, SgdClassifierModel? model, Features x, Target y, Target? classes, double[]? sampleWeights)
    {
        settings = settings with { MaxEpochs = 1 };
        settings.Check(partial: true);
        if (classWeights?.IsBalanced == true)
        {
            throw new ArgumentException($"{estimator.Name}: class_weight=balanced needs all samples at once; for a partial fit give each class a weight", nameof(classWeights));
        }

        var (aligned, layout) = StartModel.Align(estimator.Name, model, x);
        var samples = Inputs.Numbers(estimator.Name, aligned);
        Inputs.Same(estimator.Name, samples, y);
        Inputs.Weights(estimator.Name, sampleWeights, samples.Rows, anyAbove: false);
        var all = Known(estimator.Name, model, samples, y, classes);
        var codes = y.CodesAmong(all);
        var unknown = Array.IndexOf(codes, -1);
        if (unknown >= 0)
        {
            throw new DatasetException(estimator.Name, unknown, "the label", $"is '{y.TextAt(unknown)}', which is none of {string.Join(", ", all.Texts().Take(10))}; give all classes with the first part");
        }

        var states = States(settings, all.Count, samples.Columns, model);
        var step = model?.Steps ?? 1;
        Run(settings, samples, codes, ClassWeights.Of(classWeights, estimator.Name, all, codes), sampleWeights, states, step, default);
        return Model(estimator, layout, all, settings, states, step + samples.Rows, 1, []);
    }

    private static Target Known(string owner, SgdClassifierModel? model, Features x, Target y, Target? classes)
    {
        if (model is not null)
        {
            return classes is null || classes.Distinct(out _).Texts().SequenceEqual(model.Classes.Texts(), StringComparer.Ordinal)
                ? model.Classes
                : throw new DatasetException($"{owner}: the classes are not those of the first part: {string.Join(", ", model.Classes.Texts().Take(10))}");
        }

        if (classes is null)
        {
            return Inputs.Classes(owner, x, y).Classes;
        }

        var distinct = classes.Distinct(out _);
        return distinct.Count >= 2 ? distinct : throw new DatasetException($"{owner}: one class was given, '{distinct.TextAt(0)}'; at least 2 are needed");
    }

    private static SgdState[] States(SgdSettings settings, int classes, int columns, SgdClassifierModel? model)
    {
        var states = new SgdState[LinearRule.OutputsOf(classes)];
        for (var k = 0; k < states.Length; k++)
        {
            states[k] = model?.StateOf(k, settings.Average > 0) ?? new SgdState(columns, settings.Average > 0);
        }

        return states;
    }

    private static void Run(
        SgdSettings settings, Features x, int[] codes, double[] classWeights, double[]? sampleWeights, SgdState[] states, double step, CancellationToken cancellation) =>
        SampleView.With(x, view =>
        {
            if (states.Length == 1)
            {
                // NumPy's first number seeds a stream that scikit-learn draws for its data set and does not use; the second one seeds the order.
                var random = new RandomState(settings.Seed);
                random.RandInt(1, XorShift.LargestSeed);
                Output(settings, x, view, codes, 1, classWeights[0], classWeights[1], sampleWeights, Held(settings, codes, sampleWeights), (uint)random.RandInt(XorShift.LargestSeed), states[0], step, cancellation);
                return true;
            }

            var seeds = new RandomState(settings.Seed).RandInt(0, XorShift.LargestSeed, states.Length);
            var held = Held(settings, codes, sampleWeights);
            WorkerTeam.Run(states.Length, new OutputTile(k =>
            {
                var random = new RandomState((uint)seeds[k]);
                random.RandInt(1, XorShift.LargestSeed);
                Output(settings, x, view, codes, k, 1, classWeights[k], sampleWeights, held, (uint)random.RandInt(XorShift.LargestSeed), states[k], step, cancellation);
            }));
            return true;
        });

    private static void Output(
        SgdSettings settings, Features x, SampleView view, int[] codes, int positive, double negativeWeight, double positiveWeight, double[]? sampleWeights,
        bool[]? held, uint orderSeed, SgdState state, double step, CancellationToken cancellation)
    {
        var targets = new double[codes.Length];
        var weights = sampleWeights is null && negativeWeight == 1 && positiveWeight == 1 ? null : new double[codes.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            targets[i] = codes[i] == positive ? 1 : -1;
            if (weights is not null)
            {
                weights[i] = (codes[i] == positive ? positiveWeight : negativeWeight) * (sampleWeights?[i] ?? 1);
            }
        }

        var score = held is null ? null : SgdValidation.Accuracy(view, targets, sampleWeights, held);
        SgdRunner.Run(settings, new SgdProblem(x, view, targets, weights, held, orderSeed, step), state, score, cancellation);
    }

    private static bool[]? Held(SgdSettings settings, int[] codes, double[]? sampleWeights) => settings.EarlyStopping
        ? SgdValidation.Hold(settings, codes.Length, codes, sampleWeights)
        : null;

    private static SgdClassifierModel Model(
        Estimator estimator, FeatureLayout layout, Target classes, SgdSettings settings, SgdState[] states, double steps, int epochs, string[] warnings)
    {
        var learned = new SgdLearned(states, settings.Average, steps, epochs);
        return settings.Loss is SgdLoss.LogLoss or SgdLoss.ModifiedHuber && estimator is SgdClassifier
            ? new SgdProbabilityModel(estimator, layout, classes, learned, settings.Loss == SgdLoss.ModifiedHuber) { Warnings = warnings }
            : new SgdClassifierModel(estimator, layout, classes, learned) { Warnings = warnings };
    }

    private readonly struct OutputTile(Action<int> run) : ITileBody
    {
        public void Invoke(int tile) => run(tile);
    }
}
