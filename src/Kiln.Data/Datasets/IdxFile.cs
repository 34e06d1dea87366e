using System.Buffers.Binary;
using System.IO.Compression;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// An array in the idx format of MNIST: two zero bytes, the element type, the number of axes, the size of each axis as a big-endian 32-bit
/// number, then the elements, big-endian, row-major. Files may be compressed with gzip, which is noticed by their first bytes, not by
/// their name. (Format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database".)
/// </summary>
public sealed class IdxFile
{
    private readonly byte[] _bytes;

    internal IdxFile(IdxType type, Shape shape, byte[] bytes) => (Type, Shape, _bytes) = (type, shape, bytes);

    /// <summary>The element type.</summary>
    public IdxType Type { get; }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The elements as the file has them: big-endian, row-major.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The elements without a copy, for datasets that keep them.</summary>
    internal byte[] OwnBytes => _bytes;

    /// <summary>Reads a file, plain or gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The largest array to accept; 2³⁰ bytes by default.</param>
    /// <exception cref="FileFormatException">The file is not idx, is damaged, cut short or longer than its header says, or exceeds the limit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IdxFile Read(string path, long maxBytes = 1L << 30)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return IdxReader.Read(file, file.Length, maxBytes, path);
    }

    /// <summary>Reads an array from memory, plain or gzip.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="maxBytes">The largest array to accept; 2³⁰ bytes by default.</param>
    /// <param name="name">What to call the data in error messages.</param>
    /// <exception cref="FileFormatException">The data are not idx, are damaged, cut short or longer than the header says, or exceed the limit.</exception>
    public static IdxFile Decode(byte[] data, long maxBytes = 1L << 30, string name = "")
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(name);
        using var stream = new MemoryStream(data, writable: false);
        return IdxReader.Read(stream, data.Length, maxBytes, name);
    }

    /// <summary>Writes unsigned bytes as an idx file, compressed with gzip when the name ends in ".gz"; a file of that name is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="shape">The sizes of the axes, at most 255 of them.</param>
    /// <exception cref="ShapeException">The number of elements is not that of the shape.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> values, Shape shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (values.Length != shape.ElementCount || shape.Rank is 0 or > byte.MaxValue)
        {
            throw new ShapeException($"idx: {values.Length} bytes cannot be written in shape {shape}");
        }

        Span<byte> header = stackalloc byte[4 + 4 * byte.MaxValue];
        (header[0], header[1], header[2], header[3]) = (0, 0, (byte)IdxType.UInt8, (byte)shape.Rank);
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header[(4 + 4 * axis)..], shape[axis]);
        }

        using var file = File.Create(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal) : file;
        stream.Write(header[..(4 + 4 * shape.Rank)]);
        stream.Write(values);
    }

    /// <summary>
    /// The array as a tensor: uint8, int8, int32, float32 and float64 as they are, int16 as int32, since there is no 16-bit integer element
    /// type.
    /// </summary>
    public Tensor ToTensor() => Type switch
    {
        IdxType.UInt8 => Tensor.From(_bytes, Shape),
        IdxType.Int8 => Tensor.From(Array.ConvertAll(_bytes, b => (sbyte)b), Shape),
        IdxType.Int16 => Convert(2, static b => (int)BinaryPrimitives.ReadInt16BigEndian(b)),
        IdxType.Int32 => Convert(4, BinaryPrimitives.ReadInt32BigEndian),
        IdxType.Float32 => Convert(4, BinaryPrimitives.ReadSingleBigEndian),
        _ => Convert(8, BinaryPrimitives.ReadDoubleBigEndian),
    };

    private delegate T Reader<T>(ReadOnlySpan<byte> bytes);

    private Tensor Convert<T>(int size, Reader<T> read)
        where T : unmanaged =>
        Tensor.Create<T, (byte[] Bytes, int Size, Reader<T> Read)>(Shape, (_bytes, size, read), static (destination, state) =>
        {
            for (var i = 0; i < destination.Length; i++)
            {
                destination[i] = state.Read(state.Bytes.AsSpan(i * state.Size));
            }
        });
}
