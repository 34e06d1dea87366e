using System.Numerics;

namespace Kiln.Numerics.Tests;

public class LeastSquaresTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 5, 5 }, { 40, 12 }, { 12, 40 }, { 130, 70 }, { 70, 130 }, { 100, 100 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_residual_is_orthogonal_to_the_columns_and_the_solution_to_the_null_space(int m, int n)
    {
        foreach (var kind in new[] { "random", "half rank", "graded columns", "zero columns", "rank one", "ones" })
        {
            Check<double>(kind, m, n);
        }

        Check<float>("random", m, n);
        Check<float>("half rank", m, n);
    }

    [Fact]
    public void The_rank_follows_from_the_tolerance()
    {
        var a = TestMatrices.Orthogonal(20, 1) * TestMatrix.Diagonal([.. Enumerable.Range(0, 20).Select(i => Math.Pow(10, -i))]) * TestMatrices.Orthogonal(20, 2);
        var x = new double[20];
        LeastSquares.Solve<double>(20, 20, 1, a.To<double>(20), 20, new double[20], 1, x, 1, 3e-6).ShouldBe(6);
        LeastSquares.Solve<double>(20, 20, 1, a.To<double>(20), 20, new double[20], 1, x, 1).ShouldBeInRange(14, 16);
        LeastSquares.Solve<double>(20, 20, 1, TestMatrices.Orthogonal(20, 1).To<double>(20), 20, new double[20], 1, x, 1).ShouldBe(20);
    }

    [Fact]
    public void A_matrix_of_zeros_has_rank_zero_and_solution_zero()
    {
        var x = new double[] { 1, 2, 3 };
        LeastSquares.Solve<double>(2, 3, 1, new double[6], 3, [1, 2], 1, x, 1).ShouldBe(0);
        x.ShouldBe([0, 0, 0]);
    }

    [Theory]
    [InlineData("random", 30, 20)]
    [InlineData("half rank", 20, 30)]
    [InlineData("half rank", 60, 60)]
    public void The_pseudo_inverse_has_its_four_properties(string kind, int m, int n)
    {
        var a = TestMatrices.General(kind, m, n);
        var values = new double[n * m];
        LeastSquares.PseudoInverse<double>(m, n, a.To<double>(n), n, values, m);
        var p = new TestMatrix(n, m, values);
        var scale = a.Norm() * p.Norm();
        ((a * p * a) - a).ShouldBeSmall<double>(a.Norm() * scale, m, 1, "APA = A");
        ((p * a * p) - p).ShouldBeSmall<double>(p.Norm() * scale, m, 1, "PAP = P");
        ((a * p) - (a * p).Transpose()).ShouldBeSmall<double>(scale, m, 1, "AP symmetric");
        ((p * a) - (p * a).Transpose()).ShouldBeSmall<double>(scale, m, 1, "PA symmetric");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void A_triangular_system_reads_one_triangle(bool lower, bool transpose)
    {
        const int N = 70;
        var a = TestMatrices.Normal(N, N, 1);
        var t = TestMatrix.Of(N, N, (i, j) => i == j ? 8 + Math.Abs(a[i, j]) : lower == j < i ? a[i, j] : double.NaN);
        var b = TestMatrices.Normal(N, 5, 2);
        var x = b.To<double>(5);
        TriangularMatrix.Solve<double>(N, 5, t.To<double>(N), N, lower, transpose, false, x, 5);
        var clean = TestMatrix.Of(N, N, (i, j) => double.IsNaN(t[i, j]) ? 0 : t[i, j]);
        var solution = new TestMatrix(N, 5, x);
        (((transpose ? clean.Transpose() : clean) * solution) - b).ShouldBeSmall<double>(clean.Norm() * solution.Norm(), N, 1, "T·X = B");
        t[3, 3] = 0;
        Should.Throw<SingularMatrixException>(() => TriangularMatrix.Solve<double>(N, 5, t.To<double>(N), N, lower, transpose, false, x, 5)).Pivot.ShouldBe(3);
    }

    private static void Check<T>(string kind, int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var what = $"{kind}, {m} × {n}, {typeof(T).Name}";
        var a = TestMatrices.General(kind, m, n).Rounded<T>();
        var b = TestMatrices.Normal(m, 3, 9).Rounded<T>();
        var values = new T[n * 4];
        var rank = LeastSquares.Solve<T>(m, n, 3, a.To<T>(n), n, b.To<T>(3), 3, values, 4, kind == "half rank" ? 1e-5 : -1);
        rank.ShouldBe(
            kind switch
            {
                "rank one" or "ones" => 1,
                "half rank" => Math.Max(1, Math.Min(m, n) / 2),
                "zero columns" => Math.Min(m, n - ((n + 1) / 3)),
                _ => Math.Min(m, n),
            },
            what);
        var x = TestMatrix.From(n, 3, values, 4);
        var residual = (a * x) - b;
        (a.Transpose() * residual).ShouldBeSmall<T>(a.Norm() * ((a.Norm() * x.Norm()) + b.Norm()), Math.Max(m, n), 4, what);

        // A solution of smallest norm is a combination of A's rows: projecting it onto them changes nothing.
        if (rank < n && kind != "graded columns")
        {
            var (vt, kept) = RowSpace(a, rank);
            (x - (vt.Transpose() * (vt * x))).ShouldBeSmall<T>(x.Norm() * kept, Math.Max(m, n), 10, what);
        }
    }

    // An orthonormal basis of the rows by Gram and Schmidt, twice, with the largest remaining row each time.
    private static (TestMatrix Rows, double Condition) RowSpace(TestMatrix a, int rank)
    {
        var rest = a;
        var basis = new TestMatrix(rank, a.Columns);
        double first = 0, last = 0;
        for (var k = 0; k < rank; k++)
        {
            var best = Enumerable.Range(0, a.Rows).MaxBy(i => Enumerable.Range(0, a.Columns).Sum(j => rest[i, j] * rest[i, j]));
            last = Math.Sqrt(Enumerable.Range(0, a.Columns).Sum(j => rest[best, j] * rest[best, j]));
            first = k == 0 ? last : first;
            for (var j = 0; j < a.Columns; j++)
            {
                basis[k, j] = rest[best, j] / last;
            }

            var row = TestMatrix.Of(1, a.Columns, (_, j) => basis[k, j]);
            rest -= rest * row.Transpose() * row;
            rest -= rest * row.Transpose() * row;
        }

        return (basis, first / last);
    }
}
