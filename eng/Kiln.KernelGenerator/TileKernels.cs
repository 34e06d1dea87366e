namespace Kiln.KernelGenerator;

/// <summary>The tiles of convolutions: any number of segments, whole vectors of B.</summary>
internal sealed class TileKernels() : TileFile(
    "MatMul/TileKernels.g.cs",
    $"The tile kernels: rows × vectors sums in registers, over all terms of all segments. See <see cref=\"TileJob{{T}}\"/>.")
{
    private static readonly (int Vectors, int MaxRows)[] s_walks = [(1, 14), (2, 14)];

    protected override void WriteMembers()
    {
        foreach (var (vectors, maxRows) in Sizes)
        {
            Dispatcher(vectors, maxRows, "TileJob", "Tile", "Run", "the kernel");
        }

        foreach (var (vectors, maxRows) in s_walks)
        {
            Dispatcher(vectors, maxRows, "TileJob", "Walk", "Walk", "the kernel that walks");
        }

        Kernels(Sizes, (rows, vectors) => Kernel(rows, vectors, TileForm.Tile));
        Blank();
        Kernels(s_walks, (rows, vectors) => Kernel(rows, vectors, TileForm.Walk));
    }
}
