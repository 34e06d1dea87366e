namespace Kiln.Numerics;

/// <summary>
/// The work of a parallel region, cut into numbered tiles. Implemented by a read-only struct so that <see cref="WorkerTeam.Run{TBody}(int, TBody)"/>
/// calls it without indirection.
/// </summary>
/// <remarks>
/// One copy of the struct is shared by all threads: <see cref="Invoke"/> must not change fields. It holds raw pointers where it needs
/// memory of a span; the caller keeps that memory pinned (<see langword="fixed"/>) until <see cref="WorkerTeam.Run{TBody}(int, TBody)"/> returns.
/// Ambient state (async-locals, culture) of the caller is not visible on worker threads.
/// </remarks>
public interface ITileBody
{
    /// <summary>Computes one tile. Tiles run in any order and at the same time, so they must not write the same memory.</summary>
    /// <param name="tile">The tile's number, from 0 to the number of tiles − 1.</param>
    public void Invoke(int tile);
}
