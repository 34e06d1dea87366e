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
/// <param name="codes">Takes the numbers; null where labels are wanted.</param>
/// <param name="labels">Takes what the numbers stand for; null where numbers are wanted.</param>
/// <param name="values">What each number stands for.</param>
/// <param name="outputs">Scores of a sample.</param>
/// <param name="classes">How many numbers there are.</param>
internal readonly unsafe struct WinnerSink(int* codes, long* labels, long* values, int outputs, int classes) : IScoreSink
{
    private const int Together = 256;

    /// <summary>Takes the numbers.</summary>
    public WinnerSink(int* codes, int outputs, int classes)
        : this(codes, null, null, outputs, classes)
    {
    }

    public void Take(double* scores, int stride, int first, int count)
    {
        if (labels == null)
        {
            Winners(scores, stride, count, codes + first);
            return;
        }

        if (outputs == 1)
        {
            // The score of a single class says nothing: there is no second. Chosen by a mask, as which side of 0 a score is on cannot be foreseen.
            var (low, high) = (values[0], values[Math.Min(1, classes - 1)]);
            var to = labels + first;
            var i = 0;
            for (; i <= count - Vector256<long>.Count; i += Vector256<long>.Count)
            {
                var above = Vector256.GreaterThan(Vector256.Load(scores + i), Vector256<double>.Zero).AsInt64();
                Vector256.Store(Vector256.ConditionalSelect(above, Vector256.Create(high), Vector256.Create(low)), to + i);
            }

            for (; i < count; i++)
            {
                to[i] = scores[i] > 0 ? high : low;
            }

            return;
        }

        var winners = stackalloc int[Together];
        for (var start = 0; start < count; start += Together)
        {
            var some = Math.Min(Together, count - start);
            Winners(scores + ((nint)start * stride), stride, some, winners);
            for (var i = 0; i < some; i++)
            {
                // Of scores that are not numbers, which are refused later, the padding may seem to win.
                labels[first + start + i] = values[Math.Min(winners[i], classes - 1)];
            }
        }
    }

    private void Winners(double* scores, int stride, int count, int* to)
    {
        if (outputs == 1)
        {
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

    internal static double Most(Vector256<double> row)
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
        if (softmax && stride % Vector256<double>.Count == 0)
        {
            Softmax(scores, stride, count, own);
            return;
        }

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

    /// <summary>
    /// The softmax of rows that are padded with −∞ to whole lanes. The exponentials are taken of all rows at once, those of the padding with them, which become 0; the rest
    /// is a maximum and a sum of one to four registers a row.
    /// </summary>
    private void Softmax(double* scores, int stride, int count, double* own)
    {
        for (var row = scores; row < scores + ((nint)count * stride); row += stride)
        {
            var lanes = Vector256.Load(row);
            for (var i = 4; i < stride; i += 4)
            {
                lanes = Vector256.MaxNative(lanes, Vector256.Load(row + i));
            }

            var most = Vector256.Create(WinnerSink.Most(lanes));
            for (var i = 0; i < stride; i += 4)
            {
                Vector256.Store(Vector256.Load(row + i) - most, row + i);
            }
        }

        var all = new Span<double>(scores, count * stride);
        Elementwise.Unary<ExpOperator, double>(all, all);
        for (var place = 0; place < count; place++)
        {
            var sum = Vector256<double>.Zero;
            for (var i = 0; i < stride; i += 4)
            {
                sum += Vector256.Load(scores + i);
            }

            // Whole lanes may write over the row's end, where the next row comes later; the last row has none behind it.
            var total = Vector256.Create(Vector256.Sum(sum));
            var room = (count - place) * outputs;
            for (var i = 0; i < outputs; i += 4)
            {
                var share = Vector256.Load(scores + i) / total;
                if (i <= room - 4)
                {
                    Vector256.Store(share, own + i);
                }
                else
                {
                    for (var k = i; k < outputs; k++)
                    {
                        own[k] = share[k - i];
                    }
                }
            }

            scores += stride;
            own += outputs;
        }
    }

    private void Two(Span<double> scores, double* own)
    {
        if (softmax)
        {
            TensorPrimitives.Multiply(scores, 2, scores);
        }

        Elementwise.Unary<SigmoidOperator, double>(scores, scores);
        foreach (var p in scores)
        {
            Vector128.Store(Vector128.Create(1 - p, p), own);
            own += 2;
        }
    }
}
