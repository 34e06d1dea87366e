using System.Numerics;

namespace Kiln.Numerics.Tests;

public class SvdTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 2, 2 }, { 3, 3 }, { 5, 1 }, { 1, 5 }, { 8, 8 }, { 17, 17 }, { 32, 32 }, { 33, 33 }, { 40, 34 }, { 34, 40 }, { 65, 65 }, { 100, 100 }, { 130, 129 },
        { 200, 60 }, { 60, 200 }, { 190, 190 },
    };

    public static TheoryData<string> Kinds => [.. TestMatrices.GeneralKinds];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Vectors_are_orthonormal_and_rebuild_the_matrix(int m, int n)
    {
        Check<double>("random", m, n, full: false);
        Check<float>("random", m, n, full: false);
        Check<double>("random", m, n, full: true);
        Check<float>("half rank", m, n, full: true);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Also_for_matrices_of_low_rank_and_of_any_grading(string kind)
    {
        foreach (var (m, n) in new[] { (5, 5), (40, 40), (129, 129), (190, 180), (150, 60), (60, 150) })
        {
            Check<double>(kind, m, n, full: false);
            Check<float>(kind, m, n, full: false);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(200)]
    public void The_triangle_of_ones_has_its_known_singular_values(int n)
    {
        var (values, _, _) = Decompose<double>(TestMatrices.General("triangular", n, n), false);
        for (var k = 0; k < n; k++)
        {
            // Its inverse is a first difference.
            values[k].ShouldBe(1 / (2 * Math.Sin((((2 * k) + 1) * Math.PI) / ((4 * n) + 2))), 1e-13 * values[0]);
        }
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-310)]
    [InlineData(1e305)]
    public void Numbers_at_the_ends_of_the_range_do_no_harm(double scale)
    {
        var a = TestMatrices.Normal(70, 50, 3);
        var (expected, _, _) = Decompose<double>(a, false);
        var (values, u, vt) = Decompose<double>(a.Scaled(scale), false);
        u.ShouldBeOrthonormal<double>(4, "U");
        vt.Transpose().ShouldBeOrthonormal<double>(4, "V");
        for (var i = 0; i < 50; i++)
        {
            (values[i] / scale).ShouldBe(expected[i], scale == 1e-310 ? 1e-11 : 1e-12);
        }
    }

    [Fact]
    public void Small_singular_values_of_a_bidiagonal_matrix_are_accurate_relative_to_themselves()
    {
        // Demmel and Kahan's promise, kept by the values alone: for this matrix the product of all is exactly the product of the diagonal.
        const int N = 40;
        var a = TestMatrix.Of(N, N, (i, j) => i == j ? Math.Pow(10, -i / 4.0) : j == i + 1 ? Math.Pow(10, -i / 4.0) : 0);
        var values = new double[N];
        Svd.Values<double>(N, N, a.To<double>(N), N, values);
        values.Sum(Math.Log10).ShouldBe(-(N * (N - 1) / 8.0), 1e-11);
        values[^1].ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Infinity_is_named_with_its_place()
    {
        var a = TestMatrices.Normal(4, 3, 1).To<double>(3);
        a[7] = double.PositiveInfinity;
        Should.Throw<NonFiniteMatrixException>(() => Svd.Values<double>(4, 3, a, 3, new double[3])).Message.ShouldContain("a[2, 1] is Infinity");
    }

    [Fact]
    public void A_matrix_without_columns_has_any_orthogonal_left_vectors()
    {
        var u = new double[9];
        Svd.Decompose<double>(3, 0, [], 0, [], u, 3, [], 0, full: true);
        u.ShouldBe([1, 0, 0, 0, 1, 0, 0, 0, 1]);
        Svd.Decompose<double>(3, 0, [], 0, [], [], 0, [], 0);
    }

    private static void Check<T>(string kind, int m, int n, bool full)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var what = $"{kind}, {m} × {n}, {typeof(T).Name}";
        var a = TestMatrices.General(kind, m, n).Rounded<T>();
        var (values, u, vt) = Decompose<T>(a, full);
        var k = Math.Min(m, n);
        u.ShouldBeOrthonormal<T>(10, what);
        vt.Transpose().ShouldBeOrthonormal<T>(10, what);
        var product = u.Block(m, k) * TestMatrix.Diagonal(values) * vt.Block(k, n);
        (product - a).ShouldBeSmall<T>(a.Norm(), Math.Max(m, n), 4, what);
        values.ShouldBe(values.OrderDescending());
        values.ShouldAllBe(x => x >= 0);

        var alone = new T[k];
        Svd.Values<T>(m, n, a.To<T>(n), n, alone);
        for (var i = 0; i < k; i++)
        {
            double.CreateTruncating(alone[i]).ShouldBe(values[i], (4 * Math.Max(Math.Max(m, n), 4) * Residuals.Epsilon<T>() * a.Norm()) + double.Epsilon, what);
        }
    }

    private static (double[] Values, TestMatrix U, TestMatrix Vt) Decompose<T>(TestMatrix a, bool full)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (m, n) = (a.Rows, a.Columns);
        var k = Math.Min(m, n);
        var (columns, rows) = full ? (m, n) : (k, k);
        var values = new T[k];
        var u = new T[m * (columns + 1)];
        var vt = new T[rows * (n + 2)];
        Svd.Decompose<T>(m, n, a.To<T>(n + 1), n + 1, values, u, columns + 1, vt, n + 2, full);
        return ([.. values.Select(x => double.CreateTruncating(x))], TestMatrix.From(m, columns, u, columns + 1), TestMatrix.From(rows, n, vt, n + 2));
    }
}
