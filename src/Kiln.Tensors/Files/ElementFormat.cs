namespace Kiln.Tensors;

/// <summary>
/// How a file stores one element, and the element type it becomes. Integer types that Kiln does not have are widened to the next one
/// that holds every value.
/// </summary>
/// <param name="Name">The format's name for it, for messages.</param>
/// <param name="Size">Bytes of one element in the file.</param>
/// <param name="Target">What it becomes in memory; null when Kiln cannot hold it.</param>
/// <param name="Widening">True when the elements are narrower in the file than in memory.</param>
/// <param name="Signed">Of a widened integer: whether the file's form has a sign.</param>
internal readonly record struct ElementFormat(string Name, int Size, DType? Target, bool Widening = false, bool Signed = false)
{
    internal static ElementFormat Of(string name, DType dtype) => new(name, dtype.SizeInBytes(), dtype);

    internal static ElementFormat Widened(string name, int size, bool signed) =>
        new(name, size, size == 2 ? DType.Int32 : DType.Int64, Widening: true, signed);

    internal static ElementFormat Unsupported(string name, int size) => new(name, size, null);
}
