using System.Numerics;

namespace Kiln.Numerics.Tests;

public class LuTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 7, 8, 9, 16, 17, 31, 33, 64, 100, 129, 200, 300];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_exchanged_rows_are_L_times_U(int n)
    {
        foreach (var kind in new[] { "random", "graded rows", "graded columns", "half rank", "tiny", "huge", "zero", "reversed", "sparse", "zero columns" })
        {
            Check<double>(kind, n, n + 1);
            Check<float>(kind, n, n);
        }
    }

    [Fact]
    public void A_matrix_of_wide_panels_is_factored_as_well()
    {
        Check<double>("random", 1030, 1030);
        Check<float>("sparse", 1030, 1033);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Solves_with_the_matrix_and_its_transpose(int n)
    {
        foreach (var columns in new[] { 1, 3, 17 })
        {
            Solve<double>(n, columns, false);
            Solve<double>(n, columns, true);
            Solve<float>(n, columns, false);
            Solve<float>(n, columns, true);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_inverse_times_the_matrix_is_the_identity(int n)
    {
        var a = TestMatrices.PositiveDefinite(n, 3, 3);
        var (factors, pivots) = Factored<double>(a);
        var inverse = new double[n * n];
        Lu.Inverse<double>(n, factors, n, pivots, inverse, n);
        var x = new TestMatrix(n, n, inverse);
        ((x * a) - TestMatrix.Identity(n)).ShouldBeSmall<double>(x.Norm() * a.Norm(), n, 1, $"n = {n}");
    }

    [Fact]
    public void The_logarithm_of_a_determinant_holds_where_the_determinant_overflows()
    {
        var d = Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? -1e10 : 1e10).ToArray();
        var (factors, pivots) = Factored<double>(TestMatrix.Diagonal(d));
        var (sign, logarithm) = Lu.LogDeterminant<double>(300, factors, 300, pivots);
        sign.ShouldBe(1);
        logarithm.ShouldBe(300 * Math.Log(1e10), 1e-9);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void The_determinant_is_the_sum_over_permutations(int n)
    {
        var a = TestMatrices.Normal(n, n, n);
        var (factors, pivots) = Factored<double>(a);
        var (sign, logarithm) = Lu.LogDeterminant<double>(n, factors, n, pivots);
        (sign * Math.Exp(logarithm)).ShouldBe(Leibniz(a, 0, new bool[n]), 1e-12);
    }

    [Fact]
    public void The_determinant_of_nothing_is_one()
    {
        Lu.Factor<double>(0, [], 0, []).ShouldBe(-1);
        Lu.LogDeterminant<double>(0, [], 0, []).ShouldBe((1, 0.0));
    }

    [Fact]
    public void A_singular_matrix_is_reported_and_cannot_be_solved_with()
    {
        var a = TestMatrix.Of(40, 40, (i, j) => j == 12 ? 0 : i == j ? 1 : 0.01 * i);
        var factors = a.To<double>(40);
        var pivots = new int[40];
        Lu.Factor<double>(40, factors, 40, pivots).ShouldBe(12);
        Lu.LogDeterminant<double>(40, factors, 40, pivots).ShouldBe((0, double.NegativeInfinity));
        Should.Throw<SingularMatrixException>(() => Lu.Solve<double>(40, 1, factors, 40, pivots, new double[40], 1)).Pivot.ShouldBe(12);
    }

    [Fact]
    public void Infinity_is_named_with_its_place()
    {
        var a = TestMatrix.Identity(3).To<float>(3);
        a[5] = float.NegativeInfinity;
        Should.Throw<NonFiniteMatrixException>(() => Lu.Factor<float>(3, a, 3, new int[3])).Message.ShouldContain("a[1, 2] is -Infinity");
    }

    [Fact]
    public void Other_types_and_short_spans_are_refused()
    {
        Should.Throw<NotSupportedException>(() => Lu.Factor<Half>(1, new Half[1], 1, new int[1])).Message.ShouldContain("Half");
        Should.Throw<ArgumentException>(() => Lu.Factor<double>(3, new double[8], 3, new int[3])).Message.ShouldContain("needs 9");
        Should.Throw<ArgumentException>(() => Lu.Factor<double>(3, new double[9], 2, new int[3])).Message.ShouldContain("leading dimension");
        Should.Throw<ArgumentException>(() => Lu.Factor<double>(3, new double[9], 3, new int[2])).Message.ShouldContain("pivots");
        Should.Throw<ArgumentException>(() => Lu.Factor<double>(-1, new double[9], 3, new int[2]));
    }

    private static double Leibniz(TestMatrix a, int row, bool[] taken)
    {
        if (row == a.Rows)
        {
            return 1;
        }

        double sum = 0;
        var sign = 1;
        for (var j = 0; j < a.Rows; j++)
        {
            if (taken[j])
            {
                continue;
            }

            taken[j] = true;
            sum += sign * a[row, j] * Leibniz(a, row + 1, taken);
            taken[j] = false;
            sign = -sign;
        }

        return sum;
    }

    private static (T[] Factors, int[] Pivots) Factored<T>(TestMatrix a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var factors = a.To<T>(a.Rows);
        var pivots = new int[a.Rows];
        Lu.Factor<T>(a.Rows, factors, a.Rows, pivots).ShouldBe(-1);
        return (factors, pivots);
    }

    private static void Check<T>(string kind, int n, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = TestMatrices.General(kind, n, n).Rounded<T>();
        var factors = a.To<T>(stride);
        var pivots = new int[n];
        Lu.Factor<T>(n, factors, stride, pivots);
        var both = TestMatrix.From(n, n, factors, stride);
        var l = TestMatrix.Of(n, n, (i, j) => i == j ? 1 : j < i ? both[i, j] : 0);
        var u = TestMatrix.Of(n, n, (i, j) => j >= i ? both[i, j] : 0);
        l.Values.Max(Math.Abs).ShouldBe(1);
        var order = Enumerable.Range(0, n).ToArray();
        for (var i = 0; i < n; i++)
        {
            (order[i], order[pivots[i]]) = (order[pivots[i]], order[i]);
        }

        var exchanged = TestMatrix.Of(n, n, (i, j) => a[order[i], j]);
        ((l * u) - exchanged).ShouldBeSmall<T>(l.Norm() * u.Norm(), n, 1, $"{kind}, n = {n}, {typeof(T).Name}");
    }

    private static void Solve<T>(int n, int columns, bool transpose)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = TestMatrices.General("random", n, n).Rounded<T>();
        var b = TestMatrices.Normal(n, columns, 5).Rounded<T>();
        var (factors, pivots) = Factored<T>(a);
        var x = b.To<T>(columns);
        Lu.Solve<T>(n, columns, factors, n, pivots, x, columns, transpose);
        var solution = TestMatrix.From(n, columns, x, columns);
        (((transpose ? a.Transpose() : a) * solution) - b).ShouldBeSmall<T>(
            a.Norm() * solution.Norm(), n, 1, $"n = {n}, {columns} right sides, {typeof(T).Name}");
    }
}
