namespace Kiln.Numerics.Tests;

public class PackedMatrixTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_product_with_a_packed_matrix_equals_the_plain_loops(bool transposeA, bool transposeB)
    {
        foreach (var (m, n, k) in new[] { (1, 1, 1), (1, 100, 70), (3, 7, 5), (5, 8, 40), (8, 25, 33), (17, 40, 1600), (33, 300, 129), (230, 49, 800), (2, 300, 2100), (9, 330, 600) })
        {
            var plain = new MatMulCase(m, n, k) { TransposeA = transposeA, TransposeB = transposeB };
            plain.CheckPacked();
            (plain with { ExtraA = 3, ExtraB = 5, ExtraC = 7, Accumulate = true, HasBias = true, Activation = Activation.ReLU }).CheckPacked();
            (plain with { HasBias = true, Activation = Activation.Tanh }).CheckPacked();
        }
    }

    [Fact]
    public void It_does_not_follow_later_changes_and_knows_its_shape()
    {
        float[] b = [1, 2, 3, 4, 5, 6];
        var packed = new PackedMatrix<float>(2, 3, b, 3);
        Array.Clear(b);
        packed.Rows.ShouldBe(2);
        packed.Columns.ShouldBe(3);
        var c = new float[3];
        MatMul.Multiply(1, [10, 100], 2, false, packed, c, 3);
        c.ShouldBe([410, 520, 630]);
    }

    [Fact]
    public void No_rows_no_columns_and_no_terms_are_fine()
    {
        MatMul.Multiply(2, [], 0, false, new PackedMatrix<double>(0, 3, [], 3), new double[6], 3);
        MatMul.Multiply(2, new double[8], 4, false, new PackedMatrix<double>(4, 0, [], 1), [], 0);
        MatMul.Multiply(0, [], 4, false, new PackedMatrix<double>(4, 2, new double[8], 2), [], 2);
        double[] c = [1, 2];
        MatMul.Multiply(1, [], 0, false, new PackedMatrix<double>(0, 2, [], 2), c, 2, accumulate: true, bias: [10, 20]);
        c.ShouldBe([11, 22]);
    }

    [Fact]
    public void Wrong_shapes_name_what_was_given_and_expected()
    {
        Should.Throw<ArgumentException>(() => new PackedMatrix<float>(3, 4, new float[11], 4)).Message.ShouldContain("b has 11 elements");
        Should.Throw<ArgumentException>(() => new PackedMatrix<float>(-1, 4, new float[11], 4)).Message.ShouldContain("rows is -1");
        var packed = new PackedMatrix<float>(3, 4, new float[12], 4);
        Should.Throw<ArgumentException>(() => MatMul.Multiply(2, new float[5], 3, false, packed, new float[8], 4)).Message.ShouldContain("a has 5 elements");
        Should.Throw<ArgumentException>(() => MatMul.Multiply(2, new float[6], 3, false, packed, new float[7], 4)).Message.ShouldContain("c has 7 elements");
        Should.Throw<ArgumentException>(() => MatMul.Multiply(2, new float[6], 3, false, packed, new float[8], 4, bias: new float[3])).Message.ShouldContain("bias has 3");
    }

    [Fact]
    public void Other_element_types_are_refused() => Should.Throw<NotSupportedException>(() => new PackedMatrix<Half>(1, 1, [Half.One], 1)).Message.ShouldContain("Half");

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        var threads = WorkerTeam.ThreadCount;
        try
        {
            var random = new Random(7);
            var packed = new PackedMatrix<float>(900, 700, MatMulCase.Draw<float>(random, 900 * 700), 700);
            foreach (var m in new[] { 1, 9, 60, 250 })
            {
                var a = MatMulCase.Draw<float>(random, m * 900);
                float[] Run(int count)
                {
                    WorkerTeam.ThreadCount = count;
                    var c = new float[m * 700];
                    MatMul.Multiply(m, a, 900, false, packed, c, 700);
                    return c;
                }

                var one = Run(1);
                Run(2).ShouldBe(one);
                Run(5).ShouldBe(one);
            }
        }
        finally
        {
            WorkerTeam.ThreadCount = threads;
        }
    }
}
