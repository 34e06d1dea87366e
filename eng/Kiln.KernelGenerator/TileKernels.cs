namespace Kiln.KernelGenerator;

/// <summary>The tiles of convolutions: any number of segments, whole vectors of B.</summary>
internal sealed class TileKernels() : TileFile(
    "MatMul/TileKernels.g.cs",
    $"The tile kernels: rows × vectors sums in registers, over all terms of all segments. See <see cref=\"TileJob{{T}}\"/>.")
{
    protected override void WriteMembers()
    {
        foreach (var (vectors, maxRows) in Sizes)
        {
            Dispatcher(vectors, maxRows, "TileJob", "Tile", "Run", "the kernel");
        }

        Kernels(Sizes, (rows, vectors) => Kernel(rows, vectors, TileForm.Tile));
    }
}
