using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Keeps the scores, (samples, outputs).</summary>
internal readonly unsafe struct ScoreSink(double* to, int outputs) : IScoreSink
{
    public void Take(double* scores, int stride, int first, int count) => Compact(scores, stride, outputs, count, to + ((nint)first * outputs));

    /// <summary>Rows without what stands behind the outputs.</summary>
    public static void Compact(double* scores, int stride, int outputs, int count, double* to)
    {
        if (stride == outputs)
        {
            new ReadOnlySpan<double>(scores, count * outputs).CopyTo(new Span<double>(to, count * outputs));
            return;
        }

        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < outputs; k++)
            {
                to[k] = scores[k];
            }

            to += outputs;
            scores += stride;
        }
    }
}

/// <summary>For each sample the number of the largest score, of equal ones the first; of one score, whether it is above 0.</summary>
internal readonly unsafe struct WinnerSink(int* codes, int outputs, int classes) : IScoreSink
{
    public void Take(double* scores, int stride, int first, int count)
    {
        var to = codes + first;
        if (outputs == 1)
        {
            // The score of a single class says nothing: there is no second. A product, as which side of 0 a score is on cannot be foreseen.
            var second = Math.Min(1, classes - 1);
            for (var i = 0; i < count; i++)
            {
                to[i] = (scores[i] > 0 ? 1 : 0) * second;
            }
        }
        else if (stride == Vector256<double>.Count)
        {
            // Which class wins cannot be foreseen, so a branch on it would be mispredicted: the row is compared with its maximum, and the lowest bit counts.
            for (var i = 0; i < count; i++)
            {
                var row = Vector256.Load(scores + ((nint)i * stride));
                to[i] = First(Vector256.Equals(row, Vector256.Create(Most(row))).ExtractMostSignificantBits());
            }
        }
        else if (stride == 2 * Vector256<double>.Count)
        {
            for (var i = 0; i < count; i++)
            {
                Vector256<double> row = Vector256.Load(scores + ((nint)i * stride)), rest = Vector256.Load(scores + ((nint)i * stride) + 4);
                var most = Vector256.Create(Most(Vector256.MaxNative(row, rest)));
                to[i] = First(Vector256.Equals(row, most).ExtractMostSignificantBits() | (Vector256.Equals(rest, most).ExtractMostSignificantBits() << 4));
            }
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                var row = scores + ((nint)i * stride);
                var best = 0;
                for (var k = 1; k < outputs; k++)
                {
                    best = row[k] > row[best] ? k : best;
                }

                to[i] = best;
            }
        }
    }

    private static double Most(Vector256<double> row)
    {
        var pair = Vector128.MaxNative(row.GetLower(), row.GetUpper());
        return Math.Max(pair[0], pair[1]);
    }

    // 0 where nothing equals the maximum, which is NaN then.
    private static int First(uint bits) => System.Numerics.BitOperations.TrailingZeroCount(bits | 0x100) & 7;
}

/// <summary>The probabilities of the classes, (samples, classes).</summary>
internal readonly unsafe struct ProbabilitySink(double* to, int outputs, bool isPair, bool softmax) : IScoreSink
{
    public void Take(double* scores, int stride, int first, int count)
    {
        if (isPair)
        {
            Two(new Span<double>(scores, count), to + (2 * (nint)first));
            return;
        }

        var own = to + ((nint)first * outputs);
        ScoreSink.Compact(scores, stride, outputs, count, own);
        var all = new Span<double>(own, count * outputs);
        if (softmax)
        {
            SoftmaxRows.Forward(count, outputs, all, all);
            return;
        }

        Elementwise.Unary<SigmoidOperator, double>(all, all);
        for (var i = 0; i < all.Length; i += outputs)
        {
            var row = all.Slice(i, outputs);
            TensorPrimitives.Divide(row, TensorPrimitives.Sum<double>(row), row);
        }
    }

    private void Two(Span<double> scores, double* own)
    {
        if (softmax)
        {
            TensorPrimitives.Multiply(scores, 2, scores);
        }

        Elementwise.Unary<SigmoidOperator, double>(scores, scores);
        for (var i = 0; i < scores.Length; i++)
        {
            own[2 * i] = 1 - scores[i];
            own[(2 * i) + 1] = scores[i];
        }
    }
}
