namespace Kiln.Tensors;

/// <summary>Reads and writes NumPy's .npy files: one array each.</summary>
/// <remarks>
/// Versions 1, 2 and 3, both byte orders and both memory orders are read; int16, uint16 and uint32 are widened to int32, int32 and
/// int64. Version 1 in row-major, little-endian order is written, byte for byte as <c>numpy.save</c> writes it.
/// </remarks>
public static class Npy
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>A contiguous tensor of the array's shape.</returns>
    /// <exception cref="FileFormatException">The file is damaged, truncated or has more than one array, or its type is not supported.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Tensor Load(string path)
    {
        using var stream = File.OpenRead(path);
        var tensor = Load(stream, path);
        return stream.Position == stream.Length
            ? tensor
            : throw new FileFormatException(
                path, $"{stream.Length - stream.Position} bytes follow the array of shape {tensor.Shape}; read several arrays from one stream");
    }

    /// <summary>Reads one array from a stream, which then stands behind it.</summary>
    /// <param name="stream">A stream that can seek, so that the size a header claims can be checked before memory is taken for it.</param>
    /// <param name="name">What errors call the stream.</param>
    /// <exception cref="FileFormatException">The array is damaged or truncated, or its type is not supported.</exception>
    public static Tensor Load(Stream stream, string name = "")
    {
        TensorBytes.CheckSeekable(stream, "npy");
        var header = NpyHeader.Read(stream, name);
        return ReadElements(stream, header, stream.Length - stream.Position, name);
    }

    /// <summary>Writes a file atomically.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensor">Any shape; any type but bfloat16.</param>
    /// <exception cref="DTypeException">The type has no form in .npy.</exception>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public static void Save(string path, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        AtomicFile.Write(path, stream => Save(stream, tensor));
    }

    /// <summary>Writes an array to a stream.</summary>
    /// <exception cref="DTypeException">The type has no form in .npy.</exception>
    public static void Save(Stream stream, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensor);
        stream.Write(NpyHeader.Format1(tensor));
        TensorBytes.Write(stream, tensor);
    }

    /// <summary>Reads the elements that follow a header; <paramref name="available"/> bounds what they may take.</summary>
    internal static Tensor ReadElements(Stream stream, NpyHeader header, long available, string name)
    {
        if (header.DataBytes > available)
        {
            throw new FileFormatException(
                name, $"an array of shape {header.Shape} and type '{header.Format.Name}' takes {header.DataBytes} bytes, {available} are there; the file is truncated");
        }

        try
        {
            if (!header.Fortran || header.Shape.Rank < 2)
            {
                return TensorBytes.Read(stream, header.Format, header.BigEndian, header.Shape);
            }

            // Column-major is row-major of the reversed axes.
            var sizes = header.Shape.ToArray();
            var axes = new int[sizes.Length];
            Array.Reverse(sizes);
            for (var i = 0; i < axes.Length; i++)
            {
                axes[i] = axes.Length - 1 - i;
            }

            return TensorBytes.Read(stream, header.Format, header.BigEndian, sizes).Permute(axes).Contiguous();
        }
        catch (EndOfStreamException e)
        {
            throw new FileFormatException(name, "the file ends inside the array; it is truncated", e);
        }
    }
}
