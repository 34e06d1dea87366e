using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>The same scores for tensors of any number type and strides.</summary>
public static partial class Metrics
{
    /// <summary>The fraction of samples whose predicted class is the true one.</summary>
    /// <param name="truth">Labels of shape (B,), or one-hot rows (B, classes).</param>
    /// <param name="predicted">Logits or probabilities (B, classes), or predicted labels of the same shape as the truth.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static double Accuracy(Tensor truth, Tensor predicted)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        if (!predicted.DType.IsFloatingPoint())
        {
            return Accuracy(Labels("accuracy", truth), Labels("accuracy", predicted));
        }

        var metric = new Accuracy();
        metric.Update(predicted, truth);
        return metric.Value;
    }

    /// <summary>The fraction of samples whose true class is among the <paramref name="k"/> best-scored ones.</summary>
    /// <param name="truth">Labels of shape (B,), or one-hot rows (B, classes).</param>
    /// <param name="scores">Logits or probabilities (B, classes).</param>
    /// <param name="k">How many classes may be guessed, at least 1. Default: 2, as in scikit-learn; the streaming <see cref="Kiln.Evaluation.TopKAccuracy"/> has Keras' 5.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static double TopKAccuracy(Tensor truth, Tensor scores, int k = 2)
    {
        var metric = new TopKAccuracy(k);
        metric.Update(scores, truth);
        return metric.Value;
    }

    /// <summary>Counts per (true class, predicted class), for classes 0 … n − 1.</summary>
    /// <param name="truth">Labels of shape (B,).</param>
    /// <param name="scores">Logits or probabilities (B, classes).</param>
    /// <param name="labels">Names of the classes, or null.</param>
    /// <exception cref="ArgumentException">A row holds NaN, so that it has no predicted class, or the shapes do not fit.</exception>
    public static ConfusionMatrix ConfusionMatrix(Tensor truth, Tensor scores, IReadOnlyList<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(scores);
        var rows = ClassRows.Of("confusion matrix", new TensorReader(), scores, truth);
        var matrix = new ConfusionMatrix(rows.Classes, labels);
        for (var row = 0; row < rows.Count; row++)
        {
            var predicted = ArgMax(rows.Row(row));
            if (predicted < 0)
            {
                throw new ArgumentException($"confusion matrix: the scores of sample {row} hold NaN, so no class is predicted; "
                    + "did the training diverge?");
            }

            matrix.Add(rows.Label("confusion matrix", row), predicted);
        }

        return matrix;
    }

    /// <summary>Mean of the squared differences over all elements.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, of the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static double MeanSquaredError(Tensor truth, Tensor predicted)
    {
        Pairs.Check("mean squared error", predicted, truth);
        return MeanSquaredError(Values(truth), Values(predicted));
    }

    /// <summary>Mean of the absolute differences over all elements.</summary>
    /// <inheritdoc cref="MeanSquaredError(Tensor, Tensor)"/>
    public static double MeanAbsoluteError(Tensor truth, Tensor predicted)
    {
        Pairs.Check("mean absolute error", predicted, truth);
        return MeanAbsoluteError(Values(truth), Values(predicted));
    }

    /// <summary>The coefficient of determination; of targets of shape (B, outputs) the mean over the outputs, as in scikit-learn.</summary>
    /// <inheritdoc cref="MeanSquaredError(Tensor, Tensor)"/>
    public static double R2(Tensor truth, Tensor predicted)
    {
        Pairs.Check("r2", predicted, truth);
        var columns = truth.Rank < 2 ? 1 : truth.Shape[^1];
        var (all, guesses) = (Values(truth), Values(predicted));
        if (columns <= 1)
        {
            return R2(all, guesses);
        }

        var rows = all.Length / columns;
        var (y, p) = (new double[rows], new double[rows]);
        var sum = 0.0;
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < rows; row++)
            {
                (y[row], p[row]) = (all[(row * columns) + column], guesses[(row * columns) + column]);
            }

            sum += R2(y, p);
        }

        return sum / columns;
    }

    /// <summary>Mean of −log p(true class), natural logarithm.</summary>
    /// <param name="truth">Labels of shape (B,).</param>
    /// <param name="probabilities">(B, classes), each row adding up to 1; or (B,) for two classes.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a row is no distribution (logits need a softmax first).</exception>
    public static double LogLoss(Tensor truth, Tensor probabilities)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(probabilities);
        var classes = probabilities.Rank < 2 || probabilities.Shape[^1] == 1 ? 2 : probabilities.Shape[^1];
        return LogLoss(Labels("log loss", truth), Values(probabilities), classes);
    }

    private static double[] Values(Tensor tensor) => new TensorReader().Doubles(tensor).ToArray();

    private static int[] Labels(string metric, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var labels = new TensorReader().Labels(metric, tensor);
        var result = new int[labels.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = checked((int)labels[i]);
        }

        return result;
    }
}
