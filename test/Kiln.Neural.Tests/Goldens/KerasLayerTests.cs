using System.Text.Json;

namespace Kiln.Neural.Tests;

/// <summary>Outputs and gradients of layers against Keras, for every golden case whose layer exists here.</summary>
public class KerasLayerTests
{
    [Fact]
    public void Outputs_and_gradients_equal_those_of_Keras()
    {
        int count = 0;
        foreach (JsonElement golden in KerasGoldens.Read("layers.json").EnumerateArray())
        {
            if (KerasLayers.Build(golden) is { } module)
            {
                Check(golden, module);
                count++;
            }
        }

        count.ShouldBe(62);
    }

    private static void Check(JsonElement golden, Module module)
    {
        string name = golden.GetProperty("name").GetString()!;
        var parameters = module.NamedParameters().ToDictionary(p => p.Key, p => p.Value);
        foreach (JsonElement weight in golden.GetProperty("weights").EnumerateArray())
        {
            Parameter parameter = Find(parameters, weight);
            parameter.Assign(weight.GetProperty("value").Tensor().Reshape(parameter.Shape.Sizes));
        }

        bool differentiable = golden.TryGetProperty("input_gradient", out JsonElement inputGradient);
        Tensor x = golden.GetProperty("input").Tensor();
        x = differentiable ? x.RequireGrad() : x.To(DType.Int64);
        Tensor y = module.Forward(x);
        y.ShouldMatch(golden.GetProperty("outputs")[0].Tensor(), $"{name}: output");
        y.Backward(golden.GetProperty("output_gradients")[0].Tensor());
        if (differentiable)
        {
            x.Grad!.ShouldMatch(inputGradient.Tensor(), $"{name}: gradient of the input");
        }

        foreach (JsonElement weight in golden.GetProperty("weight_gradients").EnumerateArray())
        {
            Tensor expected = weight.GetProperty("value").Tensor();
            Find(parameters, weight).Gradient!.Reshape(expected.Shape.Sizes).ShouldMatch(expected, $"{name}: gradient of {weight.GetProperty("path")}");
        }
    }

    /// <summary>The parameter of a Keras weight: that of the same name whose path ends so, in whichever child it stands.</summary>
    private static Parameter Find(Dictionary<string, Parameter> parameters, JsonElement weight)
    {
        string name = weight.GetProperty("path").GetString()!.Split('/')[^1] switch
        {
            "kernel" or "gamma" or "alpha" or "embeddings" => "weight",
            "depthwise_kernel" => parameters.ContainsKey("weight") ? "weight" : "depthwise.weight",
            "pointwise_kernel" => "pointwise.weight",
            "beta" => "bias",
            "moving_mean" => "running_mean",
            "moving_variance" => "running_var",
            string other => other,
        };
        return parameters.First(p => p.Key == name || p.Key.EndsWith($".{name}", StringComparison.Ordinal)).Value;
    }
}
