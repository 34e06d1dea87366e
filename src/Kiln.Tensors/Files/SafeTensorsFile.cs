using System.Buffers.Binary;

namespace Kiln.Tensors;

/// <summary>
/// An open safetensors file whose header has been read and checked, and whose tensors are read when asked for. Safe to use from many
/// threads.
/// </summary>
public sealed class SafeTensorsFile : IDisposable
{
    private readonly Stream _stream;
    private readonly Lock _reading = new();
    private readonly SafeTensorsHeader _header;
    private readonly long _dataStart;

    internal SafeTensorsFile(Stream stream, string name)
    {
        _stream = stream;
        Path = name;
        Span<byte> lengthBytes = stackalloc byte[8];
        var length = stream.Length - stream.Position >= 8 ? ReadLength(stream, lengthBytes) : 0;
        var left = stream.Length - stream.Position;
        if (length is 0 or > SafeTensorsHeader.MaximumLength || (long)length > left)
        {
            throw new FileFormatException(
                name, length > SafeTensorsHeader.MaximumLength
                    ? $"not a safetensors file: its header would have {length} bytes; at most {SafeTensorsHeader.MaximumLength} are accepted"
                    : $"a safetensors header of {length} bytes does not fit the {left} that follow; the file is truncated or of another format");
        }

        var json = new byte[length];
        Fill(stream, json);
        _dataStart = stream.Position;
        _header = SafeTensorsHeader.Parse(json, stream.Length - _dataStart, name);
    }

    /// <summary>The file, as the caller named it.</summary>
    public string Path { get; }

    /// <summary>The tensors' names, in the order of their bytes.</summary>
    public IReadOnlyList<string> Names => _header.Entries.Keys;

    /// <summary>The strings the file carries beside the tensors, such as <c>format: pt</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Contains(string name) => _header.Entries.ContainsKey(name);

    /// <summary>The shape of a tensor, without reading it.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    /// <exception cref="FileFormatException">The tensor is larger than one of Kiln's can be.</exception>
    public Shape ShapeOf(string name) => ShapeOf(Find(name));

    /// <summary>The element type a tensor will have, without reading it.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    /// <exception cref="FileFormatException">The file's type has no counterpart.</exception>
    public DType DTypeOf(string name) => DTypeOf(Find(name));

    /// <summary>Reads one tensor.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    /// <exception cref="FileFormatException">The type has no counterpart, the tensor is too large, or the file became shorter.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public Tensor Load(string name)
    {
        var entry = Find(name);
        DTypeOf(entry);
        var shape = ShapeOf(entry);
        lock (_reading)
        {
            try
            {
                _stream.Position = _dataStart + entry.Begin;
                return TensorBytes.Read(_stream, entry.Format, bigEndian: false, shape);
            }
            catch (EndOfStreamException e)
            {
                throw new FileFormatException(Path, $"the file ends inside tensor '{name}'; it became shorter while open", e);
            }
        }
    }

    /// <summary>Reads every tensor.</summary>
    /// <returns>The tensors by name, in the order of their bytes.</returns>
    /// <inheritdoc cref="Load(string)"/>
    public IReadOnlyDictionary<string, Tensor> LoadAll()
    {
        var tensors = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            tensors.Add(name, Load(name));
        }

        return tensors;
    }

    /// <summary>Closes the file. Tensors that were read stay valid.</summary>
    public void Dispose() => _stream.Dispose();

    private static ulong ReadLength(Stream stream, Span<byte> bytes)
    {
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private void Fill(Stream stream, byte[] bytes)
    {
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException e)
        {
            throw new FileFormatException(Path, "the file ends inside its header; it is truncated", e);
        }
    }

    private SafeTensorsEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _header.Entries.TryGetValue(name, out var entry)
            ? entry
            : throw new KeyNotFoundException(
                $"{Path}: has no tensor '{name}'; it holds {Names.Count}: {string.Join(", ", Names.Take(10))}{(Names.Count > 10 ? ", …" : "")}");
    }

    private DType DTypeOf(SafeTensorsEntry entry) => entry.Format.Target
        ?? throw new FileFormatException(Path, $"tensor '{entry.Name}' has dtype {entry.Format.Name}, which has no counterpart here; convert it first");

    private Shape ShapeOf(SafeTensorsEntry entry)
    {
        var sizes = Array.ConvertAll(entry.Sizes, size => (int)Math.Min(size, int.MaxValue));
        if (!sizes.Zip(entry.Sizes).All(pair => pair.First == pair.Second))
        {
            throw TooLarge(entry, null);
        }

        try
        {
            return sizes;
        }
        catch (ShapeException e)
        {
            throw TooLarge(entry, e);
        }
    }

    private FileFormatException TooLarge(SafeTensorsEntry entry, Exception? cause) => new(
        Path, $"tensor '{entry.Name}' of shape ({string.Join(", ", entry.Sizes)}) is larger than one tensor can be ({int.MaxValue} elements)", cause);
}
