using System.Numerics;

namespace Kiln.Numerics.Tests;

public class CholeskyTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 8, 17, 31, 32, 33, 64, 100, 129, 200];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_factor_times_its_transpose_is_the_matrix(int n)
    {
        Check<double>(n, 8, n);
        Check<double>(n, 2, n + 3);
        Check<float>(n, 2, n + 1);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Solves_with_any_number_of_right_sides(int n)
    {
        foreach (var columns in new[] { 1, 2, 3, 9, 40 })
        {
            Solve<double>(n, columns);
            Solve<float>(n, columns);
        }
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(40, 0)]
    [InlineData(100, 77)]
    public void A_matrix_that_is_not_positive_definite_is_named_with_its_pivot(int n, int pivot)
    {
        var a = TestMatrix.Identity(n);
        a[pivot, pivot] = -2;
        var thrown = Should.Throw<NotPositiveDefiniteException>(() => Cholesky.Factor<double>(n, a.To<double>(n), n));
        thrown.Pivot.ShouldBe(pivot);
        thrown.Message.ShouldContain($"pivot {pivot} is -2");
    }

    [Fact]
    public void A_singular_matrix_fails_at_its_zero_pivot() =>
        Should.Throw<NotPositiveDefiniteException>(() => Cholesky.Factor<double>(2, new double[] { 1, 0, 1, 1 }, 2)).Pivot.ShouldBe(1);

    [Fact]
    public void NaN_is_named_with_its_place()
    {
        var a = TestMatrix.Identity(40).To<double>(40);
        a[(37 * 40) + 5] = double.NaN;
        Should.Throw<NonFiniteMatrixException>(() => Cholesky.Factor<double>(40, a, 40)).Message.ShouldContain("a[37, 5] is NaN");
    }

    [Fact]
    public void Only_the_lower_triangle_is_read()
    {
        var expected = TestMatrices.PositiveDefinite(70, 1).To<double>(70);
        var actual = expected.ToArray();
        for (var i = 0; i < 70; i++)
        {
            actual.AsSpan((i * 70) + i + 1, 69 - i).Fill(double.NaN);
        }

        Cholesky.Factor<double>(70, expected, 70);
        Cholesky.Factor<double>(70, actual, 70);
        actual.ShouldBe(expected);
    }

    private static void Check<T>(int n, double logCondition, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = TestMatrices.PositiveDefinite(n, n, logCondition).Rounded<T>();
        var factor = a.To<T>(stride);
        Cholesky.Factor<T>(n, factor, stride);
        var l = TestMatrix.From(n, n, factor, stride);
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
            {
                l[i, j].ShouldBe(0);
            }
        }

        ((l * l.Transpose()) - a).ShouldBeSmall<T>(a.Norm(), n, 1, $"n = {n}, {typeof(T).Name}");
    }

    private static void Solve<T>(int n, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = TestMatrices.PositiveDefinite(n, n).Rounded<T>();
        var b = TestMatrices.Normal(n, columns, 5).Rounded<T>();
        var factor = a.To<T>(n);
        var x = b.To<T>(columns + 2);
        Cholesky.Factor<T>(n, factor, n);
        Cholesky.Solve<T>(n, columns, factor, n, x, columns + 2);
        var solution = TestMatrix.From(n, columns, x, columns + 2);
        ((a * solution) - b).ShouldBeSmall<T>(a.Norm() * solution.Norm(), n, 1, $"n = {n}, {columns} right sides, {typeof(T).Name}");
    }
}
