namespace Kiln.Numerics.Tests;

/// <summary>Cross-entropy and its gradient against plain loops over log-softmax in float64.</summary>
public class SoftmaxCrossEntropyTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 10)]
    [InlineData(3, 16)]
    [InlineData(7, 37)]
    [InlineData(200, 130)]
    public void Losses_and_gradients_equal_plain_loops(int rows, int classes)
    {
        var random = new Random(3);
        double[] x = RowData.Random(rows * classes, 8, seed: 4);
        double[] g = RowData.Random(rows, 2, seed: 5);
        long[] targets = [.. Enumerable.Range(0, rows).Select(_ => (long)random.Next(classes))];
        double[] weights = [.. Enumerable.Range(0, rows * classes).Select(_ => random.NextDouble())];
        double[] log = RowData.LogSoftmax(x, rows, classes);
        double[] loss = new double[rows], lossOfWeights = new double[rows];
        double[] d = new double[x.Length], dOfWeights = new double[x.Length];
        for (int r = 0; r < rows; r++)
        {
            loss[r] = -log[(int)(r * classes + targets[r])];
            double total = 0;
            for (int c = 0; c < classes; c++)
            {
                lossOfWeights[r] -= weights[r * classes + c] * log[r * classes + c];
                total += weights[r * classes + c];
            }

            for (int c = 0; c < classes; c++)
            {
                int i = r * classes + c;
                d[i] = g[r] * (Math.Exp(log[i]) - (c == targets[r] ? 1 : 0));
                dOfWeights[i] = g[r] * (Math.Exp(log[i]) * total - weights[i]);
            }
        }

        var losses = new double[rows];
        var sums = new double[rows];
        var result = new double[x.Length];
        SoftmaxCrossEntropyRows.Forward(rows, classes, x, targets, losses, sums);
        SoftmaxCrossEntropyRows.Backward(rows, classes, x, targets, sums, g, result);
        RowData.Compare(loss, losses, 1e-13);
        RowData.Compare(d, result, 1e-13);
        SoftmaxCrossEntropyRows.Forward(rows, classes, x, weights, losses, sums);
        SoftmaxCrossEntropyRows.Backward(rows, classes, x, weights, sums, g, result);
        RowData.Compare(lossOfWeights, losses, 1e-12);
        RowData.Compare(dOfWeights, result, 1e-12);

        var singleLosses = new float[rows];
        var singleSums = new float[rows];
        var singleResult = new float[x.Length];
        SoftmaxCrossEntropyRows.Forward(rows, classes, RowData.Single(x), targets, singleLosses, singleSums);
        SoftmaxCrossEntropyRows.Backward(rows, classes, RowData.Single(x), targets, singleSums, RowData.Single(g), singleResult);
        RowData.Compare(loss, RowData.Double(singleLosses), 3e-6);
        RowData.Compare(d, RowData.Double(singleResult), 5e-6);
        SoftmaxCrossEntropyRows.Forward(rows, classes, RowData.Single(x), RowData.Single(weights), singleLosses, singleSums);
        SoftmaxCrossEntropyRows.Backward(rows, classes, RowData.Single(x), RowData.Single(weights), singleSums, RowData.Single(g), singleResult);
        RowData.Compare(lossOfWeights, RowData.Double(singleLosses), 1e-5);
        RowData.Compare(dOfWeights, RowData.Double(singleResult), 3e-4);
    }

    // PyTorch 1.13.1: cross_entropy(reduction="none") and its gradient for losses weighted 1, 2 and 3; target 1 of the last row is ignored.
    [Fact]
    public void Smoothing_weights_and_ignored_rows_follow_pytorch()
    {
        double[] x = [0.5, -1, 2, 0, 1, 0.25, -0.75, 3, 0.1];
        double[] w = [0.5, 2, 1.5];
        var losses = new double[3];
        var sums = new double[3];
        var d = new double[9];
        var options = new CrossEntropyOptions(0.3, IgnoredClass: 1);
        SoftmaxCrossEntropyRows.Forward(3, 3, x, [2L, 0L, 1L], w, options, losses, sums);
        SoftmaxCrossEntropyRows.Backward(3, 3, x, [2L, 0L, 1L], w, options, sums, [1, 2, 3], d);
        RowData.Compare([1.0249013801528777, 0.969924441271447, 0], losses, 1e-14);
        RowData.Compare(
            [0.20417106860305317, -0.14328676875750318, -0.06088429984554992, -0.5001383708577092, 0.41510841754961436, 0.08502995330809493, 0, 0, 0], d, 1e-14);
    }

    [Fact]
    public void A_target_that_is_no_class_is_named_with_its_row()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => SoftmaxCrossEntropyRows.Forward(2, 3, new float[6], [1L, 3L], new float[2], new float[2]))
            .Message.ShouldContain("target 3 of row 1 is not a class; expected 0 to 2");
        Should.Throw<ArgumentOutOfRangeException>(() => SoftmaxCrossEntropyRows.Forward(2, 3, new float[6], [-1L, 0L], new float[2], new float[2]));
    }
}
