using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kiln.Neural;

/// <summary>Saving where the run stands, and going on from there.</summary>
internal sealed partial class FitLoop
{
    private CheckpointFolder? _folder;
    private CheckpointException? _failure;
    private (int Epoch, int Batch, long Step)? _savedAt;

    private CheckpointFolder? OpenFolder()
    {
        if (_options.CheckpointFolder is not { } path)
        {
            return null;
        }

        CheckpointFolder folder = CheckpointFolder.Open(path);
        try
        {
            if (!_options.Resume && CheckpointFolder.List(folder.Path) is [var newest, ..])
            {
                throw CheckpointException.At(
                    folder.Path,
                    $"FitOptions.CheckpointFolder: '{path}' holds checkpoints of an earlier run, the newest '{System.IO.Path.GetFileName(newest)}'. "
                    + "Set FitOptions.Resume to go on from there, or name another folder, or delete them.");
            }

            CheckSpace(folder.Path);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Better an error now than after an hour of training.</summary>
    private void CheckSpace(string path)
    {
        long needed = _step.Parameters.Sum(p => (long)p.Value.Shape.ElementCount * p.Value.Value.DType.SizeInBytes());
        long free;
        try
        {
            free = new DriveInfo(path).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return; // A system that does not tell.
        }

        if (free < needed)
        {
            throw CheckpointException.At(
                path,
                $"FitOptions.CheckpointFolder: '{path}' is on a disk with {free / 1e6:F1} MB left; one checkpoint takes at least {needed / 1e6:F1} MB. "
                + "Free some space or name a folder on another disk.");
        }
    }

    private void Restore()
    {
        if (_folder is null || !_options.Resume)
        {
            return;
        }

        if (_folder.ReadNewest(_context.Warn) is not var (snapshot, path))
        {
            return;
        }

        RestoreChecks.Settings(path, snapshot.Settings, Settings());
        RestoreChecks.Parameters(path, snapshot.Parameters, _step.Parameters);
        if (snapshot.Batch > _loader.BatchCount)
        {
            throw CheckpointException.At(path, $"the checkpoint '{path}' stands at batch {snapshot.Batch} of an epoch of {_loader.BatchCount}");
        }

        try
        {
            _options.Optimizer.LoadState(snapshot.Optimizer);
            _scores.Load(new RunningScores.Saved(snapshot.LossSum, snapshot.LossCount, snapshot.Metrics));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw CheckpointException.At(path, $"the checkpoint '{path}' does not fit the options: {e.Message}", e);
        }

        foreach ((string name, Parameter parameter) in _step.Parameters)
        {
            parameter.Assign(snapshot.Parameters[name]);
        }

        _step.Count = snapshot.Step;
        _saved = _options.CheckpointEverySteps is { } every ? snapshot.Step / every : 0;
        _history = snapshot.History;
        (_epoch, _batch, _epochSecondsBefore) = (snapshot.Epoch, snapshot.Batch, snapshot.EpochSeconds);
        RandomScope.Restore(snapshot.Random);
        _context.Resume(snapshot.StopReason);
        (_context.Epoch, _context.Batch, _context.Step) = (Math.Min(_epoch + 1, _options.Epochs), _batch, _step.Count);
        _context.CheckpointPath = path;
        _savedAt = (_epoch, _batch, _step.Count);
        foreach (Callback callback in _options.Callbacks)
        {
            callback.LoadState(snapshot.Callbacks.GetValueOrDefault(callback.Name) ?? new SavedState());
        }

        if (_options.Logger is { } logger)
        {
            TrainingLog.Resumed(logger, path, _epoch, _batch);
        }
    }

    private Snapshot Capture() => new()
    {
        Epoch = _epoch,
        Batch = _batch,
        Step = _step.Count,
        Settings = Settings(),
        LossSum = _scores.LossSum,
        LossCount = _scores.LossCount,
        EpochSeconds = _batch == 0 ? 0 : EpochSeconds(),
        Metrics = _scores.SaveMetrics(),
        History = _history,
        Callbacks = _options.Callbacks.ToDictionary(
            c => c.Name,
            c =>
            {
                var state = new SavedState();
                c.SaveState(state);
                return state;
            },
            StringComparer.Ordinal),
        Random = RandomScope.Capture(),
        StopReason = _context.StopReason,
        Parameters = _step.Parameters.ToDictionary(p => p.Key, p => p.Value.Value, StringComparer.Ordinal),
        Optimizer = _options.Optimizer.SaveState(),
    };

    /// <summary>What a run cannot change when it resumes without becoming another run.</summary>
    private Dictionary<string, string> Settings() => new(StringComparer.Ordinal)
    {
        ["FitOptions.Loss"] = _options.Loss.Name,
        ["FitOptions.Optimizer"] = _options.Optimizer.GetType().Name,
        ["FitOptions.Metrics"] = string.Join(' ', _options.Metrics.Select(m => m.Name)),
        ["FitOptions.BatchSize"] = _options.BatchSize.ToString(CultureInfo.InvariantCulture),
        ["FitOptions.Seed"] = _options.Seed.ToString(CultureInfo.InvariantCulture),
        ["FitOptions.Shuffle"] = _options.Shuffle ? "true" : "false",
        ["FitOptions.DropLastBatch"] = _options.DropLastBatch ? "true" : "false",
        ["FitOptions.GradientClipNorm"] = _options.GradientClipNorm?.ToString("R", CultureInfo.InvariantCulture) ?? "null",
        ["the number of training samples"] = _loader.Dataset.Count.ToString(CultureInfo.InvariantCulture),
        ["the shape of a training sample"] = _loader.Dataset.InputShape.ToString(),
    };

    /// <summary>
    /// Saves a checkpoint unless this very state is saved. A failure does not stop the run, whose result is worth more than its
    /// checkpoint: it is logged, tried again with the next one, and thrown at the end if it lasts.
    /// </summary>
    private void TrySave()
    {
        if (_folder is null || _savedAt == (_epoch, _batch, _step.Count))
        {
            return;
        }

        if (_options.NonFinite != NonFiniteHandling.Ignore && SpoiltParameter() is { } spoilt)
        {
            // A checkpoint of NaN would only push a good one out.
            HandleNonFinite(spoilt, mayGoOn: false, mayStillSave: false);
        }

        try
        {
            _context.CheckpointPath = _folder.Write(Capture());
            _savedAt = (_epoch, _batch, _step.Count);
            _failure = null;
        }
        catch (CheckpointException e)
        {
            _failure = e;
            _context.Warn($"{e.Message}; training goes on");
            return;
        }

        Tell(static (callback, context) => callback.OnCheckpoint(context));
        _folder.Prune(_options.CheckpointsKept);
    }

    private NonFiniteFinding? SpoiltParameter()
    {
        string[] spoilt = [.. _step.Parameters.Where(p => !NumericGuard.IsFinite(p.Value.Value)).Select(p => p.Key)];
        return spoilt.Length == 0 ? null : NumericGuard.SpoiltParameters("a step made values NaN or infinite", spoilt, []);
    }

    private void RetryFailedCheckpoint()
    {
        if (_failure is null)
        {
            return;
        }

        TrySave();
        if (_failure is { } failure)
        {
            throw new CheckpointException(
                $"training ended well, and the network in memory holds the result, but its last checkpoint is missing: {failure.Message}. "
                + "Catch this exception to go on with the network (its History property has what was measured), and save the network elsewhere.",
                failure)
            {
                Path = failure.Path,
                History = _history,
            };
        }
    }

    [DoesNotReturn]
    private void Interrupt()
    {
        TrySave();
        string where = $"training was interrupted in epoch {_epoch + 1} of {_options.Epochs} after {_batch} of {_loader.BatchCount} batches";
        string how = (_folder, _failure) switch
        {
            (null, _) => "no FitOptions.CheckpointFolder is set, so it cannot be resumed; the network holds the parameters reached",
            (_, null) => $"resume from '{_context.CheckpointPath}' with FitOptions.Resume = true",
            _ => $"its state could not be saved: {_failure.Message}",
        };
        throw new TrainingInterruptedException($"{where}; {how}", _history, _failure, _options.CancellationToken)
        {
            CheckpointPath = _context.CheckpointPath,
            Epoch = _epoch + 1,
            Batch = _batch,
            Step = _step.Count,
        };
    }
}
