using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Reductions of one vector to one number by halves: four steps for sixteen lanes.</summary>
internal static unsafe class AcrossLanes
{
    /// <summary>The largest lane. A NaN among the lanes may be lost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max<L, T>(L value)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sizeof(L) == 64)
        {
            var whole = Unsafe.BitCast<L, Vector512<T>>(value);
            return Max(Vector256.MaxNative(whole.GetLower(), whole.GetUpper()));
        }

        if (sizeof(L) == 32)
        {
            return Max(Unsafe.BitCast<L, Vector256<T>>(value));
        }

        return sizeof(L) == 16 ? Max(Unsafe.BitCast<L, Vector128<T>>(value)) : Unsafe.BitCast<L, T>(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Max<T>(Vector256<T> value)
        where T : unmanaged => Max(Vector128.MaxNative(value.GetLower(), value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Max<T>(Vector128<T> value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            var x = value.AsSingle();
            x = Vector128.MaxNative(x, Vector128.Shuffle(x, Vector128.Create(2, 3, 0, 1)));
            x = Vector128.MaxNative(x, Vector128.Shuffle(x, Vector128.Create(1, 0, 3, 2)));
            return Unsafe.BitCast<float, T>(x.ToScalar());
        }
        else
        {
            var x = value.AsDouble();
            x = Vector128.MaxNative(x, Vector128.Shuffle(x, Vector128.Create(1L, 0L)));
            return Unsafe.BitCast<double, T>(x.ToScalar());
        }
    }
}
