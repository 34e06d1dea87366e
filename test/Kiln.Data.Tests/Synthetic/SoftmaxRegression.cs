namespace Kiln.Data.Tests;

/// <summary>A plain softmax regression by stochastic gradient descent with momentum, to measure how hard a dataset is for a linear model.</summary>
internal static class SoftmaxRegression
{
    internal static double TrainAndTest(ImageDataset train, ImageDataset test, int epochs)
    {
        var features = train.InputShape.ElementCount;
        var (weights, velocity) = (new float[10 * (features + 1)], new float[10 * (features + 1)]);
        var loader = new DataLoader(train, batchSize: 50);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var rate = 0.02f * (epochs - epoch) / epochs;
            foreach (var batch in loader.Epoch(epoch))
            {
                Step(batch, features, weights, velocity, rate);
            }
        }

        var right = 0;
        foreach (var batch in new DataLoader(test, shuffle: false).Epoch(0))
        {
            var (x, y) = (batch.Inputs.ToArray<float>(), batch.Targets.ToArray<long>());
            for (var i = 0; i < batch.Count; i++)
            {
                var scores = Scores(x.AsSpan(i * features, features), weights);
                right += Array.IndexOf(scores, scores.Max()) == y[i] ? 1 : 0;
            }
        }

        return right / (double)test.Count;
    }

    private static void Step(Batch batch, int features, float[] weights, float[] velocity, float rate)
    {
        var (x, y) = (batch.Inputs.ToArray<float>(), batch.Targets.ToArray<long>());
        var gradient = new float[weights.Length];
        for (var i = 0; i < batch.Count; i++)
        {
            var row = x.AsSpan(i * features, features);
            var scores = Scores(row, weights);
            var most = scores.Max();
            var probabilities = Array.ConvertAll(scores, s => MathF.Exp(s - most));
            var sum = probabilities.Sum();
            for (var c = 0; c < 10; c++)
            {
                var error = (probabilities[c] / sum - (c == y[i] ? 1 : 0)) / batch.Count;
                var part = gradient.AsSpan(c * (features + 1), features + 1);
                for (var k = 0; k < features; k++)
                {
                    part[k] += error * row[k];
                }

                part[features] += error;
            }
        }

        for (var k = 0; k < weights.Length; k++)
        {
            velocity[k] = 0.9f * velocity[k] - rate * gradient[k];
            weights[k] += velocity[k];
        }
    }

    private static float[] Scores(ReadOnlySpan<float> row, float[] weights)
    {
        var scores = new float[10];
        for (var c = 0; c < 10; c++)
        {
            var part = weights.AsSpan(c * (row.Length + 1), row.Length + 1);
            scores[c] = System.Numerics.Tensors.TensorPrimitives.Dot(row, part[..^1]) + part[^1];
        }

        return scores;
    }
}
