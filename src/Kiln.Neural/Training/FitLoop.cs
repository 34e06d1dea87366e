using System.Diagnostics;
using Kiln.Data;

namespace Kiln.Neural;

/// <summary>One call of Fit: epochs of steps, validation, history, callbacks. Where it stands is (epoch, batch) and nothing hidden.</summary>
internal sealed partial class FitLoop
{
    private readonly Module _network;
    private readonly FitOptions _options;
    private readonly DataLoader _loader;
    private readonly TrainingStep _step;
    private readonly TrainingContext _context;
    private readonly RunningScores _scores;
    private readonly ProgressClock _clock;

    private History _history = new();
    private int _epoch;
    private int _batch;
    private long _saved;
    private double _epochSecondsBefore;
    private long _epochStart;
    private int _heldOutFrom = -1;
    private bool _wholeFirst;

    internal FitLoop(Module network, Dataset train, FitOptions options)
    {
        options.Validate();
        if (train.Count == 0)
        {
            throw new DatasetException("fit: the training set has no samples");
        }

        if (options.ValidationSplit > 0)
        {
            (train, options) = HoldOut(train, options);
            _heldOutFrom = train.Count;
        }

        if (options.Validation is { Count: 0 })
        {
            throw new ArgumentException("FitOptions.Validation: the dataset has no samples; leave it out for no validation", nameof(options));
        }

        _network = network;
        _options = options;
        _loader = new DataLoader(train, options.BatchSize, options.Shuffle, options.Seed, options.Prefetch, options.DropLastBatch);
        if (_loader.BatchCount == 0)
        {
            throw new ArgumentException(
                $"FitOptions.DropLastBatch: {train.Count} samples do not fill one batch of {options.BatchSize}, so nothing would be left to train on", nameof(options));
        }

        _step = new TrainingStep(network, options.Loss, options.Optimizer, options.Seed, options.GradientClipNorm)
        {
            GradientClipParameterNorm = options.GradientClipParameterNorm,
            GradientClipValue = options.GradientClipValue,
            AccumulationSteps = options.AccumulationSteps,
            ClassWeights = options.ClassWeights,
        };
        _step.Check(train, "fit");
        if (options.Validation is { } validation)
        {
            _step.Check(validation, "FitOptions.Validation");
        }

        if (options.Callbacks.Count > 0)
        {
            _step.GradientsReady = TellGradients;
        }

        _scores = new RunningScores(_step.Wiring, options.Metrics, _step.PartNames);
        _context = new TrainingContext(network, options, () => _history) { Batches = _loader.BatchCount };
        _clock = new ProgressClock((long)options.Epochs * _loader.BatchCount, _loader.BatchCount, options.Validation is not null);
    }

    /// <summary>The last samples for validation: as Keras, ⌊count · (1 − share)⌋ are left for training.</summary>
    private static (Dataset Train, FitOptions Options) HoldOut(Dataset train, FitOptions options)
    {
        int kept = (int)(train.Count * (1 - options.ValidationSplit));
        if (kept == 0 || kept == train.Count)
        {
            throw new ArgumentException(
                $"FitOptions.ValidationSplit: {options.ValidationSplit} of {train.Count} samples leaves {(kept == 0 ? "none for training" : "none for validation")}", nameof(options));
        }

        Dataset validation = train.Subset([.. Enumerable.Range(kept, train.Count - kept)]);
        return (train.Take(kept), options with { Validation = validation, ValidationSplit = 0 });
    }

    internal History Run()
    {
        using CheckpointFolder? folder = _folder = OpenFolder();
        using IDisposable random = RandomScope.Use(RandomKey.FromSeed(_options.Seed).Derive("fit"));
        try
        {
            Restore();
            foreach (string doubt in _step.Doubts)
            {
                _context.Warn(doubt);
            }

            Tell(static (callback, context) => callback.OnTrainBegin(context));
            TrainEpochs();
            Tell(static (callback, context) => callback.OnTrainEnd(context));
        }
        finally
        {
            Tell(static (callback, _) => callback.OnClose());
        }

        if (_context.StopReason is { } reason && _options.Logger is { } logger)
        {
            TrainingLog.Stopped(logger, _history.Epochs, reason);
        }

        RetryFailedCheckpoint();
        return _history;
    }

    private void TrainEpochs()
    {
        while (_epoch < _options.Epochs && _context.StopReason is null)
        {
            if (_options.CancellationToken.IsCancellationRequested)
            {
                Interrupt();
            }

            TrainEpoch();
            EndEpoch();
        }
    }

    private void TrainEpoch()
    {
        _context.Epoch = _epoch + 1;
        _context.Batch = _batch;
        _epochStart = Stopwatch.GetTimestamp();
        _clock.Pause();
        if (_batch == 0)
        {
            _wholeFirst = _history.Epochs == 0;
            Tell(static (callback, context) => callback.OnEpochBegin(context));
        }

        foreach (Batch batch in _loader.Epoch(_epoch, _batch))
        {
            _context.CurrentBatch = batch;
            Tell(static (callback, context) => callback.OnBatchBegin(context));
            Step(batch);
            _batch++;
            _context.Batch = _batch;
            _context.Step = _step.Count;
            if (_batch == _loader.BatchCount)
            {
                _step.Flush();
            }

            _context.WaitsForStep = _step.Pending > 0;
            Tell(static (callback, context) => callback.OnBatchEnd(context));
            _context.CurrentBatch = null;
            ReportTraining(batch.Count);
            if (_step.Pending > 0)
            {
                continue; // Gradients that wait are in no checkpoint.
            }

            if (_options.CheckpointEverySteps is { } every && _step.Count / every > _saved)
            {
                _saved = _step.Count / every;
                TrySave();
            }

            if (_options.CancellationToken.IsCancellationRequested)
            {
                Interrupt();
            }
        }
    }

    private void Step(Batch batch)
    {
        bool guarded = _options.NonFinite != NonFiniteHandling.Ignore;
        if (guarded && NumericGuard.InspectBatch(batch) is { } inData)
        {
            HandleNonFinite(inData, mayGoOn: true, mayStillSave: true);
            return;
        }

        Tensor[] outputs;
        double[] parts;
        double loss;
        string Place(long step) => $"epoch {_epoch + 1}, batch {_batch + 1}, step {step}";
        try
        {
            loss = _step.Run(batch, out outputs, out parts, updateAlways: !guarded);
        }
        catch (ArgumentException e) when (HasPlace(e))
        {
            throw GraphBuilder.Because(Place(_step.Count + 1), e);
        }

        _context.BatchLoss = loss;
        if (guarded && !double.IsFinite(loss))
        {
            NonFiniteFinding inLoss = NumericGuard.ExplainLoss(loss, outputs, batch, _step.Parameters);
            HandleNonFinite(inLoss, mayGoOn: !inLoss.IsLasting, mayStillSave: false);
            return;
        }

        try
        {
            using var mode = Mode.Inference();
            _scores.Add(loss, parts, outputs, batch);
        }
        catch (ArgumentException e) when (HasPlace(e))
        {
            throw GraphBuilder.Because(Place(_step.Count), e);
        }
    }

    /// <summary>What gets told with where in the run it happened: a shape may be wrong in the last batch only.</summary>
    private static bool HasPlace(ArgumentException e) => e is ShapeException or DTypeException or ArgumentOutOfRangeException;

    private void HandleNonFinite(NonFiniteFinding finding, bool mayGoOn, bool mayStillSave)
    {
        if (mayGoOn && _options.NonFinite == NonFiniteHandling.SkipBatch)
        {
            if (_options.Logger is { } logger)
            {
                TrainingLog.BatchSkipped(logger, _epoch + 1, _batch + 1, finding.What);
            }

            return;
        }

        if (mayStillSave)
        {
            TrySave(); // The state before this batch: with the data repaired, the run can go on from here.
        }

        string checkpoint = _context.CheckpointPath is { } path
            ? $" The newest checkpoint is '{path}'."
            : " The network holds the parameters from before this step.";
        throw new NonFiniteException(
            $"epoch {_epoch + 1}, batch {_batch + 1}, step {_step.Count + 1}: {finding.What}. {finding.Advice}{checkpoint}")
        {
            Epoch = _epoch + 1,
            Batch = _batch + 1,
            Step = _step.Count,
            Samples = finding.Samples,
            CheckpointPath = _context.CheckpointPath,
        };
    }

    /// <summary>Weights of classes that the data does not have change nothing, which may not be what was meant.</summary>
    private void WarnOfUnmetClasses()
    {
        if (_wholeFirst && _step.UnmetClasses.Count > 0)
        {
            _context.Warn($"FitOptions.ClassWeights: the training set has no sample of class {string.Join(", ", _step.UnmetClasses.Order())}");
        }

        _wholeFirst = false;
    }

    private void EndEpoch()
    {
        WarnOfUnmetClasses();
        Dictionary<string, double> row = _scores.All();
        if (_options.Validation is { } validation)
        {
            Validate(validation, row);
        }

        row["learning_rate"] = _options.Optimizer.LearningRate;
        row[History.Seconds] = EpochSeconds();
        foreach (Callback callback in _options.Callbacks)
        {
            callback.OnMeasured(_context, row);
        }

        _history.Add(row);
        _scores.Reset();
        Tell(static (callback, context) => callback.OnEpochEnd(context));
        ReportEpoch(row);
        _epoch++;
        _batch = 0;
        _epochSecondsBefore = 0;
        TrySave();
    }

    private void Validate(Dataset validation, Dictionary<string, double> row)
    {
        RunningScores.Saved training = _scores.Save();
        long start = Stopwatch.GetTimestamp();
        _scores.Reset();
        try
        {
            EvaluationPass.Run(
                validation, _options.Loss, _scores, _options.ValidationBatchSize, _options.Prefetch, ReportValidation, _options.CancellationToken);
        }
        catch (OperationCanceledException) when (_options.CancellationToken.IsCancellationRequested)
        {
            _scores.Load(training); // The epoch's steps are done, its validation is not: a resumed run begins with that.
            Interrupt();
        }
        catch (ArgumentException e) when (HasPlace(e))
        {
            string set = _heldOutFrom < 0 ? string.Empty : $" (whose sample 0 is sample {_heldOutFrom} of the data set given)";
            throw GraphBuilder.Because($"epoch {_epoch + 1}, validation{set}", e);
        }

        foreach ((string name, double value) in _scores.All("val_"))
        {
            row[name] = value;
        }

        _clock.NoteValidation(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private double EpochSeconds() => _epochSecondsBefore + (_epochStart == 0 ? 0 : Stopwatch.GetElapsedTime(_epochStart).TotalSeconds);

    private void TellGradients(double loss, Tensor[] outputs)
    {
        _context.BatchLoss = loss;

        // What is made of them takes the loss of one output and one target.
        bool single = _options.Loss is not OutputLosses && _context.CurrentBatch is { OtherTargets.Count: 0 };
        _context.CurrentOutputs = single && outputs is [var only] ? only : null;
        Tell(static (callback, context) => callback.OnGradients(context));
        _context.CurrentOutputs = null;
    }

    private void Tell(Action<Callback, TrainingContext> call)
    {
        foreach (Callback callback in _options.Callbacks)
        {
            call(callback, _context);
        }
    }
}
