using System.Numerics;

namespace Kiln.Numerics.Tests;

/// <summary>The drivers walk every element once, in every layout: lengths around each vector width, threads, views, broadcasts.</summary>
public unsafe class DriverTests
{
    public static TheoryData<int> Lengths => [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 1000, 1023, 1024, 1025, 4099, 200_003];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Unary_treats_every_element_and_nothing_beyond(int length)
    {
        var x = Random<float>(length);
        var y = Enumerable.Repeat(7f, length + 5).ToArray();
        Elementwise.Unary<SquareOperator, float>(x, y);
        for (var i = 0; i < length; i++)
        {
            x[i] *= x[i];
        }

        y[..length].ShouldBe(x);
        x = Random<float>(length);
        y[length..].ShouldAllBe(v => v == 7);
        Elementwise.Unary<SquareOperator, float>(x, x);
        x.ShouldBe(y[..length]);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Binary_treats_runs_and_scalars_on_either_side(int length)
    {
        var x = Random<float>(length);
        var y = Random<float>(length);
        var z = new float[length];
        Elementwise.Binary<SubtractOperator, float>(x, y, z);
        z.ShouldBe(x.Zip(y, (a, b) => a - b));
        Elementwise.Binary<SubtractOperator, float>(x, 3f, z);
        z.ShouldBe(x.Select(a => a - 3f));
        Elementwise.Binary<SubtractOperator, float>(3f, y, z);
        z.ShouldBe(y.Select(b => 3f - b));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Comparisons_write_ones_and_zeros(int length)
    {
        var x = Random<float>(length);
        var y = Random<float>(length);
        var z = Enumerable.Repeat((byte)7, length + 3).ToArray();
        Elementwise.Compare<LessOperator, float>(x, y, z);
        z[..length].ShouldBe(x.Zip(y, (a, b) => a < b ? (byte)1 : (byte)0));
        z[length..].ShouldAllBe(b => b == 7);
        var w = new byte[length];
        Elementwise.Compare<GreaterOrEqualOperator, double>(x.Select(v => (double)v).ToArray(), y.Select(v => (double)v).ToArray(), w);
        w.ShouldBe(z[..length].Select(b => (byte)(1 - b)));
    }

    [Theory]
    [InlineData(typeof(float))]
    [InlineData(typeof(double))]
    [InlineData(typeof(Half))]
    [InlineData(typeof(BFloat16))]
    [InlineData(typeof(int))]
    [InlineData(typeof(long))]
    [InlineData(typeof(byte))]
    [InlineData(typeof(sbyte))]
    public void Every_element_type_adds_and_compares_in_every_layout(Type type) =>
        typeof(DriverTests).GetMethod(nameof(CheckLayouts), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, null);

    [Fact]
    public void Where_takes_bits_of_every_size()
    {
        CheckWhere<byte>();
        CheckWhere<Half>();
        CheckWhere<int>();
        CheckWhere<double>();
    }

    // Results so large that they go past the caches: rows that fill lines, rows that do not, and short ones that are written out together.
    [Theory]
    [InlineData(3500, 768)]
    [InlineData(2100, 1250)]
    [InlineData(170_000, 16)]
    [InlineData(270_000, 10)]
    public void A_row_and_a_column_are_added_to_a_large_matrix(int rows, int width)
    {
        var x = Random<float>(rows * width);
        var row = Random<float>(width);
        var column = Random<float>(rows);
        var y = new float[rows * width + 32];
        fixed (float* px = x, pr = row, pc = column, py = y)
        {
            // A result that begins at a line, as those of tensors do.
            var z = (float*)(((nuint)py + 63) & ~(nuint)63);
            Elementwise.Binary<AddOperator, float>([rows, width], px, [width, 1], pr, [0, 1], z);
            for (var i = 0; i < rows * width; i++)
            {
                if (z[i] != x[i] + row[i % width])
                {
                    Assert.Fail($"row: {z[i]} at {i}, not {x[i] + row[i % width]}");
                }
            }

            Elementwise.Binary<AddOperator, float>([rows, width], pc, [1, 0], px, [width, 1], z);
            for (var i = 0; i < rows * width; i++)
            {
                if (z[i] != column[i / width] + x[i])
                {
                    Assert.Fail($"column: {z[i]} at {i}, not {column[i / width] + x[i]}");
                }
            }

            // Onto itself.
            x.CopyTo(y, 0);
            Elementwise.Binary<AddOperator, float>([rows, width], px, [width, 1], pr, [0, 1], px);
            for (var i = 0; i < rows * width; i++)
            {
                if (x[i] != y[i] + row[i % width])
                {
                    Assert.Fail($"in place: {x[i]} at {i}, not {y[i] + row[i % width]}");
                }
            }
        }
    }

    [Fact]
    public void A_wrong_operator_for_integers_says_so() =>
        Should.Throw<NotSupportedException>(() => Elementwise.Unary<ExpOperator, int>(new int[3], new int[3])).Message.ShouldContain("floating-point");

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => Elementwise.Binary<AddOperator, float>(new float[3], new float[4], new float[4])).Message.ShouldContain("3 and 4");
        Should.Throw<ArgumentException>(() => Elementwise.Unary<AbsOperator, float>(new float[3], new float[2])).Message.ShouldContain("2 elements");
    }

    private static void CheckLayouts<T>()
        where T : unmanaged
    {
        var random = new Random(5);
        for (var trial = 0; trial < 60; trial++)
        {
            var rank = random.Next(0, 5);
            var sizes = Enumerable.Range(0, rank).Select(_ => random.Next(8) == 0 ? 1 : random.Next(1, trial % 3 == 0 ? 40 : 9)).ToArray();
            var x = View.Random<T>(random, sizes);
            var y = View.Random<T>(random, sizes);
            var count = sizes.Aggregate(1, (a, b) => a * b);
            var z = new T[count];
            var flags = new byte[count];
            fixed (T* px = x.Data, py = y.Data, pz = z)
            {
                fixed (byte* pf = flags)
                {
                    Elementwise.Binary<AddOperator, T>(sizes, px + x.Offset, x.Strides, py + y.Offset, y.Strides, pz);
                    Elementwise.Compare<LessOperator, T>(sizes, px + x.Offset, x.Strides, py + y.Offset, y.Strides, pf);
                }
            }

            for (var i = 0; i < count; i++)
            {
                double a = View.ToDouble(x.At(i)), b = View.ToDouble(y.At(i));
                Same(View.ToDouble(View.FromDouble<T>(a + b)), View.ToDouble(z[i]), i, x);
                Same(a < b ? 1 : 0, flags[i], i, x);
            }

            fixed (T* px = x.Data, pz = z)
            {
                Elementwise.Unary<AbsOperator, T>(sizes, px + x.Offset, x.Strides, pz);
            }

            for (var i = 0; i < count; i++)
            {
                Same(Math.Abs(View.ToDouble(x.At(i))), View.ToDouble(z[i]), i, x);
            }
        }
    }

    private static void CheckWhere<T>()
        where T : unmanaged
    {
        var random = new Random(6);
        foreach (int[] sizes in (int[][])[[], [1], [17], [3, 5], [40, 33], [2, 3, 4, 5], [70_001], [2, 3001]])
        {
            var c = View.Random<byte>(random, sizes);
            var x = View.Random<T>(random, sizes);
            var y = View.Random<T>(random, sizes);
            var z = new T[sizes.Aggregate(1, (a, b) => a * b)];
            fixed (byte* pc = c.Data)
            {
                fixed (T* px = x.Data, py = y.Data, pz = z)
                {
                    Elementwise.Where(sizes, pc + c.Offset, c.Strides, px + x.Offset, x.Strides, py + y.Offset, y.Strides, pz);
                }
            }

            for (var i = 0; i < z.Length; i++)
            {
                Same(View.ToDouble(c.At(i) != 0 ? x.At(i) : y.At(i)), View.ToDouble(z[i]), i, x);
            }
        }
    }

    private static void Same<T>(double expected, double actual, int index, View<T> view)
        where T : unmanaged
    {
        if (expected != actual)
        {
            Assert.Fail($"{typeof(T)} at {index} of ({string.Join(", ", view.Sizes)}), strides ({string.Join(", ", view.Strides)}): {actual}, not {expected}");
        }
    }

    private static T[] Random<T>(int length)
        where T : INumber<T>
    {
        var random = new Random(length);
        return Enumerable.Range(0, length).Select(_ => T.CreateTruncating((random.NextDouble() * 8) - 4)).ToArray();
    }
}
