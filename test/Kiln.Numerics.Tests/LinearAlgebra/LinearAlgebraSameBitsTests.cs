namespace Kiln.Numerics.Tests;

/// <summary>Every decomposition gives the same bits on one thread and on three.</summary>
[Collection(nameof(ThreadCountCollection))]
public class LinearAlgebraSameBitsTests
{
    private const int N = 300;

    [Fact]
    public void Cholesky_does_not_depend_on_the_number_of_threads() => Check(() =>
    {
        var a = TestMatrices.PositiveDefinite(N, 1).To<double>(N);
        Cholesky.Factor<double>(N, a, N);
        return a;
    });

    [Fact]
    public void Lu_does_not_depend_on_the_number_of_threads() => Check(() =>
    {
        var a = TestMatrices.Normal(N, N, 1).To<double>(N);
        var pivots = new int[N];
        var inverse = new double[N * N];
        Lu.Factor<double>(N, a, N, pivots);
        Lu.Inverse<double>(N, a, N, pivots, inverse, N);
        return inverse;
    });

    [Fact]
    public void Qr_does_not_depend_on_the_number_of_threads() => Check(() =>
    {
        var q = new double[N * N];
        var r = new double[N * N];
        Qr.Decompose<double>(N, N, TestMatrices.Normal(N, N, 1).To<double>(N), N, q, N, N, r, N);
        return q;
    });

    [Fact]
    public void Pivoted_qr_does_not_depend_on_the_number_of_threads() => Check(() =>
    {
        var q = new double[N * N];
        PivotedQr.Decompose<double>(N, N, TestMatrices.Normal(N, N, 1).To<double>(N), N, q, N, N, new double[N * N], N, new int[N]);
        return q;
    });

    [Fact]
    public void Eigenvectors_do_not_depend_on_the_number_of_threads() => Check(() =>
    {
        var vectors = new double[N * N];
        SymmetricEigen.Decompose<double>(N, TestMatrices.Symmetric("random", N).To<double>(N), N, new double[N], vectors, N);
        return vectors;
    });

    [Fact]
    public void Singular_vectors_do_not_depend_on_the_number_of_threads() => Check(() =>
    {
        var u = new double[N * N];
        Svd.Decompose<double>(N, N, TestMatrices.Normal(N, N, 2).To<double>(N), N, new double[N], u, N, new double[N * N], N);
        return u;
    });

    private static void Check(Func<double[]> compute)
    {
        var before = WorkerTeam.ThreadCount;
        try
        {
            WorkerTeam.ThreadCount = 1;
            var expected = compute();
            WorkerTeam.ThreadCount = 3;
            compute().ShouldBe(expected);
        }
        finally
        {
            WorkerTeam.ThreadCount = before;
        }
    }
}
