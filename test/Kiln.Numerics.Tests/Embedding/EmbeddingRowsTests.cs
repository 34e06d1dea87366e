namespace Kiln.Numerics.Tests;

public class EmbeddingRowsTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 40)]
    [InlineData(1000, 17, 300)]
    [InlineData(50, 700, 3000)]
    [InlineData(9, 4, 0)]
    public void Rows_are_picked_and_their_gradients_added(int height, int width, int places)
    {
        var random = new Random(3);
        var rows = new int[places];
        for (var i = 0; i < places; i++)
        {
            rows[i] = random.Next(3) == 0 ? 0 : random.Next(height); // One row is far more frequent than the others, as words are.
        }

        var table = ConvolutionCheck.Draw(random, (long)height * width);
        var y = new double[places * width];
        EmbeddingRows.Gather(rows, width, table, y);
        var g = ConvolutionCheck.Draw(random, (long)places * width);
        foreach (var skipped in new[] { -1, 0 })
        {
            var expected = new double[table.Length];
            for (var i = 0; i < places * width; i++)
            {
                y[i].ShouldBe(table[(rows[i / width] * width) + (i % width)]);
                expected[(rows[i / width] * width) + (i % width)] += rows[i / width] == skipped ? 0 : g[i];
            }

            var gradient = new double[table.Length];
            Array.Fill(gradient, double.NaN);
            EmbeddingRows.ScatterAdd(rows, skipped, height, width, g, gradient);
            gradient.ShouldBe(expected, 1e-11);
            var single = new float[table.Length];
            EmbeddingRows.ScatterAdd(rows, skipped, height, width, ConvolutionCheck.Single(g), single);
            single.ShouldBe(ConvolutionCheck.Single(expected), 2e-4);
        }
    }

    [Fact]
    public void Bits_do_not_depend_on_threads()
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 4000).Select(_ => random.Next(100)).ToArray();
        var g = ConvolutionCheck.Single(ConvolutionCheck.Draw(random, 4000 * 33));
        var before = WorkerTeam.ThreadCount;
        try
        {
            var results = new List<float[]>();
            foreach (var threads in new[] { 1, 2, 5 })
            {
                WorkerTeam.ThreadCount = threads;
                var table = new float[100 * 33];
                EmbeddingRows.ScatterAdd(rows, -1, 100, 33, g, table);
                results.Add(table);
            }

            foreach (var result in results)
            {
                result.ShouldBe(results[0]);
            }
        }
        finally
        {
            WorkerTeam.ThreadCount = before;
        }
    }

    [Fact]
    public void A_row_that_does_not_exist_is_refused()
    {
        Should.Throw<ArgumentException>(() => EmbeddingRows.Gather<float>([0, 5], 2, new float[10], new float[4]))
            .Message.ShouldStartWith("embedding: place 1 asks for row 5; the table has 5.");
        Should.Throw<ArgumentException>(() => EmbeddingRows.ScatterAdd([-1], -1, 2, 1, new float[1], new float[2])).Message.ShouldContain("row -1");
    }
}
