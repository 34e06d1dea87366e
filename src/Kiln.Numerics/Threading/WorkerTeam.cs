namespace Kiln.Numerics;

/// <summary>The threads that kernels share: a persistent team that takes the tiles of one parallel region at a time.</summary>
/// <remarks>
/// <para>
/// Results must not depend on the number of threads. The rule that gives this: cut work into tiles by shapes only, never by
/// <see cref="ThreadCount"/>; let each tile write its own memory; combine partial results afterwards in the order of their tiles.
/// Threads then take tiles freely, the fast ones more of them.
/// </para>
/// <para>
/// A region costs a fraction of a microsecond while the team is awake and some microseconds (on a busy machine milliseconds) when it has
/// to be woken, so a region pays from about 20 µs of work on, and a tile should be about that large. A worker that finds nothing to do
/// spins for about 0.1 ms, yields for another 0.4 ms, then sleeps: it never assumes that the cores are its own. When others take them (a region's
/// caller waits for a worker that the scheduler has put aside), the caller works alone for some milliseconds before it tries again.
/// </para>
/// <para>
/// Any number of user threads may call at once: one gets the team, the others run their tiles themselves, which is also the better
/// use of the cores then. Nested regions run on the thread that meets them.
/// </para>
/// </remarks>
public static class WorkerTeam
{
    /// <summary>The largest <see cref="ThreadCount"/>.</summary>
    public const int MaxThreads = 256;

    [ThreadStatic]
    private static bool t_inside;

    private static readonly Lock s_changing = new();
    private static volatile Team s_team = new(Math.Clamp(Environment.ProcessorCount, 1, MaxThreads));

    /// <summary>
    /// How many threads work on a region, the calling thread among them; 1 to <see cref="MaxThreads"/>, by default the number of
    /// processors that the process may use: those of its affinity mask, and no more than the quota of its control group (<c>cpu.max</c>,
    /// rounded up) grants, as they were when the process started (<see cref="Environment.ProcessorCount"/>). Setting it takes effect with the
    /// next region and changes no result.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above <see cref="MaxThreads"/>.</exception>
    public static int ThreadCount
    {
        get => s_team.Threads;
        set
        {
            if (value is < 1 or > MaxThreads)
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"ThreadCount: expected 1 to {MaxThreads}, given {value}.");
            }

            lock (s_changing)
            {
                if (value != s_team.Threads)
                {
                    var old = s_team;
                    s_team = new Team(value);
                    old.Dissolve();
                }
            }
        }
    }

    /// <summary>
    /// Calls <paramref name="body"/> once for each tile and returns when all calls have ended. The calling thread takes tiles too. With
    /// one tile, one thread, or inside another region, the tiles run on the calling thread in ascending order.
    /// </summary>
    /// <typeparam name="TBody">The read-only struct with the work.</typeparam>
    /// <param name="tiles">The number of tiles; nothing happens for 0.</param>
    /// <param name="body">The work; it is copied once and shared by all threads.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tiles"/> is negative.</exception>
    /// <remarks>
    /// When a tile throws (a cancellation, for instance), no further tile is started, those under way are waited for, and the exception
    /// reaches the caller as it was thrown. The team stays usable. Of several exceptions the first to be thrown wins.
    /// </remarks>
    public static void Run<TBody>(int tiles, TBody body)
        where TBody : struct, ITileBody
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tiles);
        var team = s_team;
        if (tiles <= 1 || team.Threads == 1 || t_inside || !team.TryEnter())
        {
            for (var tile = 0; tile < tiles; tile++)
            {
                body.Invoke(tile);
            }

            return;
        }

        t_inside = true;
        try
        {
            team.Run(Job<TBody>.Rent(body), tiles);
        }
        finally
        {
            t_inside = false;
            Job<TBody>.Return();
            team.Exit();
        }
    }

    /// <summary>
    /// As <see cref="Run{TBody}(int, TBody)"/>, and stops early when a token asks for it: it is looked at before each tile, so the wait is at most
    /// one tile per thread.
    /// </summary>
    /// <typeparam name="TBody">The read-only struct with the work.</typeparam>
    /// <param name="tiles">The number of tiles; nothing happens for 0.</param>
    /// <param name="body">The work; it is copied once and shared by all threads.</param>
    /// <param name="cancellationToken">The token.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tiles"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled before the last tile had started.</exception>
    public static void Run<TBody>(int tiles, TBody body, CancellationToken cancellationToken)
        where TBody : struct, ITileBody
    {
        if (cancellationToken.CanBeCanceled)
        {
            Run(tiles, new Cancelable<TBody>(body, cancellationToken));
        }
        else
        {
            Run(tiles, body);
        }
    }

    /// <summary>Marks the calling thread as one that runs tiles, so that a region it meets runs inline.</summary>
    internal static void MarkAsWorker() => t_inside = true;

    private readonly struct Cancelable<TBody>(TBody body, CancellationToken token) : ITileBody
        where TBody : struct, ITileBody
    {
        public void Invoke(int tile)
        {
            token.ThrowIfCancellationRequested();
            body.Invoke(tile);
        }
    }
}
