using System.Diagnostics;

namespace Kiln.Neural;

/// <summary>Throughput and time left. Times never influence a result.</summary>
internal sealed class ProgressClock(long totalSteps, long stepsPerEpoch, bool validates)
{
    private const double Window = 1.0;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Queue<(double Time, long Samples, long Steps)> _recent = new();
    private double _lastReport = double.NegativeInfinity;
    private double _validationSeconds;
    private double _stepSeconds;
    private double _samplesPerSecond;

    internal double Seconds => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    internal double SamplesPerSecond => _samplesPerSecond;

    /// <summary>Whether the interval since the last report has passed; if so, a new one begins.</summary>
    internal bool IsDue(TimeSpan interval)
    {
        double now = Seconds;
        if (now - _lastReport < interval.TotalSeconds)
        {
            return false;
        }

        _lastReport = now;
        return true;
    }

    /// <summary>Notes how many samples and steps this call of Fit has done.</summary>
    internal void Sample(long samples, long steps)
    {
        double now = Seconds;
        _recent.Enqueue((now, samples, steps));
        while (_recent.Count > 2 && now - _recent.Peek().Time > Window)
        {
            _recent.Dequeue();
        }

        (double time, long samplesThen, long stepsThen) = _recent.Peek();
        if (now > time && steps > stepsThen)
        {
            _samplesPerSecond = (samples - samplesThen) / (now - time);
            _stepSeconds = (now - time) / (steps - stepsThen);
        }
    }

    /// <summary>Time that was not training must not count as slow training.</summary>
    internal void Pause() => _recent.Clear();

    internal void NoteValidation(double seconds) => _validationSeconds = seconds;

    internal TimeSpan? EpochTimeLeft(int batch) => _stepSeconds == 0 ? null : TimeSpan.FromSeconds((stepsPerEpoch - batch) * _stepSeconds);

    internal TimeSpan? TimeLeft(long step, int epochsLeft) => _stepSeconds == 0
        ? null
        : TimeSpan.FromSeconds((Math.Max(0, totalSteps - step) * _stepSeconds) + (validates ? epochsLeft * _validationSeconds : 0));
}
