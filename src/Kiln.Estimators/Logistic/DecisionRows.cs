using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Scores of linear classifiers, spread over the threads, and what follows from them: the winning class and probabilities.</summary>
internal static unsafe class DecisionRows
{
    /// <summary>How many scores there are: one for two classes.</summary>
    public static int Outputs(int classes) => classes == 2 ? 1 : classes;

    /// <summary>x·Wᵀ + b, (samples, outputs).</summary>
    public static double[] Scores(Features x, double[] coefficients, double[] intercept)
    {
        var outputs = intercept.Length;
        var scores = new double[checked(x.Rows * outputs)];
        return SampleView.With(x, view =>
        {
            fixed (double* w = coefficients, b = intercept, z = scores)
            {
                var tiling = RowTiling.Of(view, 1);
                WorkerTeam.Run(tiling.Groups, new ScorePass(view, tiling, w, b, outputs, z));
            }

            return scores;
        });
    }

    /// <summary>For each row the number of the class with the largest score; of one score, whether it is above 0.</summary>
    public static int[] Winners(double[] scores, int outputs)
    {
        var winners = new int[scores.Length / outputs];
        for (var i = 0; i < winners.Length; i++)
        {
            if (outputs == 1)
            {
                winners[i] = scores[i] > 0 ? 1 : 0;
                continue;
            }

            var best = 0;
            for (var k = 1; k < outputs; k++)
            {
                best = scores[(i * outputs) + k] > scores[(i * outputs) + best] ? k : best;
            }

            winners[i] = best;
        }

        return winners;
    }

    /// <summary>
    /// Probabilities, (samples, classes): the logistic function of the score of two classes; of several the softmax, or the logistic functions divided by their sum. A
    /// softmax that was fitted on two classes has the scores −z and z.
    /// </summary>
    public static double[] Probabilities(double[] scores, int outputs, bool softmax)
    {
        var classes = outputs == 1 ? 2 : outputs;
        var result = outputs == 1 ? new double[scores.Length * 2] : scores;
        fixed (double* z = scores, p = result)
        {
            var rows = scores.Length / outputs;
            WorkerTeam.Run((rows + ProbabilityPass.TileRows - 1) / ProbabilityPass.TileRows, new ProbabilityPass(z, p, rows, classes, outputs == 1, softmax));
        }

        return result;
    }

    private readonly struct ScorePass(SampleView x, RowTiling tiling, double* w, double* b, int outputs, double* scores) : ITileBody
    {
        public void Invoke(int tile)
        {
            var first = tile * tiling.GroupRows;
            var count = Math.Min(tiling.Rows - first, tiling.GroupRows);
            if (outputs == 1)
            {
                TileScores.Forward(x, first, count, w, *b, scores + first);
                return;
            }

            if (!x.IsSparse)
            {
                MatMul.Multiply(
                    count, outputs, x.Columns,
                    new ReadOnlySpan<double>(x.Row(first), count * x.Columns), x.Columns, false,
                    new ReadOnlySpan<double>(w, outputs * x.Columns), x.Columns, true,
                    new Span<double>(scores + ((nint)first * outputs), count * outputs), outputs,
                    accumulate: false, new ReadOnlySpan<double>(b, outputs));
                return;
            }

            for (var row = first; row < first + count; row++)
            {
                for (var k = 0; k < outputs; k++)
                {
                    scores[((nint)row * outputs) + k] = b[k] + x.Dot(row, w + ((nint)k * x.Columns));
                }
            }
        }
    }

    private readonly struct ProbabilityPass(double* scores, double* result, int rows, int classes, bool one, bool softmax) : ITileBody
    {
        public const int TileRows = 4096;

        public void Invoke(int tile)
        {
            var first = tile * TileRows;
            var count = Math.Min(rows - first, TileRows);
            if (one)
            {
                var own = new Span<double>(result + (2 * (nint)first), 2 * count);
                var z = new ReadOnlySpan<double>(scores + first, count);
                Span<double> second = own[count..];
                if (softmax)
                {
                    System.Numerics.Tensors.TensorPrimitives.Multiply(z, 2, second);
                    Elementwise.Unary<SigmoidOperator, double>(second, second);
                }
                else
                {
                    Elementwise.Unary<SigmoidOperator, double>(z, second);
                }

                // From the half where they were computed to their places: row i needs 2i and 2i + 1, which are behind what is still to be read.
                for (var i = 0; i < count; i++)
                {
                    var value = second[i];
                    own[2 * i] = 1 - value;
                    own[(2 * i) + 1] = value;
                }

                return;
            }

            for (var i = first; i < first + count; i++)
            {
                var row = new Span<double>(result + ((nint)i * classes), classes);
                if (softmax)
                {
                    System.Numerics.Tensors.TensorPrimitives.Subtract(row, System.Numerics.Tensors.TensorPrimitives.Max<double>(row), row);
                    System.Numerics.Tensors.TensorPrimitives.Exp(row, row);
                }
                else
                {
                    System.Numerics.Tensors.TensorPrimitives.Sigmoid(row, row);
                }

                System.Numerics.Tensors.TensorPrimitives.Divide(row, System.Numerics.Tensors.TensorPrimitives.Sum<double>(row), row);
            }
        }
    }
}
