namespace Kiln.Tensors.Tests;

internal static partial class OpCases
{
    // A matrix near the identity is well conditioned, so that float32 is near float64.
    private static OpCase[] LinearAlgebras() =>
    [
        new("cholesky", x => LinearAlgebra.Cholesky(Definite(x[0])), random => [new OpInput([random.Next(1, 9), 3], -1, 1)]),
        new("cholesky of batches", x => LinearAlgebra.Cholesky(Definite(x[0])), _ => [new OpInput([2, 4, 3], -1, 1)]),
        new(
            "solve",
            x => LinearAlgebra.Solve(NearIdentity(x[0]), x[1]),
            random => random.Next(1, 12) is var n ? [new OpInput([n, n], -1, 1), new OpInput([n, random.Next(1, 4)])] : []),
        new("solve for a vector", x => LinearAlgebra.Solve(NearIdentity(x[0]), x[1]), _ => [new OpInput([2, 4, 4], -1, 1), new OpInput([4])]),
        new("solve with stretched batches", x => LinearAlgebra.Solve(NearIdentity(x[0]), x[1]), _ => [new OpInput([3, 3], -1, 1), new OpInput([2, 3, 2])]),
        new("inverse", x => LinearAlgebra.Inverse(NearIdentity(x[0])), random => random.Next(1, 12) is var n ? [new OpInput([n, n], -1, 1)] : []),
        new("inverse of batches", x => LinearAlgebra.Inverse(NearIdentity(x[0])), _ => [new OpInput([2, 3, 4, 4], -1, 1)]),
        new("log determinant", x => LinearAlgebra.LogDeterminant(NearIdentity(x[0])).LogAbsolute, _ => [new OpInput([2, 5, 5], -1, 1)]),
        new("determinant", x => LinearAlgebra.Determinant(NearIdentity(x[0])), _ => [new OpInput([2, 3, 3], -1, 1)]),
        new(
            "solve triangular",
            x => LinearAlgebra.SolveTriangular(NearIdentity(x[0]), x[1], lower: true),
            random => random.Next(1, 12) is var n ? [new OpInput([n, n], -1, 1), new OpInput([n, 2])] : []),
        new(
            "solve triangular, upper and transposed",
            x => LinearAlgebra.SolveTriangular(NearIdentity(x[0]), x[1], lower: false, transpose: true),
            _ => [new OpInput([2, 4, 4], -1, 1), new OpInput([2, 4, 3])]),
        .. Factors("qr", x => LinearAlgebra.Qr(x) is var (q, r) ? [q, r] : []),

        // Only where the signs of columns and vectors cancel is there a smooth function: a sign may change with a rounding.
        .. Factors("pivoted qr", x => LinearAlgebra.PivotedQr(x) is var (q, r, _) ? [q.Square(), r.Square(), q.MatMul(r)] : []),
        .. Factors("svd", x => LinearAlgebra.Svd(x) is var (u, s, vt) ? [u.Square(), s, vt.Square(), u.MatMul(vt)] : []),
        new("eigh, values", x => LinearAlgebra.Eigh(Spread(x[0])).Values, _ => [new OpInput([2, 4, 4], -1, 1)]),
        new(
            "eigh, vectors",
            x => LinearAlgebra.Eigh(Spread(x[0])).Vectors.Square(),
            random => random.Next(1, 8) is var n ? [new OpInput([n, n], -1, 1)] : []) { SingleTolerance = 1e-4 },
        new(
            "eigh, a function of the matrix",
            x => LinearAlgebra.Eigh(Spread(x[0])) is var (values, vectors) ? (vectors * values.Sin().ExpandDims(-2)).MatMul(vectors.T) : x[0],
            _ => [new OpInput([2, 5, 5], -1, 1)]),
        new("condition", x => LinearAlgebra.Condition(Tall(x[0])), _ => [new OpInput([2, 4, 3], -1, 1)]),
    ];

    // Each factor by itself and all together, of square, tall and wide matrices.
    private static IEnumerable<OpCase> Factors(string op, Func<Tensor, Tensor[]> factors)
    {
        (string Name, int[] Shape)[] forms = [("square", [2, 4, 4]), ("tall", [2, 5, 3]), ("wide", [2, 3, 5]), ("one row", [1, 4]), ("one column", [4, 1])];
        foreach ((string name, int[] shape) in forms)
        {
            Tensor Loss(Tensor[] all) => Tensor.Concat([.. all.Select((factor, i) => factor.Reshape(-1) * (1 + i))]);
            yield return new($"{op}, {name}", x => Loss(factors(Tall(x[0]))), _ => [new OpInput(shape, -1, 1)]) { SingleTolerance = 3e-5 };
        }

        int count = factors(Tall(Tensor.Zeros([3, 3]))).Length;
        for (int i = 0; i < count; i++)
        {
            int which = i;
            yield return new($"{op}, factor {i} of a wide matrix", x => factors(Tall(x[0]))[which], _ => [new OpInput([3, 4], -1, 1)]) { SingleTolerance = 3e-5 };
        }
    }

    // Singular values and norms of columns that are well apart: random numbers beside a ladder on the diagonal.
    private static Tensor Tall(Tensor x)
    {
        (int m, int n) = (x.Shape[^2], x.Shape[^1]);
        double[] ladder = new double[m * n];
        for (int i = 0; i < Math.Min(m, n); i++)
        {
            ladder[(i * n) + i] = 1 + i;
        }

        return (x * 0.25) + Tensor.From(ladder, [m, n]).To(x.DType);
    }

    private static Tensor Spread(Tensor x) => Tall(x) + Tall(x).T;

    private static Tensor Definite(Tensor x) => x.MatMul(x.T) + Tensor.Eye(x.Shape[^2], dtype: x.DType);

    private static Tensor NearIdentity(Tensor x) => (x * (0.5 / x.Shape[^1])) + Tensor.Eye(x.Shape[^1], dtype: x.DType);
}
