using System.Numerics;

namespace Kiln.Numerics.Tests;

public class SymmetricEigenTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 4, 8, 17, 31, 32, 33, 50, 64, 65, 100, 130, 200];

    public static TheoryData<string> Kinds => [.. TestMatrices.SymmetricKinds];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Vectors_are_orthonormal_and_rebuild_the_matrix(int n)
    {
        Check<double>("random", n);
        Check<float>("random", n);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Also_where_eigenvalues_agree_or_differ_by_orders_of_magnitude(string kind)
    {
        foreach (var n in new[] { 5, 40, 129, 190 })
        {
            Check<double>(kind, n);
            Check<float>(kind, n);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    [InlineData(100)]
    [InlineData(257)]
    public void The_second_difference_has_its_known_eigenvalues(int n)
    {
        var (values, _) = Decompose<double>(TestMatrices.Symmetric("Laplacian", n));
        for (var k = 0; k < n; k++)
        {
            var sine = Math.Sin((k + 1) * Math.PI / (2 * (n + 1)));
            values[k].ShouldBe(4 * sine * sine, 4e-15);
        }
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-310)]
    [InlineData(1e305)]
    public void Numbers_at_the_ends_of_the_range_do_no_harm(double scale)
    {
        var a = TestMatrices.Symmetric("random", 70);
        var (expected, _) = Decompose<double>(a);
        var (values, vectors) = Decompose<double>(a.Scaled(scale));
        vectors.ShouldBeOrthonormal<double>(4, "V");
        for (var i = 0; i < 70; i++)
        {
            (values[i] / scale).ShouldBe(expected[i], scale == 1e-310 ? 1e-11 : 1e-12);
        }
    }

    [Fact]
    public void Only_the_lower_triangle_is_read()
    {
        var a = TestMatrices.Symmetric("random", 50);
        var (expected, _) = Decompose<double>(a);
        for (var i = 0; i < 50; i++)
        {
            for (var j = i + 1; j < 50; j++)
            {
                a[i, j] = double.NaN;
            }
        }

        Decompose<double>(a).Values.ShouldBe(expected);
    }

    [Fact]
    public void NaN_is_named_with_its_place()
    {
        var a = TestMatrix.Identity(4).To<double>(4);
        a[9] = double.NaN;
        Should.Throw<NonFiniteMatrixException>(() => SymmetricEigen.Values<double>(4, a, 4, new double[4])).Message.ShouldContain("a[2, 1] is NaN");
    }

    [Fact]
    public void An_empty_matrix_has_no_eigenvalues() => SymmetricEigen.Decompose<double>(0, [], 0, [], [], 0);

    private static void Check<T>(string kind, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var what = $"{kind}, n = {n}, {typeof(T).Name}";
        var a = TestMatrices.Symmetric(kind, n).Rounded<T>();
        var (values, vectors) = Decompose<T>(a);
        vectors.ShouldBeOrthonormal<T>(4, what);
        ((vectors * TestMatrix.Diagonal(values) * vectors.Transpose()) - a).ShouldBeSmall<T>(a.Norm(), n, 4, what);
        values.ShouldBe(values.Order());

        var alone = new T[n];
        SymmetricEigen.Values<T>(n, a.To<T>(n), n, alone);
        for (var i = 0; i < n; i++)
        {
            double.CreateTruncating(alone[i]).ShouldBe(values[i], (4 * Math.Max(n, 4) * Residuals.Epsilon<T>() * a.Norm()) + double.Epsilon, what);
        }
    }

    private static (double[] Values, TestMatrix Vectors) Decompose<T>(TestMatrix a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var n = a.Rows;
        var values = new T[n];
        var vectors = new T[n * (n + 2)];
        SymmetricEigen.Decompose<T>(n, a.To<T>(n + 1), n + 1, values, vectors, n + 2);
        return ([.. values.Select(x => double.CreateTruncating(x))], TestMatrix.From(n, n, vectors, n + 2));
    }
}
