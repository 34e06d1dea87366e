namespace Kiln.Tensors;

/// <summary>NumPy's type descriptors, such as <c>&lt;f4</c>.</summary>
internal static class NpyTypes
{
    /// <summary>The descriptor of an element type, little-endian.</summary>
    /// <exception cref="DTypeException">NumPy has no such type.</exception>
    internal static string Descriptor(DType dtype) => dtype switch
    {
        DType.Float16 => "<f2",
        DType.Float32 => "<f4",
        DType.Float64 => "<f8",
        DType.Int8 => "|i1",
        DType.Int32 => "<i4",
        DType.Int64 => "<i8",
        DType.UInt8 => "|u1",
        DType.Bool => "|b1",
        _ => throw new DTypeException($"npy: the format has no {dtype.Name()}; convert with To(DType.Float32), or save as safetensors"),
    };

    /// <summary>Reads a descriptor.</summary>
    /// <exception cref="FileFormatException">The type is unknown, or Kiln cannot hold it.</exception>
    internal static (ElementFormat Format, bool BigEndian) Parse(string descriptor, string name)
    {
        var hasOrder = descriptor.Length > 0 && descriptor[0] is '<' or '>' or '|' or '=';
        var bigEndian = hasOrder && (descriptor[0] == '>' || (descriptor[0] == '=' && !BitConverter.IsLittleEndian));
        ElementFormat? format = (hasOrder ? descriptor[1..] : descriptor) switch
        {
            "f2" => ElementFormat.Of(descriptor, DType.Float16),
            "f4" => ElementFormat.Of(descriptor, DType.Float32),
            "f8" => ElementFormat.Of(descriptor, DType.Float64),
            "i1" => ElementFormat.Of(descriptor, DType.Int8),
            "i2" => ElementFormat.Widened(descriptor, 2, signed: true),
            "i4" => ElementFormat.Of(descriptor, DType.Int32),
            "i8" => ElementFormat.Of(descriptor, DType.Int64),
            "u1" => ElementFormat.Of(descriptor, DType.UInt8),
            "u2" => ElementFormat.Widened(descriptor, 2, signed: false),
            "u4" => ElementFormat.Widened(descriptor, 4, signed: false),
            "b1" => ElementFormat.Of(descriptor, DType.Bool),
            _ => null,
        };
        if (format is not { } known)
        {
            throw new FileFormatException(name, Refusal(descriptor));
        }

        if (hasOrder && descriptor[0] == '|' && known.Size > 1)
        {
            throw new FileFormatException(name, $"npy type '{descriptor}' has several bytes and no byte order; expected '<' or '>'");
        }

        return (known, bigEndian);
    }

    private static string Refusal(string descriptor)
    {
        var kind = descriptor.TrimStart('<', '>', '|', '=');
        return kind switch
        {
            "u8" => $"npy type '{descriptor}' (uint64) has no counterpart here; save the array as int64",
            ['O', ..] => "the npy file holds pickled Python objects, which are never read; save plain numbers",
            ['c', ..] => $"npy type '{descriptor}' is complex; save the real and the imaginary part as two arrays",
            ['S' or 'U' or 'a', ..] => $"npy type '{descriptor}' is text; only numbers and truth values are read",
            _ => $"npy type '{(descriptor.Length > 40 ? descriptor[..40] : descriptor)}' is unknown; expected f2, f4, f8, i1, i2, i4, i8, u1, u2, u4 or b1",
        };
    }
}
