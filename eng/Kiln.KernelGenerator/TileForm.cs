namespace Kiln.KernelGenerator;

/// <summary>
/// What a tile reads. Tile: any number of segments, whole vectors of B. Walk: the same terms in one loop, with the way from each term of A to
/// the next in a table, and a share of what another tile leaves to do. The others have one segment and differ in how they read B.
/// </summary>
internal enum TileForm
{
    Tile,
    Walk,
    Full,
    Edge,
    Pack,
}
