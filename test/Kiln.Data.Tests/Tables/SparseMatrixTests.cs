using System.Text.Json;
using Kiln.Numerics;

namespace Kiln.Data.Tests;

public class SparseMatrixTests
{
    private static readonly JsonElement s_golden = JsonDocument.Parse(File.ReadAllText(Goldens.PathOf("sparse", "sparse.json"))).RootElement;

    internal static SparseMatrix Csr(JsonElement json) => new(
        Of<int>(json.GetProperty("starts")), Of<int>(json.GetProperty("columns")), Of<double>(json.GetProperty("values")), json.GetProperty("width").GetInt32());

    internal static T[] Of<T>(JsonElement json) => json.Deserialize<T[]>()!;

    private static double[] Numbers(string name) => Of<double>(s_golden.GetProperty(name));

    private static void ShouldBeNear(double[] ours, string name)
    {
        var expected = Numbers(name);
        ours.Length.ShouldBe(expected.Length);
        for (var i = 0; i < ours.Length; i++)
        {
            ours[i].ShouldBe(expected[i], 1e-12, $"{name}[{i}]");
        }
    }

    private static void ShouldBeNear(SparseMatrix ours, string name)
    {
        var expected = Csr(s_golden.GetProperty(name));
        (ours.RowCount, ours.ColumnCount).ShouldBe((expected.RowCount, expected.ColumnCount));
        ours.RowStarts.ToArray().ShouldBe(expected.RowStarts.ToArray());
        ours.ColumnIndices.ToArray().ShouldBe(expected.ColumnIndices.ToArray());
        ours.Values.ToArray().ShouldBe(expected.Values.ToArray(), 1e-12);
    }

    [Fact]
    public void Products_equal_scipys()
    {
        var a = Csr(s_golden.GetProperty("a"));
        ShouldBeNear(a.Multiply(Numbers("x")), "ax");
        ShouldBeNear(a.MultiplyTransposed(Numbers("z")), "atz");
        ShouldBeNear(a.Multiply(Numbers("b"), 9), "ab");
        ShouldBeNear(a.MultiplyTransposed(Numbers("d"), 9), "atd");
        ShouldBeNear(a.MultiplyLeft(Numbers("e"), 3), "ea");
    }

    [Fact]
    public void Shapes_scales_and_norms_equal_scipys()
    {
        var a = Csr(s_golden.GetProperty("a"));
        ShouldBeNear(a.Transpose(), "transposed");
        a.Transpose().Transpose().ShouldBeSameAs(a);
        ShouldBeNear(a.ScaleRows(Numbers("z")), "scaled_rows");
        ShouldBeNear(a.ScaleColumns(Numbers("x")), "scaled_columns");
        ShouldBeNear(a.RowNorms(1), "norm1");
        ShouldBeNear(a.RowNorms(), "norm2");
        ShouldBeNear(a.RowNorms(double.PositiveInfinity), "norm_max");
        ShouldBeNear(a.RowSums(), "row_sums");
        ShouldBeNear(a.ColumnSums(), "column_sums");
        ShouldBeNear(SparseMatrix.Below(a, a.Slice(0, 3)), "below");
        ShouldBeNear(SparseMatrix.Beside(a, a), "beside");
        ShouldBeNear(a.TakeColumns([16, 0, 3, 3]), "columns");
        ShouldBeNear(a.Slice(4, 5), "slice");
        a.Map(v => v * 2).Values[0].ShouldBe(a.Values[0] * 2);
    }

    [Fact]
    public void Matrices_are_equal_by_what_they_store()
    {
        var a = SparseMatrix.FromDense([1, 0, 0, 2, 0, 3], 2, 3);
        a.ShouldBe(SparseMatrix.FromEntries([(1, 2, 3), (0, 0, 0.5), (1, 0, 2), (0, 0, 0.5)], 2, 3));
        a.GetHashCode().ShouldBe(SparseMatrix.FromDense([1, 0, 0, 2, 0, 3], 2, 3).GetHashCode());
        a.Equals(SparseMatrix.FromDense([1, 0, 0, 2, 0, 4], 2, 3)).ShouldBeFalse();
        a.Equals(SparseMatrix.FromDense([1, 0, 0, 2, 0, 3, 0, 0], 2, 4)).ShouldBeFalse();
        a.ToString().ShouldBe("sparse matrix (2, 3), 3 values stored");
    }

    [Fact]
    public void Large_products_have_the_same_bits_on_any_number_of_threads_and_equal_dense_ones()
    {
        var random = new Random(5);
        const int Rows = 3000;
        const int Columns = 200;
        var dense = new double[Rows * Columns];
        for (var i = 0; i < dense.Length; i++)
        {
            dense[i] = random.Next(8) == 0 ? random.NextDouble() - 0.5 : 0;
        }

        var a = SparseMatrix.FromDense(dense, Rows, Columns);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        var (right, tall, wide) = (Draw(Columns * 5), Draw(Rows * 5), Draw(4 * Rows));
        var before = WorkerTeam.ThreadCount;
        try
        {
            double[][] Products(int threads)
            {
                WorkerTeam.ThreadCount = threads;
                return [a.Multiply(right.AsSpan(0, Columns)), a.Multiply(right, 5), a.MultiplyTransposed(tall.AsSpan(0, Rows)), a.MultiplyTransposed(tall, 5), a.MultiplyLeft(wide, 4)];
            }

            var one = Products(1);
            foreach (var threads in new[] { 2, 3, 7 })
            {
                Products(threads).ShouldBe(one);
            }

            for (var column = 0; column < Columns; column++)
            {
                var sum = 0.0;
                for (var row = 0; row < Rows; row++)
                {
                    sum += dense[(row * Columns) + column] * tall[row];
                }

                one[2][column].ShouldBe(sum, 1e-12);
            }
        }
        finally
        {
            WorkerTeam.ThreadCount = before;
        }
    }

    [Fact]
    public void Empty_matrices_work()
    {
        var none = new SparseMatrix([0], [], [], 3);
        none.Multiply([1, 2, 3]).ShouldBeEmpty();
        none.MultiplyTransposed([]).ShouldBe([0, 0, 0]);
        none.Transpose().RowCount.ShouldBe(3);
        new SparseMatrix([0, 0], [], [], 0).Multiply([]).ShouldBe([0]);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        var a = SparseMatrix.FromDense([1, 0, 0, 2, 0, 3], 2, 3);
        Should.Throw<DatasetException>(() => a.Multiply([1, 2])).Message.ShouldBe("sparse matrix (2, 3): Multiply needs 3 × 1 values, 2 were given");
        Should.Throw<DatasetException>(() => a.ScaleRows([1])).Message.ShouldContain("1 factors were given for 2 rows");
        Should.Throw<DatasetException>(() => SparseMatrix.Below(a, a.Transpose())).Message.ShouldContain("3 and of 2 columns");
        Should.Throw<DatasetException>(() => SparseMatrix.Beside()).Message.ShouldContain("no parts");
        Should.Throw<DatasetException>(() => SparseMatrix.FromEntries([(2, 0, 1)], 2, 3)).Message.ShouldContain("no place (2, 0)");
        Should.Throw<ArgumentOutOfRangeException>(() => a.RowNorms(3));
        Should.Throw<ArgumentOutOfRangeException>(() => a.Slice(1, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => a.TakeColumns([3]));
    }

    [Fact]
    public void Values_change_in_their_places_and_zeros_that_are_stored_can_go()
    {
        var matrix = SparseMatrix.FromDense([1, 0, -2, 0, 0, 3], 2, 3);
        matrix.Map((value, column) => value * column).ToDense().ShouldBe([0, 0, -4, 0, 0, 6]);
        matrix.Map((value, column) => value * column).WithoutZeros().ShouldBe(SparseMatrix.FromDense([0, 0, -4, 0, 0, 6], 2, 3));
        matrix.WithoutZeros().ShouldBeSameAs(matrix);
        matrix.WithValues([7, 8, 9]).ToDense().ShouldBe([7, 0, 8, 0, 0, 9]);
        Should.Throw<DatasetException>(() => matrix.WithValues([1])).Message.ShouldBe("sparse matrix (2, 3): 1 values were given for the 3 stored");
        var (low, high) = SparseMatrix.FromDense([1, 0, -2, 5, 0, double.NaN], 2, 3).ColumnExtremes();
        low.ShouldBe([1, 0, -2]);
        high.ShouldBe([5, 0, -2]);
    }
}
