using System.Numerics;

namespace Kiln.Numerics.Tests;

public class QrTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 2, 2 }, { 3, 1 }, { 1, 3 }, { 8, 8 }, { 9, 9 }, { 33, 33 }, { 40, 17 }, { 17, 40 }, { 65, 65 }, { 100, 100 }, { 200, 70 }, { 70, 200 }, { 201, 199 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Q_is_orthonormal_R_is_triangular_and_their_product_is_the_matrix(int m, int n)
    {
        foreach (var kind in TestMatrices.GeneralKinds)
        {
            Check<double>(kind, m, n, full: false);
            Check<float>(kind, m, n, full: false);
        }

        Check<double>("random", m, n, full: true);
        Check<float>("half rank", m, n, full: true);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-310)]
    [InlineData(1e300)]
    public void Numbers_at_the_ends_of_the_range_do_no_harm(double scale)
    {
        var a = TestMatrices.Normal(60, 40, 1);
        var (q, r) = Decompose<double>(a.Scaled(scale), full: false);
        q.ShouldBeOrthonormal<double>(1, "Q");
        var error = ((q * r.Scaled(1 / scale)) - a).Norm() / a.Norm();
        error.ShouldBeLessThan(scale == 1e-310 ? 1e-12 : 1e-14);
    }

    [Fact]
    public void A_column_of_tiny_numbers_is_as_accurate_as_the_others()
    {
        // The error of Householder's method is small column by column.
        var a = TestMatrices.Normal(50, 20, 3);
        for (var i = 0; i < 50; i++)
        {
            a[i, 7] *= 1e-200;
        }

        var (q, r) = Decompose<double>(a, full: false);
        var product = q * r;
        for (var i = 0; i < 50; i++)
        {
            (product[i, 7] - a[i, 7]).ShouldBe(0, 1e-213);
        }
    }

    [Fact]
    public void Any_other_number_of_columns_is_refused() =>
        Should.Throw<ArgumentException>(() => Qr.Decompose<double>(4, 2, new double[8], 2, new double[12], 3, 3, new double[6], 2))
            .Message.ShouldContain("2 in the economic form and 4 in the full one");

    private static void Check<T>(string kind, int m, int n, bool full)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var what = $"{kind}, {m} × {n}, {typeof(T).Name}";
        var a = TestMatrices.General(kind, m, n).Rounded<T>();
        var (q, r) = Decompose<T>(a, full);
        q.ShouldBeOrthonormal<T>(10, what);
        ((q * r) - a).ShouldBeSmall<T>(a.Norm(), m, 1, what);
        for (var i = 0; i < r.Rows; i++)
        {
            for (var j = 0; j < Math.Min(i, n); j++)
            {
                r[i, j].ShouldBe(0);
            }
        }
    }

    private static (TestMatrix Q, TestMatrix R) Decompose<T>(TestMatrix a, bool full)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (m, n) = (a.Rows, a.Columns);
        var columns = full ? m : Math.Min(m, n);
        var q = new T[m * (columns + 1)];
        var r = new T[columns * (n + 2)];
        Qr.Decompose<T>(m, n, a.To<T>(n + 1), n + 1, q, columns + 1, columns, r, n + 2);
        return (TestMatrix.From(m, columns, q, columns + 1), TestMatrix.From(columns, n, r, n + 2));
    }
}
