using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kiln.Tensors;

/// <summary>Reads and writes safetensors files: named tensors behind a JSON header, with nothing in them that could run.</summary>
public static class SafeTensors
{
    private const int Alignment = 8;

    /// <summary>Reads every tensor of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors by name, in the order of the file.</returns>
    /// <exception cref="FileFormatException">The file is damaged, truncated or of another format.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path)
    {
        using var file = Open(path);
        return file.LoadAll();
    }

    /// <summary>Reads every tensor of a file in memory or another stream that can seek.</summary>
    /// <param name="stream">The stream; it is left open.</param>
    /// <param name="name">What errors call the stream.</param>
    /// <exception cref="FileFormatException">The file is damaged, truncated or of another format.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(Stream stream, string name = "")
    {
        TensorBytes.CheckSeekable(stream, "safetensors");
#pragma warning disable CA2000 // Disposing the file would close the caller's stream.
        return new SafeTensorsFile(stream, name).LoadAll();
#pragma warning restore CA2000
    }

    /// <summary>Opens a file and reads its header; tensors are read one by one when asked for.</summary>
    /// <exception cref="FileFormatException">The header is damaged, or does not fit the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafeTensorsFile Open(string path)
    {
        var stream = File.OpenRead(path);
        try
        {
            return new SafeTensorsFile(stream, path);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Writes a file atomically.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">The tensors by name; written in row-major order, the widest types first and then by name.</param>
    /// <param name="metadata">Strings to carry along, or null.</param>
    /// <exception cref="ArgumentException">A name comes twice, or is the reserved <c>__metadata__</c>.</exception>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public static void Save(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        AtomicFile.Write(path, stream => Save(stream, tensors, metadata));
    }

    /// <summary>Writes to a stream.</summary>
    /// <inheritdoc cref="Save(string, IEnumerable{KeyValuePair{string, Tensor}}, IEnumerable{KeyValuePair{string, string}}?)"/>
    public static void Save(
        Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);

        // The widest elements first: with a header of whole eights, every tensor then lies at a multiple of its element's size.
        var ordered = tensors.OrderByDescending(t => t.Value.DType.SizeInBytes()).ThenBy(t => t.Key, StringComparer.Ordinal).ToList();
        CheckNames(ordered);
        var json = Header(ordered, metadata);
        var padded = (json.Length + Alignment - 1) / Alignment * Alignment;
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        stream.Write(length);
        stream.Write(json);
        stream.Write("        "u8[..(padded - json.Length)]);
        foreach (var (_, tensor) in ordered)
        {
            TensorBytes.Write(stream, tensor);
        }
    }

    private static void CheckNames(List<KeyValuePair<string, Tensor>> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, _) in tensors)
        {
            if (name == SafeTensorsHeader.MetadataKey || !names.Add(name))
            {
                throw new ArgumentException($"safetensors: the name '{name}' is reserved or comes twice", nameof(tensors));
            }
        }
    }

    private static byte[] Header(List<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        if (metadata is not null)
        {
            json.WriteStartObject(SafeTensorsHeader.MetadataKey);
            foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        long at = 0;
        foreach (var (name, tensor) in tensors)
        {
            json.WriteStartObject(name);
            json.WriteString("dtype", SafeTensorsTypes.Name(tensor.DType));
            json.WriteStartArray("shape");
            foreach (var size in tensor.Shape)
            {
                json.WriteNumberValue(size);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(at);
            at += (long)tensor.Count * tensor.DType.SizeInBytes();
            json.WriteNumberValue(at);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
