namespace Kiln.KernelGenerator;

/// <summary>The tiles of the matrix product: one segment, and three ways to read B.</summary>
internal sealed class ProductKernels() : TileFile(
    "MatMul/ProductKernels.g.cs",
    $"The kernels of the matrix product: rows × vectors sums in registers, over all terms. See <see cref=\"ProductJob{{T}}\"/>.")
{
    protected override void WriteMembers()
    {
        foreach (var (vectors, maxRows) in Sizes)
        {
            Dispatcher(vectors, maxRows, "ProductJob", "Full", "Full", "the kernel for whole vectors of B");
        }

        foreach (var (vectors, maxRows) in Sizes[..2])
        {
            Dispatcher(vectors, maxRows, "ProductJob", "Edge", "Edge", "the kernel that reads only the columns of B that exist");
            Dispatcher(vectors, maxRows, "ProductJob", "Pack", "Pack", "the kernel that also copies B, padded, to where later tiles read it");
        }

        Kernels(Sizes, (rows, vectors) => Kernel(rows, vectors, TileForm.Full));
        Blank();
        Kernels(Sizes[..2], (rows, vectors) => Kernel(rows, vectors, TileForm.Edge));
        Blank();
        Kernels(Sizes[..2], (rows, vectors) => Kernel(rows, vectors, TileForm.Pack));
    }
}
