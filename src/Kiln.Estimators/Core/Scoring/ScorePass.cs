using System.Buffers;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Takes the scores of neighboring samples.</summary>
internal unsafe interface IScoreSink
{
    /// <summary>Takes some scores; they may be overwritten.</summary>
    /// <param name="scores">One row for each sample; behind the outputs −∞ up to the stride.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="first">The first sample.</param>
    /// <param name="count">How many.</param>
    public void Take(double* scores, int stride, int first, int count);
}

/// <summary>Hands the scores of all samples to a sink, some hundred samples at a time.</summary>
internal static unsafe class ScorePass
{
    /// <summary>Runs over the samples, spread over the threads.</summary>
    /// <exception cref="DatasetException">A value of the samples is not finite.</exception>
    public static void Run<TSink>(LinearRule rule, Features x, TSink sink)
        where TSink : struct, IScoreSink
    {
        var samples = x.Sparse is { } && rule.Above is { } threshold ? Binarization.Sparse(rule.Owner, x, threshold) : x;
        var dense = samples.Sparse is null;
        var panels = dense && OutputPanels.Takes(rule.Intercept.Length) ? OutputPanels.Of(rule.Coefficients, rule.Intercept, x.Columns) : null;
        var isFinite = SampleView.With(samples, view =>
        {
            var bad = 0;
            fixed (double* w = rule.Coefficients, b = rule.Intercept)
            {
                var tiling = RowTiling.Of(view, 1);
                WorkerTeam.Run(tiling.Groups, new Groups<TSink>(view, tiling, panels, w, b, rule.Intercept.Length, dense ? rule.Above : null, sink, &bad));
            }

            return bad == 0;
        });
        if (!isFinite)
        {
            Inputs.CheckFinite(rule.Owner, x, allowMissing: false);
        }
    }

    private readonly struct Groups<TSink>(
        SampleView x, RowTiling tiling, OutputPanels? panels, double* w, double* b, int outputs, double? threshold, TSink sink, int* bad) : ITileBody
        where TSink : struct, IScoreSink
    {
        private const int MostRows = 256;
        private const int MostNumbers = 16_384;

        public void Invoke(int tile)
        {
            var start = tile * tiling.GroupRows;
            var end = Math.Min(tiling.Rows, start + tiling.GroupRows);
            var stride = panels?.Stride ?? outputs;
            var rows = Math.Clamp(MostNumbers / Math.Max(stride, threshold is null ? 1 : x.Columns), 8, MostRows);
            var rented = ArrayPool<double>.Shared.Rent(rows * (stride + (threshold is null ? 0 : x.Columns)));
            fixed (double* scores = rented)
            {
                for (var first = start; first < end; first += rows)
                {
                    var count = Math.Min(rows, end - first);
                    if (!(threshold is { } above ? Binarized(scores + (rows * stride), above, first, count, scores, stride) : Score(x, first, count, scores, stride)))
                    {
                        *bad = 1;
                    }

                    sink.Take(scores, stride, first, count);
                }
            }

            ArrayPool<double>.Shared.Return(rented);
        }

        // What is above the threshold hides NaN and infinity from the scores: they are looked for on the way.
        private bool Binarized(double* ones, double above, int first, int count, double* scores, int stride)
        {
            var isFinite = Binarization.Ones(x.Row(first), ones, count * x.Columns, above);
            Score(new SampleView(ones, null, null, count, x.Columns), 0, count, scores, stride);
            return isFinite;
        }

        /// <summary>The scores of some samples, and whether all are finite.</summary>
        private bool Score(in SampleView samples, int first, int count, double* scores, int stride)
        {
            if (panels is not null)
            {
                return panels.Score(samples.Row(first), count, scores);
            }

            if (outputs == 1)
            {
                TileScores.Forward(samples, first, count, w, *b, scores);
            }
            else if (!samples.IsSparse)
            {
                MatMul.Multiply(
                    count, outputs, samples.Columns,
                    new ReadOnlySpan<double>(samples.Row(first), count * samples.Columns), samples.Columns, false,
                    new ReadOnlySpan<double>(w, outputs * samples.Columns), samples.Columns, true,
                    new Span<double>(scores, count * stride), stride,
                    accumulate: false, new ReadOnlySpan<double>(b, outputs));
            }
            else
            {
                for (var i = 0; i < count; i++)
                {
                    for (var k = 0; k < outputs; k++)
                    {
                        scores[((nint)i * stride) + k] = b[k] + samples.Dot(first + i, w + ((nint)k * samples.Columns));
                    }
                }
            }

            return Inputs.AllFinite(new ReadOnlySpan<double>(scores, count * stride));
        }
    }
}
