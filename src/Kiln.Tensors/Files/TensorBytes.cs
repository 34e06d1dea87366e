using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Kiln.Tensors;

/// <summary>Moves a tensor's elements between its memory and a stream.</summary>
internal static unsafe class TensorBytes
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Refuses a stream in which one cannot move about.</summary>
    /// <exception cref="ArgumentException">The stream cannot tell its length, against which headers are checked.</exception>
    internal static void CheckSeekable(Stream stream, string format)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException(
                $"{format}: the stream cannot seek, so what a header claims cannot be checked; copy it into a MemoryStream first", nameof(stream));
        }
    }

    /// <summary>
    /// Reads <paramref name="shape"/>'s elements in row-major order. The caller has checked that the source holds that many bytes:
    /// memory is taken at once.
    /// </summary>
    /// <exception cref="EndOfStreamException">The stream ends early.</exception>
    internal static Tensor Read(Stream stream, ElementFormat format, bool bigEndian, Shape shape)
    {
        var dtype = format.Target!.Value;
        var tensor = Tensor.Empty(shape, dtype);
        if (format.Widening)
        {
            ReadWidened(stream, format, bigEndian, tensor);
        }
        else
        {
            var pointer = tensor.RawPointer();
            var swap = bigEndian == BitConverter.IsLittleEndian;
            for (long left = (long)shape.ElementCount * format.Size; left > 0;)
            {
                var chunk = new Span<byte>(pointer, (int)Math.Min(left, ChunkBytes));
                stream.ReadExactly(chunk);
                if (swap)
                {
                    Swap(chunk, format.Size);
                }

                if (dtype == DType.Bool)
                {
                    Normalize(chunk);
                }

                pointer += chunk.Length;
                left -= chunk.Length;
            }
        }

        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <summary>Writes the elements in row-major order, little-endian.</summary>
    internal static void Write(Stream stream, Tensor tensor)
    {
        tensor = tensor.Detach().Contiguous();
        var size = tensor.DType.SizeInBytes();
        var pointer = tensor.RawPointer();
        for (long left = (long)tensor.Count * size; left > 0;)
        {
            var chunk = new ReadOnlySpan<byte>(pointer, (int)Math.Min(left, ChunkBytes));
            if (BitConverter.IsLittleEndian)
            {
                stream.Write(chunk);
            }
            else
            {
                var copy = chunk.ToArray();
                Swap(copy, size);
                stream.Write(copy);
            }

            pointer += chunk.Length;
            left -= chunk.Length;
        }

        GC.KeepAlive(tensor);
    }

    private static void Swap(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                var words = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                var doubles = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(doubles, doubles);
                break;
            case 8:
                var quads = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
            default:
                break;
        }
    }

    /// <summary>A truth value is 0 or 1; any other byte in a file counts as true.</summary>
    private static void Normalize(Span<byte> bytes)
    {
        if (bytes.IndexOfAnyExceptInRange((byte)0, (byte)1) < 0)
        {
            return;
        }

        foreach (ref var b in bytes)
        {
            b = b == 0 ? (byte)0 : (byte)1;
        }
    }

    private static void ReadWidened(Stream stream, ElementFormat format, bool bigEndian, Tensor tensor)
    {
        var buffer = new byte[Math.Min((long)tensor.Count * format.Size, ChunkBytes)];
        for (var done = 0; done < tensor.Count;)
        {
            var count = Math.Min(tensor.Count - done, buffer.Length / format.Size);
            var bytes = buffer.AsSpan(0, count * format.Size);
            stream.ReadExactly(bytes);
            if (bigEndian == BitConverter.IsLittleEndian)
            {
                Swap(bytes, format.Size);
            }

            if (format.Size == 2)
            {
                Widen(MemoryMarshal.Cast<byte, ushort>(bytes), tensor.Pointer<int>() + done, format.Signed);
            }
            else
            {
                Widen(MemoryMarshal.Cast<byte, uint>(bytes), tensor.Pointer<long>() + done);
            }

            done += count;
        }
    }

    private static void Widen(ReadOnlySpan<ushort> source, int* destination, bool signed)
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = signed ? (short)source[i] : source[i];
        }
    }

    private static void Widen(ReadOnlySpan<uint> source, long* destination)
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = source[i];
        }
    }
}
