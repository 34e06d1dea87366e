using System.Numerics;

namespace Kiln.Numerics.Tests;

public class PivotedQrTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 2, 2 }, { 3, 1 }, { 1, 3 }, { 8, 8 }, { 33, 33 }, { 40, 17 }, { 17, 40 }, { 65, 65 }, { 100, 100 }, { 200, 70 }, { 70, 200 }, { 201, 199 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_factors_multiply_to_the_permuted_matrix_and_R_is_graded(int m, int n)
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
    [InlineData(60, 60)]
    [InlineData(90, 70)]
    [InlineData(70, 130)]
    public void Columns_come_in_the_order_of_the_plain_method(int m, int n)
    {
        var a = TestMatrices.Normal(m, n, 4);
        var (_, r, pivots, rank) = Decompose<double>(a, full: false);
        var (expected, diagonal) = Plain(a);
        pivots.ShouldBe(expected);
        rank.ShouldBe(Math.Min(m, n));
        for (var i = 0; i < diagonal.Length; i++)
        {
            Math.Abs(r[i, i]).ShouldBe(diagonal[i], 1e-12 * diagonal[0]);
        }
    }

    [Fact]
    public void Norms_are_computed_anew_where_reducing_them_loses_their_digits()
    {
        // All columns are nearly the first: after one step nothing is left of norms that were merely reduced.
        var (m, n) = (80, 60);
        var common = TestMatrices.Normal(m, 1, 5);
        var noise = TestMatrices.Normal(m, n, 6);
        var a = TestMatrix.Of(m, n, (i, j) => common[i, 0] + (1e-11 * noise[i, j]));
        var (_, r, pivots, rank) = Decompose<double>(a, full: false);
        var (expected, diagonal) = Plain(a);
        rank.ShouldBe(n);
        pivots[..10].ShouldBe(expected[..10]);
        for (var i = 0; i < n; i++)
        {
            Math.Abs(r[i, i]).ShouldBe(diagonal[i], 0.2 * diagonal[i]);
        }
    }

    [Theory]
    [InlineData(50, 40, 7)]
    [InlineData(40, 90, 23)]
    [InlineData(120, 120, 1)]
    public void The_rank_is_that_of_a_product_of_thin_matrices(int m, int n, int rank)
    {
        var a = TestMatrices.Normal(m, rank, 7) * TestMatrices.Normal(rank, n, 8);
        Decompose<double>(a, full: false).Rank.ShouldBe(rank);
        Decompose<float>(a.Rounded<float>(), full: false, tolerance: 1e-5).Rank.ShouldBe(rank);
    }

    [Fact]
    public void The_tolerance_decides_the_rank_and_nothing_else()
    {
        var a = TestMatrix.Diagonal([1e-3, 1, 1e-6, 1e-9]);
        Decompose<double>(a, full: false, tolerance: 0).Rank.ShouldBe(4);
        Decompose<double>(a, full: false, tolerance: 1e-4).Rank.ShouldBe(2);
        Decompose<double>(a, full: false, tolerance: 1e-4).Pivots.ShouldBe([1, 0, 2, 3]);
        Decompose<double>(new TestMatrix(3, 3), full: false).Rank.ShouldBe(0);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void Numbers_at_the_ends_of_the_range_do_no_harm(double scale)
    {
        var a = TestMatrices.Normal(60, 40, 1);
        var (q, r, pivots, _) = Decompose<double>(a.Scaled(scale), full: false);
        q.ShouldBeOrthonormal<double>(1, "Q");
        (((q * r.Scaled(1 / scale)) - Permuted(a, pivots)).Norm() / a.Norm()).ShouldBeLessThan(1e-14);
        pivots.ShouldBe(Decompose<double>(a, full: false).Pivots);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Should.Throw<ArgumentException>(() => PivotedQr.Decompose<double>(4, 2, new double[8], 2, new double[12], 3, 3, new double[6], 2, new int[2]))
            .Message.ShouldContain("pivoted qr: 3 columns of Q asked for");
        Should.Throw<ArgumentException>(() => PivotedQr.Decompose<double>(4, 2, new double[8], 2, new double[8], 2, 2, new double[4], 2, new int[1]))
            .Message.ShouldContain("pivots has 1 elements; expected 2");
        Should.Throw<ArgumentException>(() => PivotedQr.Decompose<double>(1, 1, [1], 1, new double[1], 1, 1, new double[1], 1, new int[1], double.NaN))
            .Message.ShouldContain("the tolerance is NaN");
        Should.Throw<NonFiniteMatrixException>(() => PivotedQr.Decompose<double>(1, 1, [double.NaN], 1, new double[1], 1, 1, new double[1], 1, new int[1]));
    }

    private static void Check<T>(string kind, int m, int n, bool full)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var what = $"{kind}, {m} × {n}, {typeof(T).Name}";
        var a = TestMatrices.General(kind, m, n).Rounded<T>();
        var (q, r, pivots, _) = Decompose<T>(a, full);
        pivots.Order().ShouldBe(Enumerable.Range(0, n), what);
        q.ShouldBeOrthonormal<T>(10, what);
        ((q * r) - Permuted(a, pivots)).ShouldBeSmall<T>(a.Norm(), m, 1, what);

        // Rounding in norms that were reduced, and in R itself.
        var slack = 64 * Math.Sqrt(Residuals.Epsilon<T>());
        var rounding = 16 * Math.Max(m, n) * Residuals.Epsilon<T>() * a.Norm();
        for (var j = 0; j < n; j++)
        {
            double rest = 0;
            for (var i = r.Rows - 1; i >= 0; i--)
            {
                rest = double.Hypot(rest, r[i, j]);
                if (i > j)
                {
                    r[i, j].ShouldBe(0);
                }
                else if (i < j)
                {
                    rest.ShouldBeLessThanOrEqualTo((Math.Abs(r[i, i]) * (1 + slack)) + rounding, what);
                }
            }
        }
    }

    // Householder's method with every norm computed from what is left, column by column.
    private static (int[] Pivots, double[] Diagonal) Plain(TestMatrix a)
    {
        var (m, n) = (a.Rows, a.Columns);
        var w = a.Scaled(1);
        var pivots = Enumerable.Range(0, n).ToArray();
        var diagonal = new double[Math.Min(m, n)];
        double RestOf(int row, int column) => Math.Sqrt(Enumerable.Range(row, m - row).Sum(i => w[i, column] * w[i, column]));
        for (var k = 0; k < diagonal.Length; k++)
        {
            var best = Enumerable.Range(k, n - k).MaxBy(j => RestOf(k, j));
            (pivots[k], pivots[best]) = (pivots[best], pivots[k]);
            for (var i = 0; i < m; i++)
            {
                (w[i, k], w[i, best]) = (w[i, best], w[i, k]);
            }

            diagonal[k] = RestOf(k, k);
            var v = Enumerable.Range(k, m - k).Select(i => w[i, k]).ToArray();
            v[0] += Math.CopySign(diagonal[k], v[0]);
            var squares = v.Sum(x => x * x);
            for (var j = k; j < n && squares > 0; j++)
            {
                var factor = 2 * v.Select((x, i) => x * w[k + i, j]).Sum() / squares;
                for (var i = k; i < m; i++)
                {
                    w[i, j] -= factor * v[i - k];
                }
            }
        }

        return (pivots, diagonal);
    }

    private static TestMatrix Permuted(TestMatrix a, int[] pivots) => TestMatrix.Of(a.Rows, a.Columns, (i, j) => a[i, pivots[j]]);

    private static (TestMatrix Q, TestMatrix R, int[] Pivots, int Rank) Decompose<T>(TestMatrix a, bool full, double tolerance = -1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (m, n) = (a.Rows, a.Columns);
        var columns = full ? m : Math.Min(m, n);
        var q = new T[m * (columns + 1)];
        var r = new T[columns * (n + 2)];
        var pivots = new int[n];
        var rank = PivotedQr.Decompose<T>(m, n, a.To<T>(n + 1), n + 1, q, columns + 1, columns, r, n + 2, pivots, tolerance);
        return (TestMatrix.From(m, columns, q, columns + 1), TestMatrix.From(columns, n, r, n + 2), pivots, rank);
    }
}
