namespace Kiln.Numerics.Tests;

/// <summary>A strided array for tests: permuted axes, gaps, reversed and repeated ones, over small whole numbers that every element type holds.</summary>
internal sealed record View<T>(T[] Data, int Offset, int[] Sizes, int[] Strides)
    where T : unmanaged
{
    public T At(int index)
    {
        var place = Offset;
        for (var axis = Sizes.Length - 1; axis >= 0; axis--)
        {
            place += index % Sizes[axis] * Strides[axis];
            index /= Sizes[axis];
        }

        return Data[place];
    }
}

internal static class View
{
    public static View<T> Random<T>(Random random, int[] sizes)
        where T : unmanaged
    {
        var kind = random.Next(5);
        var order = Enumerable.Range(0, sizes.Length).ToArray();
        if (kind is 1 or 4)
        {
            random.Shuffle(order);
        }

        var strides = new int[sizes.Length];
        int step = 1, offset = 0;
        foreach (var axis in order.Reverse())
        {
            if (kind is 2 or 4 && random.Next(2) == 0)
            {
                continue; // repeated: stride zero
            }

            var gap = kind is 3 or 4 ? random.Next(1, 3) : 1;
            strides[axis] = step * gap;
            step = Math.Max(1, step * gap * sizes[axis]);
            if (kind is 3 or 4 && random.Next(3) == 0)
            {
                offset += strides[axis] * (sizes[axis] - 1);
                strides[axis] = -strides[axis];
            }
        }

        var data = new T[step + 1];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = FromDouble<T>(typeof(T) == typeof(byte) ? random.Next(0, 2) * random.Next(0, 60) : random.Next(-60, 60));
        }

        return new View<T>(data, offset, sizes, strides);
    }

    public static T FromDouble<T>(double value)
        where T : unmanaged => (T)(object)(
        typeof(T) == typeof(float) ? (object)(float)value
        : typeof(T) == typeof(double) ? (object)value
        : typeof(T) == typeof(Half) ? (object)(Half)value
        : typeof(T) == typeof(BFloat16) ? (object)(BFloat16)value
        : typeof(T) == typeof(int) ? (object)(int)value
        : typeof(T) == typeof(long) ? (object)(long)value
        : typeof(T) == typeof(byte) ? (object)unchecked((byte)(int)value)
        : (object)unchecked((sbyte)(int)value));

    public static double ToDouble<T>(T value)
        where T : unmanaged => value switch
        {
            BFloat16 b => (float)b,
            Half h => (double)h,
            _ => Convert.ToDouble(value, null),
        };
}
