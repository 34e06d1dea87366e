using System.Diagnostics;

namespace Kiln.Numerics;

/// <summary>
/// Decides when a team is better off without its workers. On a busy machine the scheduler takes a worker off its core in the middle of a tile,
/// and the owner waits some milliseconds for a region of some microseconds. Two such stalls in short succession, and the owner works alone
/// for a while, a longer one each time that the next try stalls again; so of the machine's time a team wastes at most some percent.
/// </summary>
/// <remarks>
/// A stall is a wait that is long by itself and longer than the owner's own share of the region: regions of large or uneven tiles make their
/// owner wait too, and gain nothing from this. While all is calm nothing is timed. Times are those of <see cref="Stopwatch"/>.
/// </remarks>
internal struct StallGuard
{
    internal const int CalmRegions = 64;

    internal static readonly long LongWait = Stopwatch.Frequency / 2_500; // 0.4 ms: a time slice of a scheduler is some milliseconds.
    internal static readonly long FirstPause = Stopwatch.Frequency / 500; // 2 ms.
    internal static readonly long LastPause = Stopwatch.Frequency / 16; // 62 ms.

    private int _stalls;
    private int _calm;
    private long _aloneUntil;
    private long _pause;

    /// <summary>Whether regions have to be timed.</summary>
    public bool Watching { get; private set; }

    /// <summary>Whether workers may be asked to join.</summary>
    public readonly bool MayShare(long now) => now >= _aloneUntil;

    /// <summary>A region that was not timed made its owner wait: from here on they are timed.</summary>
    public void Suspect(long waited)
    {
        if (waited >= LongWait)
        {
            Watching = true;
            (_stalls, _calm, _pause) = (0, 0, FirstPause);
        }
    }

    /// <summary>What came of a region that was shared.</summary>
    /// <param name="worked">How long the owner worked on it.</param>
    /// <param name="waited">How long the owner waited for the others afterwards.</param>
    /// <param name="now">The time after both.</param>
    public void Observe(long worked, long waited, long now)
    {
        if (waited >= LongWait && waited > worked)
        {
            _calm = 0;
            if (++_stalls >= 2)
            {
                _aloneUntil = now + _pause;
                _pause = Math.Min(2 * _pause, LastPause);
            }
        }
        else if (++_calm == CalmRegions)
        {
            Watching = false;
        }
    }
}
