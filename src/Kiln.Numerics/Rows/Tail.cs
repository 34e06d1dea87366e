using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>
/// The last, incomplete vector of a row, the missing lanes filled with what does no harm. AVX2 and AVX-512 have loads and stores that leave masked lanes
/// alone, and the memory behind them too; elsewhere the numbers go through a buffer.
/// </summary>
internal static unsafe class Tail
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Reads <paramref name="count"/> numbers, fewer than a vector has lanes, and <paramref name="fill"/> in the other lanes.</summary>
    [MethodImpl(Inline)]
    public static L Load<L, T>(T* source, int count, T fill)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(L) == typeof(Lanes512<float>) && Avx512F.IsSupported)
        {
            Vector512<float> mask = Mask16(count).AsSingle();
            return Unsafe.BitCast<Vector512<float>, L>(Avx512F.MaskLoad((float*)source, mask, Vector512.Create(fill).As<T, float>()));
        }

        if (typeof(L) == typeof(Lanes512<double>) && Avx512F.IsSupported)
        {
            Vector512<double> mask = Mask8(count).AsDouble();
            return Unsafe.BitCast<Vector512<double>, L>(Avx512F.MaskLoad((double*)source, mask, Vector512.Create(fill).As<T, double>()));
        }

        if (typeof(L) == typeof(Lanes256<float>) && Avx.IsSupported)
        {
            Vector256<float> mask = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
            Vector256<float> value = Avx.MaskLoad((float*)source, mask);
            return Unsafe.BitCast<Vector256<float>, L>(Vector256.ConditionalSelect(mask, value, Vector256.Create(fill).As<T, float>()));
        }

        if (typeof(L) == typeof(Lanes256<double>) && Avx.IsSupported)
        {
            Vector256<double> mask = Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).AsDouble();
            Vector256<double> value = Avx.MaskLoad((double*)source, mask);
            return Unsafe.BitCast<Vector256<double>, L>(Vector256.ConditionalSelect(mask, value, Vector256.Create(fill).As<T, double>()));
        }

        Buffer buffer;
        T* lanes = (T*)&buffer;
        for (int i = 0; i < L.Count; i++)
        {
            lanes[i] = i < count ? source[i] : fill;
        }

        return L.Load(lanes);
    }

    /// <summary>Writes the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(Inline)]
    public static void Store<L, T>(L value, T* destination, int count)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(L) == typeof(Lanes512<float>) && Avx512F.IsSupported)
        {
            Avx512F.MaskStore((float*)destination, Mask16(count).AsSingle(), Unsafe.BitCast<L, Vector512<float>>(value));
        }
        else if (typeof(L) == typeof(Lanes512<double>) && Avx512F.IsSupported)
        {
            Avx512F.MaskStore((double*)destination, Mask8(count).AsDouble(), Unsafe.BitCast<L, Vector512<double>>(value));
        }
        else if (typeof(L) == typeof(Lanes256<float>) && Avx.IsSupported)
        {
            Vector256<float> mask = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
            Avx.MaskStore((float*)destination, mask, Unsafe.BitCast<L, Vector256<float>>(value));
        }
        else if (typeof(L) == typeof(Lanes256<double>) && Avx.IsSupported)
        {
            Vector256<double> mask = Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).AsDouble();
            Avx.MaskStore((double*)destination, mask, Unsafe.BitCast<L, Vector256<double>>(value));
        }
        else
        {
            Buffer buffer;
            T* lanes = (T*)&buffer;
            L.Store(value, lanes);
            for (int i = 0; i < count; i++)
            {
                destination[i] = lanes[i];
            }
        }
    }

    /// <summary>The largest lane by halving, NaN or not; where a lane is NaN, any of the others or NaN.</summary>
    [MethodImpl(Inline)]
    public static T Largest<L, T>(L value)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(L) == typeof(Lanes512<T>))
        {
            Vector512<T> v = Unsafe.BitCast<L, Vector512<T>>(value);
            return Largest(Vector256.MaxNative(v.GetLower(), v.GetUpper()));
        }

        if (typeof(L) == typeof(Lanes256<T>))
        {
            return Largest(Unsafe.BitCast<L, Vector256<T>>(value));
        }

        return typeof(L) == typeof(Lanes128<T>) ? Largest(Unsafe.BitCast<L, Vector128<T>>(value)) : Unsafe.BitCast<L, T>(value);
    }

    [MethodImpl(Inline)]
    private static T Largest<T>(Vector256<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Largest(Vector128.MaxNative(v.GetLower(), v.GetUpper()));

    [MethodImpl(Inline)]
    private static T Largest<T>(Vector128<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Vector128<float> x = v.As<T, float>();
            x = Vector128.MaxNative(x, Vector128.Shuffle(x, Vector128.Create(2, 3, 0, 1)));
            x = Vector128.MaxNative(x, Vector128.Shuffle(x, Vector128.Create(1, 0, 3, 2)));
            return x.As<float, T>().ToScalar();
        }

        Vector128<double> y = v.As<T, double>();
        return Vector128.MaxNative(y, Vector128.Shuffle(y, Vector128.Create(1L, 0L))).As<double, T>().ToScalar();
    }

    [MethodImpl(Inline)]
    private static Vector512<int> Mask16(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count));

    [MethodImpl(Inline)]
    private static Vector512<long> Mask8(int count) => Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count));

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Buffer;
}
