using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>From scores of classes to labels and probabilities.</summary>
internal static unsafe class ClassScores
{
    /// <summary>The class of the largest score of each sample; of equal ones the first.</summary>
    /// <param name="scores">(samples, classes).</param>
    /// <param name="classes">The classes.</param>
    public static Target Labels(double[] scores, Target classes)
    {
        var (count, rows) = (classes.Count, scores.Length / classes.Count);
        var codes = System.Buffers.ArrayPool<int>.Shared.Rent(rows);
        try
        {
            RowBlocks.Run(rows, scores.Length, (start, end) =>
            {
                fixed (double* from = scores)
                fixed (int* to = codes)
                {
                    new WinnerSink(to, count, count).Take(from + ((nint)start * count), count, start, end - start);
                }
            });
            return classes.Take(codes.AsSpan(0, rows));
        }
        finally
        {
            System.Buffers.ArrayPool<int>.Shared.Return(codes);
        }
    }

    /// <summary>Each row's exponentials divided by their sum, in place.</summary>
    /// <param name="scores">(samples, classes): logarithms of unnormalized probabilities.</param>
    /// <param name="count">Classes.</param>
    public static void Normalize(double[] scores, int count) => SoftmaxRows.Forward(scores.Length / count, count, scores, scores);
}
