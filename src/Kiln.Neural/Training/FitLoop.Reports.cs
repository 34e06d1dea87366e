namespace Kiln.Neural;

/// <summary>What a run tells about itself.</summary>
internal sealed partial class FitLoop
{
    private long _samplesDone;
    private long _stepsDone;

    private void ReportTraining(int samples)
    {
        _samplesDone += samples;
        _stepsDone++;
        bool edge = _batch == 1 || _batch == _loader.BatchCount;
        if (_options.Progress is null || !(_clock.IsDue(_options.ProgressInterval) || edge))
        {
            return;
        }

        _clock.Sample(_samplesDone, _stepsDone);
        Report(TrainingPhase.Training, _batch, _loader.BatchCount, _scores.Loss, _scores.Metrics());
    }

    private void ReportValidation(int batch, int batches)
    {
        if (_options.Progress is not null && (_clock.IsDue(_options.ProgressInterval) || batch == 1 || batch == batches))
        {
            Report(TrainingPhase.Validation, batch, batches, _scores.Loss, _scores.Metrics("val_"));
        }
    }

    private void ReportEpoch(Dictionary<string, double> row)
    {
        if (_options.Logger is { } logger)
        {
            TrainingLog.EpochEnded(logger, _epoch + 1, _options.Epochs, EpochLine.Describe(row));
        }

        if (_options.Progress is not null)
        {
            var metrics = row.Where(c => c.Key is not ("loss" or "learning_rate" or History.Seconds))
                .ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
            Report(TrainingPhase.EpochEnd, _batch, _loader.BatchCount, row["loss"], metrics);
        }
    }

    private void Report(TrainingPhase phase, int batch, int batches, double loss, IReadOnlyDictionary<string, double> metrics) =>
        _options.Progress?.Report(new TrainingProgress(_epoch + 1, _options.Epochs, batch, batches, _step.Count, phase)
        {
            Loss = loss,
            Metrics = metrics,
            SamplesPerSecond = _clock.SamplesPerSecond,
            Elapsed = TimeSpan.FromSeconds(_clock.Seconds),
            EpochTimeLeft = phase == TrainingPhase.Training ? _clock.EpochTimeLeft(batch) : null,
            TimeLeft = _clock.TimeLeft(
                ((long)_epoch * _loader.BatchCount) + _batch, _options.Epochs - _epoch - (phase == TrainingPhase.EpochEnd ? 1 : 0)),
        });
}
