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
            Loss? loss = name switch
            {
                "MeanSquaredError" => new MeanSquaredError(),
                "CategoricalCrossentropy(from_logits)" or "SparseCategoricalCrossentropy" => new SoftmaxCrossEntropy(),
                "CategoricalCrossentropy(label_smoothing=0.1)" => new SoftmaxCrossEntropy { LabelSmoothing = 0.1 },
                _ => null,
            };
            if (loss is null)
            {
                continue;
            }

            JsonElement target = golden.GetProperty("target");
            Tensor outputs = golden.GetProperty("prediction").Tensor();
            if (name is "SparseCategoricalCrossentropy" or "CategoricalCrossentropy(label_smoothing=0.1)")
            {
                // These give probabilities; their logarithms are logits whose softmax they are.
                outputs = Tensor.From(outputs.ToArray<float>().Select(v => MathF.Log(v)).ToArray(), outputs.Shape);
            }

            Tensor targets = target[0].ValueKind == JsonValueKind.Array ? target.Tensor() : target.Integers();
            ((double)loss.Compute(outputs, targets).Item<float>()).ShouldBe(golden.GetProperty("value").GetDouble(), 2e-6, name);
            count++;
        }

        count.ShouldBe(4);
    }
}
