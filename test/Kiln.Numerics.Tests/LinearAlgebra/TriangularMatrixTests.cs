namespace Kiln.Numerics.Tests;

public class TriangularMatrixTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void A_diagonal_whose_reciprocals_overflow_divides_all_the_same(bool lower, bool transpose)
    {
        const int N = 75;
        const double Tiny = 1e-310;
        var t = TestMatrix.Of(N, N, (i, j) => i == j ? Tiny * (1 + (i % 3)) : i > j == lower && i != j ? Tiny * ((i + (2 * j)) % 5) / 100 : 0);
        var x = TestMatrix.Of(N, N, (i, j) => ((i * 7) + j) % 11);
        var product = (transpose ? t.Transpose() : t) * x;
        var b = product.To<double>(N);
        TriangularMatrix.Solve<double>(N, N, t.To<double>(N), N, lower, transpose, unit: false, b, N);
        (TestMatrix.From(N, N, b, N) - x).Norm().ShouldBeLessThan(1e-9 * x.Norm());
    }
}
