using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>Tensors of any element type from computed doubles.</summary>
internal static class Converted
{
    internal static Tensor From(ReadOnlySpan<double> values, Shape shape, DType dtype)
    {
        Tensor tensor = Tensor.Empty(shape, dtype);
        switch (dtype)
        {
            case DType.Float64:
                values.CopyTo(tensor.Span<double>());
                break;
            case DType.Float32:
                Fill(values, tensor.Span<float>(), static v => (float)v);
                break;
            case DType.Float16:
                Fill(values, tensor.Span<Half>(), static v => (Half)v);
                break;
            case DType.BFloat16:
                Fill(values, tensor.Span<BFloat16>(), static v => (BFloat16)v);
                break;
            case DType.Int64:
                Fill(values, tensor.Span<long>(), static v => (long)v);
                break;
            case DType.Int32:
                Fill(values, tensor.Span<int>(), static v => (int)v);
                break;
            case DType.Int8:
                Fill(values, tensor.Span<sbyte>(), static v => (sbyte)Math.Clamp(v, sbyte.MinValue, sbyte.MaxValue));
                break;
            case DType.UInt8:
                Fill(values, tensor.Span<byte>(), static v => (byte)Math.Clamp(v, byte.MinValue, byte.MaxValue));
                break;
            default:
                Fill(values, tensor.Span<bool>(), static v => v != 0);
                break;
        }

        GC.KeepAlive(tensor);
        return tensor;
    }

    private static void Fill<T>(ReadOnlySpan<double> values, Span<T> destination, Func<double, T> convert)
    {
        for (int i = 0; i < values.Length; i++)
        {
            destination[i] = convert(values[i]);
        }
    }
}
