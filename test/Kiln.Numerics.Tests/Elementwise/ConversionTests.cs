using System.Reflection;

namespace Kiln.Numerics.Tests;

/// <summary>Every pair of element types, against the conversion rule written out for one element.</summary>
public unsafe class ConversionTests
{
    private static readonly Type[] s_types =
        [typeof(float), typeof(double), typeof(Half), typeof(BFloat16), typeof(int), typeof(long), typeof(byte), typeof(sbyte), typeof(bool)];

    // Ends of the types, halves, ties of the narrow floats, NaN, infinities and denormals.
    private static readonly double[] s_values =
    [
        0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 127, 128, 255, 256, 300, -129, 1e-30, 1e-42, 65504, 65519.99, 65520, 70000, 1e10, -1e10, 2147483647, 2147483648, -2147483649,
        9.3e18, -9.3e18, 1e300, 3.4e38, 3.5e38, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1 + (1.0 / 256), 1 + (3.0 / 256), 1 + (1.0 / 256) + 1e-12,
        1 + (1.0 / 2048), 1 + (3.0 / 2048), 1.0000000596046448, Math.PI, -Math.E, 6e-8, 5.9e-8,
    ];

    public static TheoryData<Type, Type> Pairs
    {
        get
        {
            var data = new TheoryData<Type, Type>();
            foreach (var from in s_types)
            {
                foreach (var to in s_types)
                {
                    data.Add(from, to);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Each_pair_of_types_follows_the_rule(Type from, Type to) =>
        typeof(ConversionTests).GetMethod(nameof(Check), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(from, to).Invoke(null, null);

    [Fact]
    public void BFloat16_rounds_every_float_to_the_nearest_even()
    {
        // All patterns of the discarded half for some kept halves, through the vector loop and its tail.
        foreach (var upper in (uint[])[0x0000, 0x3F80, 0x3F81, 0x7F7F, 0xC000, 0x0001, 0x7F80, 0xFF80, 0x7FC0])
        {
            var x = new float[65_536 + 5];
            for (uint lower = 0; lower < x.Length; lower++)
            {
                x[lower] = BitConverter.UInt32BitsToSingle((upper << 16) | (lower & 0xFFFF));
            }

            var y = new BFloat16[x.Length];
            Conversion.Convert<float, BFloat16>(x, y);
            for (var i = 0; i < x.Length; i++)
            {
                if (float.IsNaN(x[i]) ? !float.IsNaN(y[i]) : y[i].Bits != Nearest(x[i]))
                {
                    Assert.Fail($"{x[i]:R} became {(float)y[i]:R}");
                }
            }
        }
    }

    [Fact]
    public void Strided_arrays_are_converted_in_their_order()
    {
        var x = Enumerable.Range(0, 12).ToArray();
        var y = new float[12];
        fixed (int* px = x)
        {
            fixed (float* py = y)
            {
                Conversion.Convert([3, 4], px, [1, 3], py);
            }
        }

        y.ShouldBe([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]);
    }

    [Fact]
    public void Large_arrays_are_converted_whole()
    {
        var x = Enumerable.Range(0, 300_001).Select(i => (byte)i).ToArray();
        var y = new float[x.Length];
        Conversion.Convert<byte, float>(x, y);
        for (var i = 0; i < x.Length; i++)
        {
            if (y[i] != x[i])
            {
                Assert.Fail($"element {i}: {y[i]}");
            }
        }
    }

    private static void Check<TFrom, TTo>()
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        var x = Enumerable.Range(0, 3).SelectMany(_ => s_values).Select(Scalar<TFrom>).ToArray();
        var y = new TTo[x.Length];
        Conversion.Convert<TFrom, TTo>(x, y);
        for (var i = 0; i < x.Length; i++)
        {
            var expected = typeof(TFrom) == typeof(long) && !IsFloat<TTo>() ? FromInteger<TTo>((long)(object)x[i]) : Scalar<TTo>(Value(x[i]));
            if (!expected.Equals(y[i]))
            {
                Assert.Fail($"{typeof(TFrom)} {x[i]} became {typeof(TTo)} {y[i]}, not {expected}");
            }
        }
    }

    private static bool IsFloat<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16);

    private static double Value<T>(T x) => x switch
    {
        Half h => (double)h,
        BFloat16 b => (float)b,
        bool b => b ? 1 : 0,
        _ => Convert.ToDouble(x, null),
    };

    private static T FromInteger<T>(long value)
        where T : unmanaged => (T)(
        typeof(T) == typeof(bool) ? value != 0
        : typeof(T) == typeof(int) ? unchecked((int)value)
        : typeof(T) == typeof(byte) ? unchecked((byte)value)
        : typeof(T) == typeof(sbyte) ? unchecked((sbyte)value)
        : (object)value);

    // The rule of Conversion's remarks. Small integers come here as themselves: 127 fits all of them.
    private static T Scalar<T>(double value)
        where T : unmanaged => (T)(
        typeof(T) == typeof(float) ? (float)value
        : typeof(T) == typeof(double) ? value
        : typeof(T) == typeof(Half) ? (Half)value
        : typeof(T) == typeof(BFloat16) ? BFloat16.FromBits(double.IsNaN(value) ? ((BFloat16)float.NaN).Bits : Nearest(value))
        : typeof(T) == typeof(bool) ? value != 0
        : typeof(T) == typeof(long) ? Towards(value, long.MinValue, long.MaxValue)
        : typeof(T) == typeof(int) ? (int)Towards(value, int.MinValue, int.MaxValue)
        : typeof(T) == typeof(byte) ? unchecked((byte)(int)Towards(value, int.MinValue, int.MaxValue))
        : (object)unchecked((sbyte)(int)Towards(value, int.MinValue, int.MaxValue)));

    private static long Towards(double value, long least, long most) =>
        double.IsNaN(value) ? 0 : value <= least ? least : value >= most ? most : (long)Math.Truncate(value);

    // The nearest bfloat16 by search among the two neighbours, ties to the even bits.
    private static ushort Nearest(double value)
    {
        var sign = double.IsNegative(value) ? 0x8000 : 0;
        var magnitude = Math.Abs(value);
        if (double.IsPositiveInfinity(magnitude))
        {
            return (ushort)(sign | 0x7F80);
        }

        int low = 0, high = 0x7F80;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Wide(middle) <= magnitude ? (middle, high) : (low, middle);
        }

        double below = magnitude - Wide(low), above = Wide(high) - magnitude;
        var nearest = below < above || (below == above && low % 2 == 0) ? low : high;
        return (ushort)(sign | nearest);
    }

    // Infinity stands where the next value would be.
    private static double Wide(int bits) => bits == 0x7F80 ? Math.Pow(2, 128) : (float)BFloat16.FromBits((ushort)bits);
}
