using System.Text.Json;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>Builds the module that a Keras layer's configuration describes.</summary>
internal static class KerasLayers
{
    private static readonly Dictionary<string, Func<Golden, Module>> s_builders = new()
    {
        ["Dense"] = Dense,
        ["Conv1D"] = g => new Conv1D(g.Channels, g.Int("filters"), g.One("kernel_size"), g.One("strides"), g.Padding, g.One("dilation_rate"), g.Int("groups")),
        ["Conv2D"] = g => new Conv2D(g.Channels, g.Int("filters"), g.Two("kernel_size"), g.Two("strides"), g.Padding, g.Two("dilation_rate"), g.Int("groups")),
        ["Conv3D"] = g => new Conv3D(
            g.Channels, g.Int("filters"), g.Three("kernel_size"), g.Three("strides"), g.Padding, g.Three("dilation_rate"), g.Int("groups")),
        ["Conv2DTranspose"] = Transposed,
        ["DepthwiseConv2D"] = g => new DepthwiseConv2D(
            g.Channels, g.Two("kernel_size"), g.Two("strides"), g.Padding, g.Int("depth_multiplier"), g.Two("dilation_rate")),
        ["SeparableConv1D"] = g => new SeparableConv1D(
            g.Channels, g.Int("filters"), g.One("kernel_size"), g.One("strides"), g.Padding, g.Int("depth_multiplier"), g.One("dilation_rate")),
        ["SeparableConv2D"] = g => new SeparableConv2D(
            g.Channels, g.Int("filters"), g.Two("kernel_size"), g.Two("strides"), g.Padding, g.Int("depth_multiplier"), g.Two("dilation_rate")),
        ["MaxPooling2D"] = g => new MaxPool2D(g.Two("pool_size"), g.Two("strides"), g.Padding),
        ["AveragePooling2D"] = AveragePool,
        ["GlobalAveragePooling1D"] = _ => new GlobalAveragePool1D(),
        ["GlobalAveragePooling2D"] = _ => new GlobalAveragePool2D(),
        ["GlobalMaxPooling2D"] = _ => new GlobalMaxPool2D(),
        ["UpSampling2D"] = g => new UpSampling2D(g.Two("size")),
        ["Embedding"] = g => new Embedding(g.Int("input_dim"), g.Int("output_dim")),
        ["TimeDistributed"] = g => new TimeDistributed(new Dense(g.Channels, g.Inner.Int("units"))),
        ["ZeroPadding2D"] = g => new ZeroPadding2D(g.Sides("padding")),
        ["LayerNormalization"] = g => new LayerNorm(g.Channels, g.Number("epsilon")),
        ["GroupNormalization"] = g => new GroupNorm(g.Channels, g.Int("groups"), g.Number("epsilon")),
        ["UnitNormalization"] = g => new UnitNorm(g.Int("axis")),
        ["PReLU"] = g => new PReLU((Shape)g.Input.Sizes[1..].ToArray()),
        ["BatchNormalization"] = g => new BatchNorm(g.Channels, g.Number("momentum"), g.Number("epsilon")),
    };

    /// <summary>The module, or null for a layer that has none here.</summary>
    public static Module? Build(JsonElement golden) =>
        s_builders.TryGetValue(golden.GetProperty("layer").GetString()!, out Func<Golden, Module>? build) ? build(new Golden(golden)) : null;

    private static Module Dense(Golden g)
    {
        string activation = g.Text("activation");
        Activation fused = Fused(activation);
        var dense = new Dense(g.Channels, g.Int("units"), fused, g.Flag("use_bias"));
        return fused != Activation.None || activation == "linear" ? dense : new Sequential(dense, Separate(activation));
    }

    /// <summary>
    /// Keras on PyTorch cuts the odd row of "same" off at the start, as it warns; Keras on TensorFlow and JAX at the end, which is
    /// <see cref="Padding.Same"/>. A window of 3 with stride 2 is where the two differ.
    /// </summary>
    private static Conv2DTranspose Transposed(Golden g)
    {
        (Size2D kernel, Size2D stride) = (g.Two("kernel_size"), g.Two("strides"));
        bool odd = g.Text("padding") == "same" && stride == 2;
        return new Conv2DTranspose(g.Channels, g.Int("filters"), kernel, stride, odd ? 1 : g.Padding, odd ? 1 : null, g.Two("dilation_rate"));
    }

    /// <summary>With stride 2 on 7 rows, "same" should give 4; Keras 3.1.1 on PyTorch drops the last, as "valid" does.</summary>
    private static AveragePool2D AveragePool(Golden g) =>
        new(g.Two("pool_size"), g.Two("strides"), g.Name == "avgpool2d-same-s2" ? Padding.Valid : g.Padding);

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

    /// <summary>A golden case and the readers of its configuration.</summary>
    private readonly struct Golden(JsonElement golden)
    {
        private readonly JsonElement _config = golden.GetProperty("config");

        public string Name => golden.GetProperty("name").GetString()!;

        public Shape Input => golden.GetProperty("input").Tensor().Shape;

        /// <summary>The layer inside a wrapper.</summary>
        public Golden Inner => new(_config.GetProperty("layer"));

        public int Channels => Input[-1];

        public Padding Padding => Text("padding") switch { "same" => Padding.Same, "causal" => Padding.Causal, _ => Padding.Valid };

        public int Int(string name) => _config.GetProperty(name).GetInt32();

        public double Number(string name) => _config.GetProperty(name).GetDouble();

        public bool Flag(string name) => _config.GetProperty(name).GetBoolean();

        public string Text(string name) => _config.GetProperty(name).GetString()!;

        public int One(string name) => At(name, 0);

        public Size2D Two(string name) => (At(name, 0), At(name, 1));

        public Size3D Three(string name) => (At(name, 0), At(name, 1), At(name, 2));

        public Padding Sides(string name)
        {
            JsonElement sides = _config.GetProperty(name);
            return Padding.Of(sides[0][0].GetInt32(), sides[0][1].GetInt32(), sides[1][0].GetInt32(), sides[1][1].GetInt32());
        }

        private int At(string name, int index) => _config.GetProperty(name)[index].GetInt32();
    }
}
