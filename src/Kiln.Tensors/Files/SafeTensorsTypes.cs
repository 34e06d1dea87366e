namespace Kiln.Tensors;

/// <summary>The element types of safetensors files.</summary>
internal static class SafeTensorsTypes
{
    internal static string Name(DType dtype) => dtype switch
    {
        DType.Float64 => "F64",
        DType.Float32 => "F32",
        DType.Float16 => "F16",
        DType.BFloat16 => "BF16",
        DType.Int64 => "I64",
        DType.Int32 => "I32",
        DType.Int8 => "I8",
        DType.UInt8 => "U8",
        DType.Bool => "BOOL",
        _ => throw new DTypeException($"safetensors: the format has no {dtype.Name()}"),
    };

    /// <summary>The format of a type name; null for one whose size is not known.</summary>
    internal static ElementFormat? Parse(string name) => name switch
    {
        "F64" => ElementFormat.Of(name, DType.Float64),
        "F32" => ElementFormat.Of(name, DType.Float32),
        "F16" => ElementFormat.Of(name, DType.Float16),
        "BF16" => ElementFormat.Of(name, DType.BFloat16),
        "I64" => ElementFormat.Of(name, DType.Int64),
        "I32" => ElementFormat.Of(name, DType.Int32),
        "I8" => ElementFormat.Of(name, DType.Int8),
        "U8" => ElementFormat.Of(name, DType.UInt8),
        "BOOL" => ElementFormat.Of(name, DType.Bool),
        "I16" => ElementFormat.Widened(name, 2, signed: true),
        "U16" => ElementFormat.Widened(name, 2, signed: false),
        "U32" => ElementFormat.Widened(name, 4, signed: false),
        "U64" or "C64" => ElementFormat.Unsupported(name, 8),
        "F8_E4M3" or "F8_E5M2" or "F8_E8M0" => ElementFormat.Unsupported(name, 1),
        _ => null,
    };
}
