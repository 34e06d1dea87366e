namespace Kiln.Tensors;

/// <summary>
/// Numbers of any type as unsigned keys of the same order. A float's bits, read as an integer, grow with its magnitude: flipping
/// the sign bit of positive ones and all bits of negative ones orders both. Zeros are equal whatever their sign, and NaN is the
/// largest, as in NumPy and PyTorch.
/// </summary>
internal static class SortKeys
{
    private const ulong SignBit = 1UL << 63;

    /// <summary>The keys of all elements in row-major order.</summary>
    internal static ulong[] Of(Tensor x)
    {
        x = Positions.Raw(x);
        var keys = new ulong[x.Count];
        switch (x.DType)
        {
            case DType.Float64:
                Fill<double>(x, keys, Float);
                break;
            case DType.Float32:
                Fill<float>(x, keys, static v => Float(v));
                break;
            case DType.Float16:
                Fill<Half>(x, keys, static v => Float((double)v));
                break;
            case DType.BFloat16:
                Fill<Kiln.Numerics.BFloat16>(x, keys, static v => Float((float)v));
                break;
            case DType.Int64:
                Fill<long>(x, keys, Integer);
                break;
            case DType.Int32:
                Fill<int>(x, keys, static v => Integer(v));
                break;
            case DType.Int8:
                Fill<sbyte>(x, keys, static v => Integer(v));
                break;
            case DType.UInt8:
                Fill<byte>(x, keys, static v => v);
                break;
            default:
                Fill<bool>(x, keys, static v => v ? 1UL : 0);
                break;
        }

        GC.KeepAlive(x);
        return keys;
    }

    private static void Fill<T>(Tensor x, ulong[] keys, Func<T, ulong> key)
        where T : unmanaged
    {
        ReadOnlySpan<T> values = x.Span<T>();
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = key(values[i]);
        }
    }

    private static ulong Integer(long value) => (ulong)value ^ SignBit;

    private static ulong Float(double value)
    {
        if (double.IsNaN(value))
        {
            return ulong.MaxValue;
        }

        ulong bits = BitConverter.DoubleToUInt64Bits(value == 0 ? 0 : value);
        return (bits & SignBit) != 0 ? ~bits : bits | SignBit;
    }
}
