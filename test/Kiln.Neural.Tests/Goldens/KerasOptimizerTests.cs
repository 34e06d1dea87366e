using System.Text.Json;

namespace Kiln.Neural.Tests;

/// <summary>A hundred steps down a quadratic, gradient = hessian · value, against Keras.</summary>
public class KerasOptimizerTests
{
    [Fact]
    public void Trajectories_equal_those_of_Keras()
    {
        int count = 0;
        foreach (JsonElement golden in KerasGoldens.Read("optimizers.json").EnumerateArray())
        {
            string name = golden.GetProperty("optimizer").GetString()!;
            Func<int, double>? schedule = null;
            Optimizer? optimizer = name switch
            {
                "SGD(0.05)" => new SGD(0.05),
                "SGD(0.05,momentum=0.9)" => new SGD(0.05, momentum: 0.9),
                "SGD(0.05,momentum=0.9,nesterov)" => new SGD(0.05, momentum: 0.9, nesterov: true),
                "SGD(CosineDecay(0.1,50))" => new SGD(0.1),
                "Adam(0.05)" => new Adam(0.05),
                "AdamW(0.05,weight_decay=0.1)" => new AdamW(0.05, weightDecay: 0.1),
                "Adam(ExponentialDecay(0.1,10,0.5))" => new Adam(0.1),
                _ => null,
            };
            if (optimizer is null)
            {
                continue;
            }

            if (name.Contains("Cosine", StringComparison.Ordinal))
            {
                schedule = step => 0.1 * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, 50) / 50));
            }
            else if (name.Contains("Exponential", StringComparison.Ordinal))
            {
                schedule = step => 0.1 * Math.Pow(0.5, step / 10.0);
            }

            Run(golden, optimizer, schedule, name);
            count++;
        }

        count.ShouldBe(7);
    }

    private static void Run(JsonElement golden, Optimizer optimizer, Func<int, double>? schedule, string name)
    {
        var parameter = new Parameter(golden.GetProperty("start").Tensor());
        float[] hessian = golden.GetProperty("hessian").Tensor().ToArray<float>();
        var expected = golden.GetProperty("trajectory").EnumerateArray().ToDictionary(t => t.GetProperty("step").GetInt32(), t => t.GetProperty("value").Tensor());
        for (int step = 0; step < 100; step++)
        {
            optimizer.LearningRate = schedule?.Invoke(step) ?? optimizer.LearningRate;
            parameter.SetGradient(Gradient(hessian, parameter.Value));
            optimizer.Step([new("w", parameter)]);
            if (expected.TryGetValue(step + 1, out Tensor? value))
            {
                // Rounding differences of early steps are carried along, and grow with momentum.
                parameter.Value.ShouldMatch(value, $"{name}: step {step + 1}", absolute: 1e-5, relative: 1e-5);
            }
        }
    }

    private static Tensor Gradient(float[] hessian, Tensor value)
    {
        float[] w = value.ToArray<float>();
        int rows = value.Shape[0];
        int columns = value.Shape[1];
        var gradient = new float[w.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int k = 0; k < rows; k++)
                {
                    gradient[i * columns + j] += hessian[i * rows + k] * w[k * columns + j];
                }
            }
        }

        return Tensor.From(gradient, value.Shape);
    }
}
