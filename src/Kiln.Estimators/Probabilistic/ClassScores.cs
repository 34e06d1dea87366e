using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>From scores of classes to labels and probabilities.</summary>
internal static class ClassScores
{
    /// <summary>The class of the largest score of each sample; of equal ones the first.</summary>
    /// <param name="scores">(samples, classes).</param>
    /// <param name="classes">The classes.</param>
    public static Target Labels(double[] scores, Target classes)
    {
        var count = classes.Count;
        var codes = new int[scores.Length / count];
        RowBlocks.Run(codes.Length, scores.Length, (start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                var line = scores.AsSpan(row * count, count);
                var best = 0;
                for (var i = 1; i < line.Length; i++)
                {
                    best = line[i] > line[best] ? i : best;
                }

                codes[row] = best;
            }
        });
        return classes.Take(codes);
    }

    /// <summary>The class of each decision: positive is the second of two.</summary>
    /// <param name="decisions">(samples,) of two classes, otherwise (samples, classes).</param>
    /// <param name="classes">The classes.</param>
    public static Target OfDecisions(double[] decisions, Target classes) =>
        classes.Count == 2 ? classes.Take(Array.ConvertAll(decisions, v => v > 0 ? 1 : 0)) : Labels(decisions, classes);

    /// <summary>Each row's exponentials divided by their sum, in place.</summary>
    /// <param name="scores">(samples, classes): logarithms of unnormalized probabilities.</param>
    /// <param name="count">Classes.</param>
    public static void Normalize(double[] scores, int count) => RowBlocks.Run(scores.Length / count, 8L * scores.Length, (start, end) =>
    {
        for (var row = start; row < end; row++)
        {
            var line = scores.AsSpan(row * count, count);
            TensorPrimitives.Subtract(line, TensorPrimitives.Max<double>(line), line);
            TensorPrimitives.Exp(line, line);
            TensorPrimitives.Divide(line, TensorPrimitives.Sum<double>(line), line);
        }
    });

    /// <summary>The probabilities of two classes from the log-odds of the second, (samples, 2).</summary>
    public static double[] OfLogOdds(double[] decisions)
    {
        var probabilities = new double[2 * decisions.Length];
        for (var i = 0; i < decisions.Length; i++)
        {
            // The exponential of a negative number: it cannot overflow.
            var small = Math.Exp(-Math.Abs(decisions[i]));
            var second = decisions[i] >= 0 ? 1 / (1 + small) : small / (1 + small);
            (probabilities[2 * i], probabilities[(2 * i) + 1]) = (1 - second, second);
        }

        return probabilities;
    }
}
