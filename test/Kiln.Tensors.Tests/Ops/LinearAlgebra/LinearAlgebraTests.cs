using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

public class LinearAlgebraTests
{
    [Fact]
    public void Decompositions_of_a_batch_multiply_back_to_it()
    {
        Tensor x = RandomMatrices([2, 3, 6, 4]);
        (Tensor q, Tensor r) = LinearAlgebra.Qr(x);
        Close(q.MatMul(r), x);
        (Tensor u, Tensor values, Tensor vt) = LinearAlgebra.Svd(x);
        Close((u * values.ExpandDims(-2)).MatMul(vt), x);
        (Tensor full, _, Tensor fullVt) = LinearAlgebra.Svd(x, full: true);
        full.Shape.ShouldBe(new Shape(2, 3, 6, 6));
        fullVt.Shape.ShouldBe(new Shape(2, 3, 4, 4));
        Tensor symmetric = x.MatMul(x.T);
        (Tensor eigenvalues, Tensor vectors) = LinearAlgebra.Eigh(symmetric);
        Close((vectors * eigenvalues.ExpandDims(-2)).MatMul(vectors.T), symmetric);
    }

    [Fact]
    public void Strided_views_serve_as_matrices()
    {
        Tensor x = RandomMatrices([5, 5, 3]).Permute(2, 1, 0);
        Close(LinearAlgebra.Inverse(x).MatMul(x), Tensor.Eye(5, dtype: DType.Float64).BroadcastTo(new Shape(3, 5, 5)));
        (Tensor q, Tensor r) = LinearAlgebra.Qr(x);
        Close(q.MatMul(r), x);
    }

    [Fact]
    public void Least_squares_and_pseudo_inverse_agree()
    {
        Tensor a = RandomMatrices([2, 7, 3]);
        Tensor b = RandomMatrices([7, 2]);
        Close(LinearAlgebra.LeastSquares(a, b), LinearAlgebra.PseudoInverse(a).MatMul(b));
    }

    [Fact]
    public void The_condition_is_the_ratio_of_the_extreme_singular_values()
    {
        LinearAlgebra.Condition(Tensor.From([4.0, 2.0, 0.5]).Diag()).Item<double>().ShouldBe(8, 1e-12);
        LinearAlgebra.Condition(Tensor.From([4.0, 0.0]).Diag()).Item<double>().ShouldBe(double.PositiveInfinity);
        LinearAlgebra.Condition(Tensor.Zeros([2, 3, 2])).ToArray<float>().ShouldBe([float.PositiveInfinity, float.PositiveInfinity]);
    }

    [Fact]
    public void The_determinant_has_a_sign()
    {
        LinearAlgebra.Determinant(Tensor.From([0.0, 2.0, 3.0, 0.0], [2, 2])).Item<double>().ShouldBe(-6, 1e-14);
        LinearAlgebra.Determinant(Tensor.From([1.0, 2.0, 2.0, 4.0], [2, 2])).Item<double>().ShouldBe(0);
    }

    [Fact]
    public void Errors_name_the_operation_and_the_shapes()
    {
        Should.Throw<ShapeException>(() => LinearAlgebra.Cholesky(Tensor.Zeros([2, 3]))).Message.ShouldContain("cholesky: expected square matrices");
        Should.Throw<ShapeException>(() => LinearAlgebra.Qr(Tensor.Zeros([3]))).Message.ShouldContain("qr: expected matrices");
        Should.Throw<ShapeException>(() => LinearAlgebra.Solve(Tensor.Zeros([3, 3]), Tensor.Zeros([2, 1]))).Message.ShouldContain("(…, 3, k)");
        Should.Throw<DTypeException>(() => LinearAlgebra.Solve(Tensor.Zeros([1, 1]), Tensor.Zeros([1, 1], DType.Float64)));
        Should.Throw<MissingKernelException>(() => LinearAlgebra.Inverse(Tensor.Zeros([2, 2], DType.Int32)));
        Should.Throw<SingularMatrixException>(() => LinearAlgebra.Inverse(Tensor.Zeros([2, 2]))).Message.ShouldStartWith("inverse: the 2 × 2 matrix is singular");
        Should.Throw<SingularMatrixException>(() => LinearAlgebra.Solve(Tensor.Zeros([2, 2]), Tensor.Ones([2, 1]))).Message.ShouldStartWith("solve: ");
        Should.Throw<NonFiniteMatrixException>(() => LinearAlgebra.Inverse(Tensor.Full([2, 2], float.NaN))).Message.ShouldStartWith("inverse: a[0, 0] is NaN");
        Should.Throw<NonFiniteMatrixException>(() => LinearAlgebra.Solve(Tensor.Full([2, 2], float.NaN), Tensor.Ones([2, 1]))).Message.ShouldStartWith("solve: ");
        Should.Throw<NonFiniteMatrixException>(() => LinearAlgebra.Determinant(Tensor.Full([2, 2], float.NaN))).Message.ShouldStartWith("log determinant: ");
        Should.Throw<NotPositiveDefiniteException>(() => LinearAlgebra.Cholesky(-Tensor.Eye(2)));
        Should.Throw<NonFiniteMatrixException>(() => LinearAlgebra.Svd(Tensor.Full([2, 2], float.NaN)));
    }

    [Fact]
    public void What_has_no_gradient_says_so()
    {
        var parameter = new Parameter(Tensor.Eye(3));
        Should.Throw<AutogradException>(() => LinearAlgebra.LeastSquares(Tensor.Eye(3), parameter.Value)).Message.ShouldContain("least squares");
        var tall = new Parameter(Tensor.Ones([4, 3]));
        Should.Throw<AutogradException>(() => LinearAlgebra.Qr(tall.Value, full: true)).Message.ShouldContain("qr: the full form of (4, 3)");
        Should.Throw<AutogradException>(() => LinearAlgebra.PivotedQr(tall.Value, full: true)).Message.ShouldContain("pivoted qr: the full form");
        Should.Throw<AutogradException>(() => LinearAlgebra.Svd(tall.Value, full: true)).Message.ShouldContain("svd: the full form of (4, 3)");
    }

    [Fact]
    public void Vectors_of_equal_values_have_no_gradient_and_the_values_have()
    {
        Tensor x = Tensor.From([2.0, 5.0, 5.0]).Diag().RequireGrad();
        Tensor vectors = LinearAlgebra.Eigh(x).Vectors.Sum();
        Should.Throw<AutogradException>(() => vectors.Backward()).Message.ShouldContain("eigh: there is no gradient through the eigenvectors of a repeated eigenvalue: numbers 1 and 2 of matrix 0 are both 5");
        Tensor left = LinearAlgebra.Svd(x).U.Sum();
        Should.Throw<AutogradException>(() => left.Backward()).Message.ShouldContain("svd: there is no gradient through the singular vectors of a repeated singular value: numbers 0 and 1");
        Tensor sums = LinearAlgebra.Eigh(x).Values.Sum() + LinearAlgebra.Svd(x).Values.Sum();
        sums.Backward();
        Close(x.Grad!, Tensor.Eye(3, dtype: DType.Float64) * 2);
    }

    [Fact]
    public void Matrices_without_full_rank_have_no_gradient_where_their_factors_jump()
    {
        Tensor x = Tensor.From([1.0, 0, 0, 0, 0, 0], [3, 2]).RequireGrad();
        Tensor r = LinearAlgebra.Qr(x).R.Sum();
        Should.Throw<AutogradException>(() => r.Backward()).Message.ShouldContain("qr: there is no gradient where the first columns are dependent: R[1, 1] is exactly zero");
        Tensor u = LinearAlgebra.Svd(x).U.Sum();
        Should.Throw<AutogradException>(() => u.Backward()).Message.ShouldContain("singular value 1 of matrix 0 is zero");
    }

    [Fact]
    public void Pivoted_qr_orders_the_columns_of_each_matrix()
    {
        Tensor x = RandomMatrices([2, 3, 6, 4]);
        (Tensor q, Tensor r, Tensor pivots) = LinearAlgebra.PivotedQr(x);
        pivots.DType.ShouldBe(DType.Int64);
        Close(q.MatMul(r), x.Gather(-1, pivots.ExpandDims(-2).BroadcastTo(x.Shape)));
        (Tensor fullQ, Tensor fullR, _) = LinearAlgebra.PivotedQr(x, full: true);
        fullQ.Shape.ShouldBe(new Shape(2, 3, 6, 6));
        fullR.Shape.ShouldBe(new Shape(2, 3, 6, 4));
        double[] diagonal = r.Diagonal().Abs().ToArray<double>();
        for (int i = 0; i < diagonal.Length; i++)
        {
            diagonal[i].ShouldBeLessThanOrEqualTo(i % 4 == 0 ? double.MaxValue : diagonal[i - 1]);
        }
    }

    private static Tensor RandomMatrices(int[] shape)
    {
        var random = new Random(5);
        return Tensor.From([.. Enumerable.Range(0, shape.Aggregate(1, (x, y) => x * y)).Select(_ => random.NextDouble() - 0.5)], shape);
    }

    private static void Close(Tensor actual, Tensor expected)
    {
        actual.Shape.ShouldBe(expected.Shape);
        (actual - expected).Abs().Max().Item<double>().ShouldBeLessThan(1e-12);
    }
}
