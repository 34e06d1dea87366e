using System.Globalization;

namespace Kiln.Neural;

/// <summary>Tells memory that grows with every epoch from memory that settles.</summary>
/// <param name="patience">How many epochs in a row must have grown.</param>
/// <param name="least">By how many bytes each of them.</param>
internal sealed class MemoryGrowth(int patience, long least)
{
    private readonly Series _tensors = new();
    private readonly Series _managed = new();
    private readonly Series _resident = new();

    /// <summary>Takes the reading of an epoch; gives a warning when it makes one due, once for each kind of memory.</summary>
    internal string? Add(in MemoryReading live)
    {
        bool tensors = _tensors.Add(live.Tensors, patience, least);
        bool managed = _managed.Add(live.Managed, patience, least);
        bool resident = _resident.Add(live.Resident, patience, least);
        return tensors ? Describe(
                _tensors,
                "tensors that somebody can reach",
                "Something keeps them: a list of outputs or losses, a callback, a static field. Keep numbers (loss.Item()), or y.Detach() where values are needed: "
                + "a tensor with its graph keeps all that was computed on the way")
            : managed ? Describe(
                _managed, "managed objects", "Something keeps them: look for a collection that a callback, a data set or a metric adds to")
            : resident && !_tensors.Grows(patience) && !_managed.Grows(patience) ? Describe(
                _resident,
                "memory that is neither tensors nor managed objects",
                "Look for native libraries (image or database readers) that are not disposed, and for other work in this process")
            : null;
    }

    private static string Describe(Series series, string what, string advice)
    {
        series.Told = true;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"memory grows: {what} by {Megabytes(series.Last - series.First) / series.Rises:F1} MB an epoch over {series.Rises} epochs, from {Megabytes(series.First):F0} to {Megabytes(series.Last):F0} MB. {advice}");
    }

    internal static double Megabytes(long bytes) => bytes / (1024.0 * 1024);

    /// <summary>One kind of memory: its last readings, as long as each rose by enough.</summary>
    private sealed class Series
    {
        private readonly Queue<long> _rising = new();
        private long _lastRise;

        internal bool Told { get; set; }

        internal long First => _rising.Peek();

        internal long Last { get; private set; }

        internal int Rises => _rising.Count - 1;

        /// <summary>Whether the last readings rise, and go on rising: what settles rises less and less.</summary>
        internal bool Grows(int patience) => Rises == patience && 2 * _lastRise * Rises >= Last - First;

        /// <summary>Whether a warning is due.</summary>
        internal bool Add(long bytes, int patience, long least)
        {
            _lastRise = bytes - Last;
            if (_lastRise < least)
            {
                _rising.Clear();
            }

            _rising.Enqueue(Last = bytes);
            if (Rises > patience)
            {
                _rising.Dequeue();
            }

            return Grows(patience) && !Told;
        }
    }
}
