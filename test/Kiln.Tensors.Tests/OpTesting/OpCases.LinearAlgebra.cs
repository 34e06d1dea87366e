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
    ];

    private static Tensor Definite(Tensor x) => x.MatMul(x.T) + Tensor.Eye(x.Shape[^2], dtype: x.DType);

    private static Tensor NearIdentity(Tensor x) => (x * (0.5 / x.Shape[^1])) + Tensor.Eye(x.Shape[^1], dtype: x.DType);
}
