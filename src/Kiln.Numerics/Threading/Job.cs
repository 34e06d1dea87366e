namespace Kiln.Numerics;

/// <summary>The tiles of one region, behind one virtual call per thread and region.</summary>
internal abstract class Job
{
    /// <summary>Takes tiles until none is left. Exceptions of tiles pass through.</summary>
    public abstract void Work(TileRanges tiles, int thread);
}

/// <summary>The tiles of a region whose body has a known type, so that the call per tile is direct.</summary>
internal sealed class Job<TBody> : Job
    where TBody : struct, ITileBody
{
    // A thread owns at most one region at a time (nested ones run inline), so one object per thread and body type serves for ever
    // and a region allocates nothing.
    [ThreadStatic]
    private static Job<TBody>? t_cached;

    private TBody _body;

    public static Job<TBody> Rent(in TBody body)
    {
        var job = t_cached ??= new Job<TBody>();
        job._body = body;
        return job;
    }

    /// <summary>Forgets what the body referred to.</summary>
    public static void Return() => t_cached!._body = default;

    public override void Work(TileRanges tiles, int thread)
    {
        var from = thread;
        while (tiles.TryTake(thread, ref from, out var tile))
        {
            _body.Invoke(tile);
        }
    }
}
