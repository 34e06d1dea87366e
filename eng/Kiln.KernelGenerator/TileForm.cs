namespace Kiln.KernelGenerator;

/// <summary>What a tile reads. Tile: any number of segments, whole vectors of B. The others have one segment and differ in how they read B.</summary>
internal enum TileForm
{
    Tile,
    Full,
    Edge,
    Pack,
}
