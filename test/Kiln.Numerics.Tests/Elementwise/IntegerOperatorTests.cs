namespace Kiln.Numerics.Tests;

public class IntegerOperatorTests
{
    [Fact]
    public void All_pairs_of_bytes_wrap_divide_and_compare_as_in_NumPy()
    {
        var x = new sbyte[65_536];
        var y = new sbyte[65_536];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (sbyte)(i >> 8);
            y[i] = (sbyte)i;
        }

        Same<AddOperator>(x, y, (a, b) => a + b);
        Same<SubtractOperator>(x, y, (a, b) => a - b);
        Same<MultiplyOperator>(x, y, (a, b) => a * b);
        Same<MinimumOperator>(x, y, Math.Min);
        Same<MaximumOperator>(x, y, Math.Max);
        Same<DivideOperator>(x, y, (a, b) => a / b, divides: true);
        Same<FloorDivideOperator>(x, y, (a, b) => (int)Math.Floor((double)a / b), divides: true);
        Same<RemainderOperator>(x, y, (a, b) => a - (b * (int)Math.Floor((double)a / b)), divides: true);
        Same<TruncatedRemainderOperator>(x, y, (a, b) => a % b, divides: true);
    }

    [Fact]
    public void Unsigned_integers_divide_by_their_largest_value()
    {
        var y = new byte[1];
        Elementwise.Binary<FloorDivideOperator, byte>([255], [255], y);
        y[0].ShouldBe((byte)1);
        Elementwise.Binary<RemainderOperator, byte>([200], [255], y);
        y[0].ShouldBe((byte)200);
    }

    [Fact]
    public void The_smallest_integer_wraps_where_its_negative_would_not_fit()
    {
        var y = new int[1];
        Elementwise.Binary<DivideOperator, int>([int.MinValue], [-1], y);
        y[0].ShouldBe(int.MinValue);
        Elementwise.Binary<RemainderOperator, int>([int.MinValue], [-1], y);
        y[0].ShouldBe(0);
        Elementwise.Unary<AbsOperator, int>([int.MinValue], y);
        y[0].ShouldBe(int.MinValue);
        Elementwise.Unary<NegateOperator, int>([int.MinValue], y);
        y[0].ShouldBe(int.MinValue);
    }

    [Fact]
    public void Division_by_zero_says_what_to_do()
    {
        Should.Throw<DivideByZeroException>(() => Elementwise.Binary<DivideOperator, int>([7], [0], new int[1])).Message.ShouldContain("7 is divided by zero");
        Should.Throw<DivideByZeroException>(() => Elementwise.Binary<RemainderOperator, long>([7], [0], new long[1])).Message.ShouldContain("mask the zeros");
    }

    [Fact]
    public void Powers_wrap_and_refuse_negative_exponents()
    {
        var y = new long[4];
        Elementwise.Binary<PowerOperator, long>([3, -2, 0, 10], [4, 3, 0, 20], y);
        y.ShouldBe([81, -8, 1, unchecked((long)7766279631452241920)]);
        Should.Throw<ArgumentException>(() => Elementwise.Binary<PowerOperator, long>([3], [-1], new long[1])).Message.ShouldContain("fractions");
    }

    private static void Same<TOperator>(sbyte[] x, sbyte[] y, Func<int, int, int> expected, bool divides = false)
        where TOperator : struct, IBinaryOperator
    {
        var right = divides ? Array.ConvertAll(y, v => v == 0 ? (sbyte)1 : v) : y;
        var z = new sbyte[x.Length];
        Elementwise.Binary<TOperator, sbyte>(x, right, z);
        for (var i = 0; i < x.Length; i++)
        {
            if (z[i] != unchecked((sbyte)expected(x[i], right[i])))
            {
                Assert.Fail($"{typeof(TOperator).Name}({x[i]}, {right[i]}) is {z[i]}");
            }
        }
    }
}
