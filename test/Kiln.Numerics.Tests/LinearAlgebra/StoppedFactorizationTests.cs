namespace Kiln.Numerics.Tests;

/// <summary>Factorizations that take long look at their token on the way: between blocks of columns, panels and merges.</summary>
public class StoppedFactorizationTests
{
    private const int N = 160;

    private static readonly double[] s_matrix = Matrix();

    public static TheoryData<string> Factorizations => ["svd", "wide svd", "tall svd", "singular values", "symmetric eigen", "eigenvalues", "qr", "least squares", "cholesky"];

    [Theory, MemberData(nameof(Factorizations))]
    public void A_factorization_ends_when_it_is_stopped(string name)
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => Run(name, source.Token));
        Should.NotThrow(() => Run(name, CancellationToken.None));
    }

    private static void Run(string name, CancellationToken cancellation)
    {
        var (values, left, right) = (new double[N], new double[2 * N * N], new double[2 * N * N]);
        switch (name)
        {
            case "svd": Svd.Decompose<double>(N, N, s_matrix, N, values, left, N, right, N, cancellation: cancellation); break;
            case "wide svd": Svd.Decompose<double>(N / 2, 2 * N, s_matrix, 2 * N, values, left, N / 2, right, 2 * N, cancellation: cancellation); break;
            case "tall svd": Svd.Decompose<double>(2 * N, N / 2, s_matrix, N / 2, values, left, N / 2, right, N / 2, cancellation: cancellation); break;
            case "singular values": Svd.Values<double>(N, N, s_matrix, N, values, cancellation); break;
            case "symmetric eigen": SymmetricEigen.Decompose<double>(N, s_matrix, N, values, left, N, cancellation); break;
            case "eigenvalues": SymmetricEigen.Values<double>(N, s_matrix, N, values, cancellation); break;
            case "qr": Qr.Decompose<double>(N, N, s_matrix, N, left, N, N, right, N, cancellation); break;
            case "least squares": LeastSquares.Solve<double>(N, N, 1, s_matrix, N, values, 1, right.AsSpan(0, N), 1, cancellation: cancellation); break;
            default: Cholesky.Factor<double>(N, s_matrix.ToArray(), N, cancellation); break;
        }
    }

    /// <summary>Symmetric and positive definite.</summary>
    private static double[] Matrix()
    {
        var matrix = new double[N * N];
        for (var i = 0; i < N; i++)
        {
            for (var j = 0; j < N; j++)
            {
                matrix[(i * N) + j] = (i == j ? N : 0) + Math.Cos((i * j) + i + j);
            }
        }

        return matrix;
    }
}
