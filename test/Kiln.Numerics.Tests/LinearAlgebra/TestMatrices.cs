namespace Kiln.Numerics.Tests;

/// <summary>Matrices that decompositions are tried on, the easy and the nasty ones, by name.</summary>
internal static class TestMatrices
{
    /// <summary>Names that <see cref="General"/> takes.</summary>
    public static readonly string[] GeneralKinds =
    [
        "random", "graded rows", "graded columns", "rank one", "half rank", "tiny", "huge", "zero", "identity", "ones", "Hilbert", "Kahan", "sparse",
        "reversed", "triangular", "zero columns",
    ];

    /// <summary>Names that <see cref="Symmetric"/> takes.</summary>
    public static readonly string[] SymmetricKinds =
    [
        "random", "clustered", "two values", "graded", "rank one", "zero", "identity", "diagonal", "tridiagonal", "Wilkinson", "glued Wilkinson", "tiny", "huge",
        "Laplacian", "negative", "ones", "nearly diagonal",
    ];

    /// <summary>Numbers of a standard normal distribution.</summary>
    public static TestMatrix Normal(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        return TestMatrix.Of(
            rows, columns, (_, _) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }

    /// <summary>A random orthogonal matrix: the product of a few random reflections.</summary>
    public static TestMatrix Orthogonal(int n, int seed)
    {
        var q = TestMatrix.Identity(n);
        for (var round = 0; round < 3; round++)
        {
            var v = Normal(n, 1, seed + round);
            var norm = v.Norm();
            v = v.Scaled(1 / norm);
            q -= v * (v.Transpose() * q).Scaled(2);
        }

        return q;
    }

    /// <summary>Q·diag(values)·Qᵀ, symmetric to the last bit.</summary>
    public static TestMatrix WithEigenvalues(double[] values, int seed)
    {
        var q = Orthogonal(values.Length, seed);
        var a = q * TestMatrix.Diagonal(values) * q.Transpose();
        return TestMatrix.Of(a.Rows, a.Columns, (i, j) => a[Math.Min(i, j), Math.Max(i, j)]);
    }

    /// <summary>A symmetric positive definite matrix of condition 10 to some power.</summary>
    public static TestMatrix PositiveDefinite(int n, int seed, double logCondition = 2) =>
        WithEigenvalues([.. Enumerable.Range(0, n).Select(i => Math.Pow(10, -logCondition * i / Math.Max(1, n - 1)))], seed);

    /// <summary>A general matrix by the name of its kind; numbers fit float32.</summary>
    public static TestMatrix General(string kind, int m, int n) => kind switch
    {
        "random" => Normal(m, n, 1),
        "graded rows" => Scale(Normal(m, n, 2), i => Math.Pow(10, -12.0 * i / m), _ => 1),
        "graded columns" => Scale(Normal(m, n, 3), _ => 1, j => Math.Pow(10, -12.0 * j / n)),
        "rank one" => Normal(m, 1, 4) * Normal(1, n, 5),
        "half rank" => Normal(m, Math.Max(1, Math.Min(m, n) / 2), 6) * Normal(Math.Max(1, Math.Min(m, n) / 2), n, 7),
        "tiny" => Normal(m, n, 8).Scaled(1e-36),
        "huge" => Normal(m, n, 9).Scaled(1e36),
        "zero" => new TestMatrix(m, n),
        "identity" => TestMatrix.Of(m, n, (i, j) => i == j ? 1 : 0),
        "ones" => TestMatrix.Of(m, n, (_, _) => 1),
        "Hilbert" => TestMatrix.Of(m, n, (i, j) => 1.0 / (i + j + 1)),
        "Kahan" => TestMatrix.Of(m, n, (i, j) => j < i ? 0 : Math.Pow(0.8, i) * (i == j ? 1 : -0.6)),
        "sparse" => Sparse(m, n),
        "reversed" => TestMatrix.Of(m, n, (i, j) => i + j == n - 1 ? i + 1 : 0),
        "triangular" => TestMatrix.Of(m, n, (i, j) => j >= i ? 1 : 0),
        "zero columns" => Scale(Normal(m, n, 10), _ => 1, j => j % 3 == 1 ? 0 : 1),
        _ => throw new ArgumentException(kind),
    };

    /// <summary>A symmetric matrix by the name of its kind; numbers fit float32.</summary>
    public static TestMatrix Symmetric(string kind, int n) => kind switch
    {
        "random" => Symmetrized(Normal(n, n, 11)),
        "clustered" => WithEigenvalues([.. Enumerable.Range(0, n).Select(i => i < n / 2 ? 1 + (1e-14 * i) : 2 + (1e-9 * i))], 12),
        "two values" => WithEigenvalues([.. Enumerable.Range(0, n).Select(i => i % 2 == 0 ? -1.0 : 1.0)], 13),
        "graded" => Scale(Symmetrized(Normal(n, n, 14)), i => Math.Pow(10, -8.0 * i / n), j => Math.Pow(10, -8.0 * j / n)),
        "rank one" => Normal(n, 1, 15) is var v ? v * v.Transpose() : v,
        "zero" => new TestMatrix(n, n),
        "identity" => TestMatrix.Identity(n),
        "diagonal" => TestMatrix.Of(n, n, (i, j) => i == j ? ((i * 7) % n) - (n / 3) : 0),
        "tridiagonal" => TestMatrix.Of(n, n, (i, j) => i == j ? i + 1 : Math.Abs(i - j) == 1 ? 1 : 0),
        "Wilkinson" => Wilkinson(n, n, 0),
        "glued Wilkinson" => Wilkinson(n, 21, 1e-8),
        "tiny" => Symmetrized(Normal(n, n, 16)).Scaled(1e-36),
        "huge" => Symmetrized(Normal(n, n, 17)).Scaled(1e36),
        "Laplacian" => TestMatrix.Of(n, n, (i, j) => i == j ? 2 : Math.Abs(i - j) == 1 ? -1 : 0),
        "negative" => PositiveDefinite(n, 18).Scaled(-1),
        "ones" => TestMatrix.Of(n, n, (_, _) => 1),
        "nearly diagonal" => TestMatrix.Diagonal([.. Enumerable.Range(0, n).Select(i => (double)i)]) + Symmetrized(Normal(n, n, 19)).Scaled(1e-11),
        _ => throw new ArgumentException(kind),
    };

    private static TestMatrix Symmetrized(TestMatrix a) => TestMatrix.Of(a.Rows, a.Columns, (i, j) => a[i, j] + a[j, i]);

    private static TestMatrix Scale(TestMatrix a, Func<int, double> row, Func<int, double> column) =>
        TestMatrix.Of(a.Rows, a.Columns, (i, j) => a[i, j] * row(i) * column(j));

    private static TestMatrix Sparse(int m, int n)
    {
        var random = new Random(20);
        return TestMatrix.Of(m, n, (_, _) => random.Next(4) == 0 ? random.Next(-3, 4) : 0);
    }

    // Wilkinson's matrix: |i - middle| on the diagonal and ones beside it; its large eigenvalues come in pairs that agree to many digits.
    private static TestMatrix Wilkinson(int n, int size, double glue) => TestMatrix.Of(n, n, (i, j) =>
        i == j ? Math.Abs((i % size) - ((size - 1) / 2)) : Math.Abs(i - j) != 1 ? 0 : Math.Max(i, j) % size == 0 ? glue : 1);
}
