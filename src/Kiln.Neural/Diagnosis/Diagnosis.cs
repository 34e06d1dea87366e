namespace Kiln.Neural;

/// <summary>
/// Watches a fit, and says in plain words what is wrong with it and what usually helps: vanishing or exploding gradients, dead or saturated units, bad
/// initialization, a learning rate too high or too low, overfitting, underfitting. It says nothing about a healthy run.
/// </summary>
/// <remarks>
/// <para>
/// Gradients, weights and updates are seen of every parameter with two axes or more; outputs of layers that stand in a container of this library.
/// A module of one's own is seen as a whole, by the container it stands in; what happens inside shows in its parameters alone.
/// </para>
/// <para>
/// It changes nothing in a run: no bit of a parameter depends on it. When a run resumes from a checkpoint, what was measured before is not
/// known any more: the initialization is not judged, and everything else from what comes.
/// </para>
/// </remarks>
/// <example><code>
/// var diagnosis = new Diagnosis { ReportPath = "diagnosis.html" };
/// network.Fit(train, new FitOptions { Loss = new SoftmaxCrossEntropy(), Callbacks = [diagnosis] });
/// foreach (Finding finding in diagnosis.Findings) { Console.WriteLine(finding); }
/// </code></example>
public sealed class Diagnosis : Callback
{
    private readonly List<Finding> _findings = [];
    private RunRecord? _run;
    private TrainingContext? _context;
    private OutputObserver? _observer;
    private StepSample? _sample;

    /// <summary>Every how many updates layers are measured, besides the first three; at least 1, 10 by default. The loss is taken every time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int EverySteps
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(EverySteps), $"Diagnosis.EverySteps: expected at least 1, got {value}");
    }

    = 10;

    /// <summary>Where the report is written when the fit ends, however it ends: one self-contained HTML file. Null (by default) for none.</summary>
    public string? ReportPath { get; init; }

    /// <summary>What is wrong, in the order in which it was found; each kind once. Each is also a warning in the run's log. A new fit begins anew.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>The report as an HTML document.</summary>
    /// <exception cref="InvalidOperationException">No fit has begun.</exception>
    public string ToHtml() => DiagnosisReport.Compose(Run(), _findings).ToHtml();

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _findings.Clear();
        _context = context;
        _sample = null;
        _run = new RunRecord(new WeightWatch(context.Network), fromStart: context.Step == 0);
    }

    /// <inheritdoc/>
    public override void OnBatchBegin(TrainingContext context)
    {
        long update = Run().Step + 1;
        if (_sample is null && (update <= 3 || update % EverySteps == 0))
        {
            var sample = _sample = new StepSample(update, context.Epoch);
            _observer = OutputObserver.Open((module, input, output) => Observe(sample, module, input, output));
        }
    }

    /// <inheritdoc/>
    public override void OnGradients(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        StopObserving();
        if (_sample is not { } sample || Run() is not { } run)
        {
            return;
        }

        sample.Weights = run.Weights.BeforeUpdate();
        if (run.WantsConstantLoss && context is { CurrentBatch: { } batch, CurrentOutputs: { } outputs })
        {
            run.AddConstantLoss(ConstantAnswer.Losses(context.Options.Loss, outputs, batch.Targets));
        }
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        StopObserving();
        RunRecord run = Run();
        if (context.WaitsForStep)
        {
            return;
        }

        run.Losses.Add(context.BatchLoss);
        run.Step++;
        run.Epoch = context.Epoch;
        if (_sample is { } sample)
        {
            _sample = null;
            if (sample.Weights.Length > 0)
            {
                run.Weights.AfterUpdate(sample.Weights);
                run.Add(sample);
                JudgeStep(run, context);
            }
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        RunRecord run = Run();
        Consider(FindingKind.Overfitting, () => FitRules.Overfitting(run, context.History));
        Consider(FindingKind.LearningRateTooLow, () => LearningRateRules.TooLow(run, context.Optimizer.LearningRate));
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        RunRecord run = Run();
        Consider(FindingKind.Underfitting, () => FitRules.Underfitting(run, context.History));
    }

    /// <inheritdoc/>
    public override void OnClose()
    {
        StopObserving();
        if (_run is not { } run || _context is not { } context)
        {
            return; // Another callback threw before this one began.
        }

        if (!double.IsFinite(context.BatchLoss) && !run.Losses.HasNonFinite)
        {
            run.Losses.Add(context.BatchLoss); // The fit throws: no batch end came.
            JudgeStep(run, context);
        }

        _context = null;
        if (ReportPath is { } path)
        {
            try
            {
                if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                {
                    Directory.CreateDirectory(folder);
                }

                DiagnosisReport.Compose(run, _findings).Write(path);
            }
            catch (Exception e) when (e is FileWriteException or IOException or UnauthorizedAccessException)
            {
                context.Warn($"{e.Message}; the diagnosis was not written");
            }
        }
    }

    private static void Observe(StepSample sample, Module module, Tensor input, Tensor output)
    {
        // Containers report their children themselves; a layer that runs several times is looked at once.
        if (module is not (Sequential or Graph) && sample.Layer(module) is null && LayerActivity.Of(module, module.Path, input, output) is { } activity)
        {
            sample.Layers.Add(activity);
        }
    }

    private void JudgeStep(RunRecord run, TrainingContext context)
    {
        if (run.Samples.Count == 0)
        {
            return;
        }

        Consider(FindingKind.BadInitialization, () => InitializationRule.Judge(run));
        Consider(FindingKind.ExplodingGradients, () => GradientRules.Exploding(run));
        Consider(FindingKind.DeadUnits, () => UnitRules.Dead(run));
        Consider(FindingKind.SaturatedUnits, () => UnitRules.Saturated(run));
        bool lostUnits = _findings.Exists(f => f.Kind is FindingKind.DeadUnits or FindingKind.SaturatedUnits);
        Consider(FindingKind.LearningRateTooHigh, () => LearningRateRules.TooHigh(run, context.Optimizer.LearningRate, lostUnits));
        Consider(FindingKind.VanishingGradients, () => GradientRules.Vanishing(run));
    }

    private void Consider(FindingKind kind, Func<Finding?> judge)
    {
        bool isConsequence = kind != FindingKind.Overfitting
            && _findings.Exists(f => f.Kind != FindingKind.Overfitting && Finding.Rank(f.Kind) < Finding.Rank(kind));
        if (isConsequence || _findings.Exists(f => f.Kind == kind) || judge() is not { } finding)
        {
            return;
        }

        _findings.Add(finding);
        _context?.Warn(finding.ToString());
    }

    private void StopObserving()
    {
        _observer?.Dispose();
        _observer = null;
    }

    private RunRecord Run() => _run ?? throw new InvalidOperationException("diagnosis: no fit has begun; put it into FitOptions.Callbacks");
}
