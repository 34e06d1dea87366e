namespace Kiln.Numerics.Tests;

public class MatMulTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Every_small_shape_equals_the_plain_loops(bool transposeA, bool transposeB)
    {
        int[] rows = [1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 15, 29, 43];
        int[] columns = [1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 24, 25, 31, 32, 33, 40, 48, 56, 63, 64, 65];
        int[] terms = [1, 2, 3, 7, 16, 17, 33, 65];
        foreach (var m in rows)
        {
            foreach (var n in columns)
            {
                foreach (var k in terms)
                {
                    new MatMulCase(m, n, k) { TransposeA = transposeA, TransposeB = transposeB }.Check();
                }
            }
        }
    }

    [Theory]
    [InlineData(150, 70, 530)]
    [InlineData(20, 300, 1100)]
    [InlineData(61, 129, 1024)]
    [InlineData(6, 400, 600)]
    [InlineData(3, 5, 20000)]
    [InlineData(40, 40, 9000)]
    [InlineData(1, 1, 9000)]
    [InlineData(300, 1, 700)]
    [InlineData(2103, 1, 70)] // A vector: short rows in one run, beyond the second-level cache.
    [InlineData(261, 1, 8200)] // … long rows, enough of them to be shared.
    [InlineData(1, 130, 300)] // One row by rows of half a kilobyte.
    [InlineData(2, 1003, 70)] // Two rows by rows.
    [InlineData(2, 261, 1100)]
    [InlineData(200, 200, 64)]
    [InlineData(24, 90, 128)]
    [InlineData(64, 10, 128)]
    [InlineData(450, 40, 900)]
    [InlineData(1, 771, 1500)]
    [InlineData(1, 5000, 130)]
    [InlineData(1, 2051, 520)] // One row by a matrix as it is stored: threads share the terms,
    [InlineData(1, 3100, 350)] // … the columns.
    [InlineData(230, 139, 800)]
    [InlineData(16, 700, 1600)] // Two tiles of rows, each of which reads B where it lies,
    [InlineData(64, 500, 800)] // … more, which share a copy.
    [InlineData(1569, 37, 70)] // Rows enough for a pass that packs B.
    [InlineData(397, 75, 530)] // … when B is transposed.
    [InlineData(341, 531, 70)] // Rows and columns enough for tasks of some rows over all columns.
    [InlineData(337, 517, 400)] // … in several blocks of terms.
    [InlineData(516, 67, 1100)]
    public void Blocks_slices_and_thin_shapes_equal_the_plain_loops_in_every_orientation(int m, int n, int k)
    {
        foreach (var transposeA in new[] { false, true })
        {
            foreach (var transposeB in new[] { false, true })
            {
                new MatMulCase(m, n, k) { TransposeA = transposeA, TransposeB = transposeB }.Check();
                new MatMulCase(m, n, k)
                {
                    TransposeA = transposeA,
                    TransposeB = transposeB,
                    ExtraA = 3,
                    ExtraB = 5,
                    ExtraC = 7,
                    Accumulate = true,
                    HasBias = true,
                    Activation = Activation.ReLU,
                }.Check();
            }
        }
    }

    [Fact]
    public void Random_shapes_strides_and_epilogues_equal_the_plain_loops()
    {
        var random = new Random(20);
        for (var i = 0; i < 300; i++)
        {
            new MatMulCase(random.Next(1, 90), random.Next(1, 90), random.Next(0, 90))
            {
                TransposeA = random.Next(2) == 0,
                TransposeB = random.Next(2) == 0,
                ExtraA = random.Next(3),
                ExtraB = random.Next(3),
                ExtraC = random.Next(3),
                Accumulate = random.Next(2) == 0,
                HasBias = random.Next(2) == 0,
                Activation = (Activation)random.Next(2),
            }.Check();
        }
    }

    [Theory]
    [InlineData(Activation.LeakyReLU)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.GELU)]
    [InlineData(Activation.SiLU)]
    public void Every_activation_is_applied_last_in_every_form(Activation activation)
    {
        foreach (var (m, n, k) in new[] { (20, 50, 30), (150, 70, 530), (3, 5, 20000), (4, 60, 200), (30, 1, 9), (3, 4, 0) })
        {
            foreach (var transposeB in new[] { false, true })
            {
                new MatMulCase(m, n, k) { TransposeB = transposeB, HasBias = true, Activation = activation, ExtraC = 2 }.Check();
            }
        }
    }

    [Fact]
    public void Operands_larger_than_the_packing_buffer_equal_the_plain_loops() =>
        new MatMulCase(2, 4200, 1100) { TransposeB = true, TransposeA = true }.Check();

    [Theory]
    [InlineData(340, 513, 13_000, false)] // Parts of the terms.
    [InlineData(340, 513, 13_000, true)]
    [InlineData(340, 8300, 760, false)] // Parts of the columns, of which the last is narrow.
    public void Many_rows_equal_some_of_those_rows_alone_when_B_is_packed_in_several_parts(int m, int n, int k, bool transposeB)
    {
        const int piece = 9;
        var random = new Random(7);
        var ldb = transposeB ? k : n;
        var a = MatMulCase.Draw<float>(random, m * k);
        var b = MatMulCase.Draw<float>(random, k * n);
        var whole = new float[m * n];
        MatMul.Multiply(m, n, k, a, k, false, b, ldb, transposeB, whole, n);
        var alone = new float[piece * n];
        foreach (var row in new[] { 0, 40, 170, m - piece })
        {
            MatMul.Multiply(piece, n, k, a.AsSpan(row * k, piece * k), k, false, b, ldb, transposeB, alone, n);
            for (var i = 0; i < alone.Length; i++)
            {
                var element = (row * n) + i;
                Math.Abs(whole[element] - alone[i]).ShouldBeLessThan(0.05f, $"element {element}: {whole[element]} and {alone[i]}");
            }
        }
    }

    [Fact]
    public void Many_rows_of_a_transposed_A_equal_those_rows_alone_when_they_are_copied_in_several_parts()
    {
        const int m = 4200, n = 70, k = 760, piece = 300;
        var random = new Random(8);
        var a = MatMulCase.Draw<float>(random, k * m);
        var b = MatMulCase.Draw<float>(random, k * n);
        var bias = MatMulCase.Draw<float>(random, n);
        var whole = new float[m * n];
        MatMul.Multiply(m, n, k, a, m, true, b, n, false, whole, n, bias: bias, activation: Activation.Tanh);
        var pieces = new float[m * n];
        for (var row = 0; row < m; row += piece)
        {
            MatMul.Multiply(piece, n, k, a.AsSpan(row), m, true, b, n, false, pieces.AsSpan(row * n), n, bias: bias, activation: Activation.Tanh);
        }

        for (var i = 0; i < whole.Length; i++)
        {
            Math.Abs(whole[i] - pieces[i]).ShouldBeLessThan(1e-4f, $"element {i}: {whole[i]} and {pieces[i]}");
        }
    }

    [Fact]
    public void With_no_terms_the_product_is_zero_and_the_epilogue_still_applies()
    {
        new MatMulCase(3, 5, 0).Check();
        new MatMulCase(3, 5, 0) { Accumulate = true, HasBias = true, Activation = Activation.ReLU }.Check();
    }

    [Fact]
    public void An_empty_result_is_left_alone()
    {
        MatMul.Multiply(0, 4, 3, [], 3, false, new float[12], 4, false, [], 4);
        MatMul.Multiply(4, 0, 3, new float[12], 3, false, [], 1, false, [], 1);
    }

    [Fact]
    public void Results_have_the_same_bits_for_any_thread_count()
    {
        var threads = WorkerTeam.ThreadCount;
        try
        {
            foreach (var (m, n, k) in new[] { (130, 190, 700), (5, 500, 300), (20, 20, 20000), (12, 400, 256), (1, 800, 1400), (1, 3000, 200), (300, 400, 800), (1570, 150, 90), (400, 140, 200), (540, 133, 560), (340, 520, 800), (1030, 530, 300), (4003, 1, 70), (1500, 1, 300), (300, 1, 9000), (2, 3001, 150) })
            {
                foreach (var transposeB in new[] { false, true })
                {
                    var random = new Random(4);
                    var a = MatMulCase.Draw<float>(random, m * k);
                    var b = MatMulCase.Draw<float>(random, k * n);
                    float[] Run(int count)
                    {
                        WorkerTeam.ThreadCount = count;
                        var c = new float[m * n];
                        MatMul.Multiply(m, n, k, a, k, false, b, transposeB ? k : n, transposeB, c, n);
                        return c;
                    }

                    var one = Run(1);
                    Run(2).ShouldBe(one);
                    Run(4).ShouldBe(one);
                }
            }
        }
        finally
        {
            WorkerTeam.ThreadCount = threads;
        }
    }

    [Theory]
    [InlineData(3, 5, 7)]
    [InlineData(40, 40, 40)]
    [InlineData(2, 3, 9000)]
    [InlineData(30, 1, 30)]
    public void Not_a_number_and_infinity_reach_exactly_the_sums_they_belong_to(int m, int n, int k)
    {
        foreach (var transposeB in new[] { false, true })
        {
            var a = new float[m * k];
            var b = new float[k * n];
            Array.Fill(a, 1f);
            Array.Fill(b, 1f);
            a[(1 * k) + (k - 1)] = float.NaN;
            a[0] = float.PositiveInfinity;
            var c = new float[m * n];
            MatMul.Multiply(m, n, k, a, k, false, b, transposeB ? k : n, transposeB, c, n, activation: Activation.ReLU);
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    c[(i * n) + j].ShouldBe(i == 0 ? float.PositiveInfinity : i == 1 ? float.NaN : k);
                }
            }
        }
    }
}
