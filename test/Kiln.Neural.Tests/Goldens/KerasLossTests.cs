using System.Text.Json;

namespace Kiln.Neural.Tests;

public class KerasLossTests
{
    [Fact]
    public void Losses_equal_those_of_Keras()
    {
        int count = 0;
        foreach (JsonElement golden in KerasGoldens.Read("losses.json").EnumerateArray())
        {
            string name = golden.GetProperty("loss").GetString()!;
            Loss loss = Make(name);
            JsonElement target = golden.GetProperty("target");
            Tensor outputs = golden.GetProperty("prediction").Tensor();
            Tensor targets = target[0].ValueKind == JsonValueKind.Array ? target.Tensor() : target.Integers();
            ((double)loss.Compute(outputs, targets).Item<float>()).ShouldBe(golden.GetProperty("value").GetDouble(), 2e-6, name);
            if (golden.TryGetProperty("gradient", out JsonElement gradient))
            {
                Tensor x = outputs.RequireGrad();
                loss.Compute(x, targets).Backward();
                x.Grad!.ShouldMatch(gradient.Tensor(), name);
            }

            count++;
        }

        count.ShouldBe(15);
    }

    private static Loss Make(string name) => name switch
    {
        "MeanSquaredError" => new MeanSquaredError(),
        "MeanAbsoluteError" => new MeanAbsoluteError(),
        "Huber(delta=0.7)" => new Huber { Delta = 0.7 },
        "LogCosh" => new LogCosh(),
        "MeanSquaredLogarithmicError" => new MeanSquaredLogarithmicError(),
        "CosineSimilarity" => new CosineSimilarity(),
        "CategoricalCrossentropy(from_logits)" => new SoftmaxCrossEntropy(),
        "CategoricalCrossentropy(label_smoothing=0.1)" => new CategoricalCrossEntropy { LabelSmoothing = 0.1 },
        "SparseCategoricalCrossentropy" => new CategoricalCrossEntropy(),
        "BinaryCrossentropy" => new BinaryCrossEntropy(),
        "KLDivergence" => new KLDivergence(),
        "Poisson" => new Poisson(),
        "Hinge" => new Hinge(),
        "SquaredHinge" => new SquaredHinge(),
        "CategoricalHinge" => new CategoricalHinge(),
        _ => throw new ArgumentException($"a loss that this test does not know: {name}"),
    };
}
