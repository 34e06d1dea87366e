using System.Diagnostics;

namespace Kiln.Neural;

/// <summary>
/// Adds to the history, and so to reports, CSV files and TensorBoard, the most memory that each epoch needed, and warns when memory grows from epoch to epoch. The columns
/// are <c>memory_resident_mb</c> (what the process has of the machine's memory for itself), <c>memory_managed_mb</c> (.NET objects, without tensors) and <c>memory_tensors_mb</c>
/// (tensors, in use and for reuse), in units of 2²⁰ bytes.
/// </summary>
/// <remarks>
/// Memory is read at the end of each epoch, and after steps at most every <see cref="Interval"/>. For the warning it is read once more after a full garbage
/// collection, at the end of epochs that are a second apart (<see cref="CheckInterval"/>), which takes some milliseconds: growth of what can still be reached is a leak, growth of
/// what has not been collected yet is none.
/// </remarks>
/// <example><code>
/// Callbacks = [new MemoryWatch(), new CsvLog("history.csv"), new TextReport(Console.Out)]
/// </code></example>
public sealed class MemoryWatch : Callback
{
    internal const string Prefix = "memory_";
    internal const string Resident = Prefix + "resident_mb";
    internal const string Managed = Prefix + "managed_mb";
    internal const string Tensors = Prefix + "tensors_mb";

    private readonly List<string> _warnings = [];
    private MemoryGrowth? _growth;
    private MemoryReading _peak;
    private long _lastSample;
    private long _lastCheck;

    /// <summary>The least time between two readings within an epoch. Default 0.05 seconds; zero reads after every step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public TimeSpan Interval { get; init => field = NotNegative(value, nameof(Interval)); } = TimeSpan.FromSeconds(0.05);

    /// <summary>The least time between two checks for growth. Default 1 second; zero checks after every epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public TimeSpan CheckInterval { get; init => field = NotNegative(value, nameof(CheckInterval)); } = TimeSpan.FromSeconds(1);

    /// <summary>How many checks in a row must find more than the one before until it is called growth. Default 5; at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 2.</exception>
    public int Patience
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(Patience), $"MemoryWatch.Patience: expected at least 2, got {value}");
    }

    = 5;

    /// <summary>How many bytes more each of them must find; less is not worth a word. Default 1 MB (2²⁰); at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public long MinDelta
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MinDelta), $"MemoryWatch.MinDelta: expected at least 1 byte, got {value}");
    }

    = 1 << 20;

    /// <summary>What was warned of in the last fit: which kind of memory grew, by how much, and what usually helps. The fit's logger gets it too.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context)
    {
        _warnings.Clear();
        _growth = new MemoryGrowth(Patience, MinDelta);
        _peak = default;
        _lastSample = _lastCheck = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingContext context)
    {
        if (Stopwatch.GetElapsedTime(_lastSample) >= Interval)
        {
            Sample();
        }
    }

    /// <inheritdoc/>
    public override void OnMeasured(TrainingContext context, IDictionary<string, double> row)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(row);
        Sample();
        row[Resident] = MemoryGrowth.Megabytes(_peak.Resident);
        row[Managed] = MemoryGrowth.Megabytes(_peak.Managed);
        row[Tensors] = MemoryGrowth.Megabytes(_peak.Tensors);
        _peak = default;
        if (Stopwatch.GetElapsedTime(_lastCheck) >= CheckInterval)
        {
            Check(context);
        }
    }

    private void Sample()
    {
        _peak = _peak.Max(MemoryReading.Now());
        _lastSample = Stopwatch.GetTimestamp();
    }

    private void Check(TrainingContext context)
    {
        if (_growth?.Add(MemoryReading.Live()) is { } warning)
        {
            _warnings.Add(warning);
            context.Warn(warning);
        }

        _lastCheck = Stopwatch.GetTimestamp();
    }

    private static TimeSpan NotNegative(TimeSpan value, string property) => value >= TimeSpan.Zero
        ? value
        : throw new ArgumentOutOfRangeException(property, $"MemoryWatch.{property}: expected zero or more, got {value}");
}
