namespace Kiln.Numerics.Tests;

/// <summary>Attention by its definition: every score, every probability, every derivative of the chain rule, in float64 and plain loops.</summary>
internal sealed class AttentionReference
{
    private readonly AttentionCase _case;
    private readonly double[,,,] _probabilities;
    private readonly double[,,,] _kept;

    public AttentionReference(AttentionCase @case)
    {
        _case = @case;
        var g = @case.Geometry;
        _probabilities = new double[g.Batch, g.QueryHeads, g.Queries, g.Keys];
        _kept = new double[g.Batch, g.QueryHeads, g.Queries, g.Keys];
        for (var b = 0; b < g.Batch; b++)
        {
            for (var h = 0; h < g.QueryHeads; h++)
            {
                for (var i = 0; i < g.Queries; i++)
                {
                    Softmax(b, h, i);
                }
            }
        }
    }

    public double[] Output()
    {
        var g = _case.Geometry;
        var output = new double[_case.Output.Count];
        ForEach((b, h, i, j) =>
        {
            for (var c = 0; c < g.ValueSize; c++)
            {
                output[_case.Output.At(b, i, h, c)] += Dropped(b, h, i, j) * _case.Value[b, j, KeyHead(h), c];
            }
        });
        return output;
    }

    public double[] LogSums()
    {
        var g = _case.Geometry;
        var sums = new double[g.Batch * g.QueryHeads * g.Queries];
        for (var row = 0; row < sums.Length; row++)
        {
            var (b, h, i) = (row / g.Queries / g.QueryHeads, row / g.Queries % g.QueryHeads, row % g.Queries);
            var seen = Enumerable.Range(0, g.Keys).Select(j => Score(b, h, i, j)).Where(s => s != double.NegativeInfinity).ToArray();
            var max = seen.DefaultIfEmpty().Max();
            sums[row] = seen.Length == 0 ? double.PositiveInfinity : max + Math.Log(seen.Sum(s => Math.Exp(s - max)));
        }

        return sums;
    }

    public (double[] Query, double[] Key, double[] Value, double[] Bias) Gradients(double[] outputGradient)
    {
        var g = _case.Geometry;
        var query = new double[_case.Query.Count];
        var key = new double[_case.Key.Count];
        var value = new double[_case.Value.Count];
        var bias = new double[_case.Bias?.Count ?? 0];
        var fromOutput = new double[g.Batch, g.QueryHeads, g.Queries, g.Keys];
        var mean = new double[g.Batch, g.QueryHeads, g.Queries];
        ForEach((b, h, i, j) =>
        {
            double sum = 0;
            for (var c = 0; c < g.ValueSize; c++)
            {
                var go = outputGradient[_case.Output.At(b, i, h, c)];
                sum += go * _case.Value[b, j, KeyHead(h), c];
                value[_case.Value.At(b, j, KeyHead(h), c)] += Dropped(b, h, i, j) * go;
            }

            fromOutput[b, h, i, j] = sum * _kept[b, h, i, j];
            mean[b, h, i] += _probabilities[b, h, i, j] * fromOutput[b, h, i, j];
        });
        ForEach((b, h, i, j) =>
        {
            var score = _probabilities[b, h, i, j] * (fromOutput[b, h, i, j] - mean[b, h, i]);
            for (var c = 0; c < g.Size; c++)
            {
                query[_case.Query.At(b, i, h, c)] += g.EffectiveScale * score * _case.Key[b, j, KeyHead(h), c];
                key[_case.Key.At(b, j, KeyHead(h), c)] += g.EffectiveScale * score * _case.Query[b, i, h, c];
            }

            if (_case.Bias is { } given)
            {
                bias[given.At(b, i, h, j)] += score;
            }
        });
        return (query, key, value, bias);
    }

    private int KeyHead(int head) => head / (_case.Geometry.QueryHeads / _case.Geometry.KeyHeads);

    private double Dropped(int b, int h, int i, int j) => _probabilities[b, h, i, j] * _kept[b, h, i, j];

    private double Score(int b, int h, int i, int j)
    {
        var g = _case.Geometry;
        var length = _case.Lengths.Length > 0 ? _case.Lengths[b] : g.Keys;
        var last = g.Causal switch { CausalMask.TopLeft => i, CausalMask.BottomRight => i + length - g.Queries, _ => int.MaxValue };
        if (j >= length || j > last || (_case.Mask.Length > 0 && !_case.Mask[(b * g.Keys) + j]))
        {
            return double.NegativeInfinity;
        }

        double sum = 0;
        for (var c = 0; c < g.Size; c++)
        {
            sum += _case.Query[b, i, h, c] * _case.Key[b, j, KeyHead(h), c];
        }

        return (sum * g.EffectiveScale) + (_case.Bias?[b, i, h, j] ?? 0);
    }

    private void Softmax(int b, int h, int i)
    {
        var g = _case.Geometry;
        var scores = Enumerable.Range(0, g.Keys).Select(j => Score(b, h, i, j)).ToArray();
        var max = scores.DefaultIfEmpty(double.NegativeInfinity).Max();
        if (max == double.NegativeInfinity)
        {
            return;
        }

        var sum = scores.Sum(s => Math.Exp(s - max));
        for (var j = 0; j < g.Keys; j++)
        {
            _probabilities[b, h, i, j] = Math.Exp(scores[j] - max) / sum;
            var element = (((((long)b * g.QueryHeads) + h) * g.Queries) + i) * ((g.Keys + 31L) / 32 * 32) + j;
            _kept[b, h, i, j] = _case.Dropout is null ? 1 : _case.Dropout.Keeps(element) ? 1 / (1 - _case.Dropout.Rate) : 0;
        }
    }

    private void ForEach(Action<int, int, int, int> action)
    {
        var g = _case.Geometry;
        for (var b = 0; b < g.Batch; b++)
        {
            for (var h = 0; h < g.QueryHeads; h++)
            {
                for (var i = 0; i < g.Queries; i++)
                {
                    for (var j = 0; j < g.Keys; j++)
                    {
                        action(b, h, i, j);
                    }
                }
            }
        }
    }
}
