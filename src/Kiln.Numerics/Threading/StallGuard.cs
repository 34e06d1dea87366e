using System.Diagnostics;

namespace Kiln.Numerics;

/// <summary>
/// Decides when a team is better off without its workers. On a busy machine the scheduler takes a worker off its core in the middle of a tile,
/// and the owner waits some milliseconds for a region of some microseconds. The guard keeps a balance: a region that went well adds the
/// time that its owner worked, which is about what sharing saved; a stall takes away the time that the owner waited. In the red, the
/// owner works alone for a while, for a longer one each time that the next try ends in the red too.
/// </summary>
/// <remarks>
/// A stall is a wait that is long by itself and longer than the owner's own share of the region: regions of large or uneven tiles make their
/// owner wait too, and lose nothing. While all is calm nothing is timed. Times are those of <see cref="Stopwatch"/>.
/// </remarks>
internal struct StallGuard
{
    internal static readonly long LongWait = Stopwatch.Frequency / 2_500; // 0.4 ms: a time slice of a scheduler is some milliseconds.
    internal static readonly long Credit = Stopwatch.Frequency / 50; // 20 ms: a few stalls in calm times are forgiven.
    internal static readonly long FirstPause = Stopwatch.Frequency / 500; // 2 ms.
    internal static readonly long LastPause = Stopwatch.Frequency / 32; // 31 ms.

    private long _balance;
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
            _balance = Credit - waited;
            _pause = FirstPause;
        }
    }

    /// <summary>What came of a region that was shared.</summary>
    /// <param name="worked">How long the owner worked on it.</param>
    /// <param name="waited">How long the owner waited for the others afterwards.</param>
    /// <param name="now">The time after both.</param>
    public void Observe(long worked, long waited, long now)
    {
        _balance += waited >= LongWait && waited > worked ? -waited : worked;
        if (_balance >= Credit)
        {
            Watching = false;
        }
        else if (_balance < 0)
        {
            // The next try starts without debts, and without credit.
            _balance = 0;
            _aloneUntil = now + _pause;
            _pause = Math.Min(2 * _pause, LastPause);
        }
    }
}
