// Writes the *.g.cs files of src/Kiln.Numerics. Run from the repository root: dotnet run --project eng/Kiln.KernelGenerator
// With a folder as argument it writes there; eng/check-kernels compares that with what is committed.
//
// Why generated: the sums of a kernel must live in registers, and the JIT keeps them there only when each is a local variable with a name of its own (an indexed buffer is five
// times slower).
using Kiln.KernelGenerator;

var folder = args is [var given] ? given : Path.Combine("src", "Kiln.Numerics");
KernelFile[] files =
[
    new TileKernels(),
    new ProductKernels(),
    new DotKernels(),
    new VectorKernels(),
    new RowKernels(),
    new DepthwiseKernels(),
    new GroupKernels(),
    new DepthwiseRowKernels(),
    new DepthwiseGradientKernels(),
    new GroupGradientKernels(),
    new DepthwiseRowGradientKernels(),
];
Array.ForEach(files, file => file.Save(folder));
