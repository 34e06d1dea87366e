using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>A module to run through the contract.</summary>
/// <param name="Name">The name it is registered under.</param>
/// <param name="Variant">Which of several settings, for messages.</param>
/// <param name="Build">Makes it with parameters of a type; draws from the ambient seed.</param>
/// <param name="Input">The shape of one input, without the batch.</param>
/// <param name="TrainingDiffers">Whether training computes something else than inference.</param>
/// <param name="MixesRows">Whether a row's output in inference depends on the others.</param>
/// <param name="TakesAnyType">Whether integers are welcome.</param>
public sealed record ModuleCase(
    string Name, string Variant, Func<DType, Module> Build, Shape Input, bool TrainingDiffers = false, bool MixesRows = false, bool TakesAnyType = false)
{
    public static IReadOnlyList<ModuleCase> All { get; } =
    [
        new("sequential", "network", type => new Sequential(
            new Conv2D(2, 4, kernel: 3, activation: Activation.ReLU, dtype: type),
            new BatchNorm(4, momentum: 0.9, dtype: type),
            new MaxPool2D(2),
            new Sequential(new Flatten(), new Dropout(0.25)),
            new Dense(16, 3, dtype: type)), [6, 6, 2], TrainingDiffers: true),
        new("sequential", "empty", _ => new Sequential(), [3], TakesAnyType: true),
        new("dense", "plain", type => new Dense(5, 4, dtype: type), [5]),
        new("dense", "activation", type => new Dense(17, 9, Activation.Tanh, dtype: type), [17]),
        new("dense", "gelu without bias", type => new Dense(5, 4, Activation.GELU, bias: false, dtype: type), [5]),
        new("dense", "leaky", type => new Dense(5, 4, Activation.LeakyReLU, dtype: type), [5]),
        new("dense", "sigmoid", type => new Dense(5, 4, Activation.Sigmoid, dtype: type), [5]),
        new("dense", "silu over time", type => new Dense(5, 4, Activation.SiLU, dtype: type), [3, 5]),
        new("conv2d", "plain", type => new Conv2D(3, 5, kernel: 3, dtype: type), [6, 7, 3]),
        new("conv2d", "same, strided", type => new Conv2D(2, 3, kernel: (3, 2), stride: 2, padding: Padding.Same, activation: Activation.ReLU, dtype: type), [5, 6, 2]),
        new("conv2d", "padded, dilated, grouped", type => new Conv2D(
            4, 6, kernel: 2, stride: (1, 2), padding: Padding.Of(0, 1, 2, 1), dilation: (2, 1), groups: 2, bias: false, dtype: type), [5, 4, 4]),
        new("max_pool2d", "plain", _ => new MaxPool2D(2), [6, 4, 3]),
        new("max_pool2d", "same, strided", _ => new MaxPool2D(3, stride: 2, padding: Padding.Same), [5, 6, 2]),
        new("average_pool2d", "plain", _ => new AveragePool2D(2), [6, 4, 3]),
        new("average_pool2d", "same, without padding", _ => new AveragePool2D((2, 3), stride: 1, padding: Padding.Same, countPadding: false), [4, 5, 2]),
        new("average_pool2d", "counting padding", _ => new AveragePool2D(3, stride: 2, padding: Padding.Of(1)), [5, 5, 2]),
        new("global_average_pool2d", "plain", _ => new GlobalAveragePool2D(), [3, 4, 5]),
        new("flatten", "images", _ => new Flatten(), [3, 4, 2], TakesAnyType: true),
        new("dropout", "half", _ => new Dropout(0.5), [40], TrainingDiffers: true),
        new("batch_norm", "rows", type => new BatchNorm(5, dtype: type), [5], TrainingDiffers: true),
        new("batch_norm", "images", type => new BatchNorm(3, 0.5, 1e-5, type), [4, 4, 3], TrainingDiffers: true),
        new("activity_regularization", "both", _ => new ActivityRegularization(0.1, 0.2), [7]),
        new("relu", "plain", _ => new ReLU(), [7]),
        new("leaky_relu", "slope", _ => new LeakyReLU(0.3), [7]),
        new("relu6", "plain", _ => new ReLU6(), [7]),
        new("elu", "alpha", _ => new ELU(0.7), [7]),
        new("selu", "plain", _ => new SELU(), [7]),
        new("gelu", "exact", _ => new GELU(), [7]),
        new("gelu", "approximate", _ => new GELU(approximate: true), [7]),
        new("silu", "plain", _ => new SiLU(), [7]),
        new("hard_silu", "plain", _ => new HardSiLU(), [7]),
        new("mish", "plain", _ => new Mish(), [7]),
        new("sigmoid", "plain", _ => new Sigmoid(), [7]),
        new("hard_sigmoid", "plain", _ => new HardSigmoid(), [7]),
        new("tanh", "plain", _ => new Tanh(), [7]),
        new("softplus", "plain", _ => new Softplus(), [7]),
        new("softsign", "plain", _ => new Softsign(), [7]),
        new("exponential", "plain", _ => new Exponential(), [7]),
        new("softmax", "rows", _ => new Softmax(), [7]),
        new("softmax", "axis", _ => new Softmax(axis: 1), [4, 3]),
        new("softmax", "batch", _ => new Softmax(axis: 0), [4], MixesRows: true),
        new("log_softmax", "rows", _ => new LogSoftmax(), [7]),
    ];

    public static TheoryData<string> Keys => [.. All.Select(c => c.ToString())];

    public static ModuleCase Find(string key) => All.Single(c => c.ToString() == key);

    public override string ToString() => $"{Name}: {Variant}";

    /// <summary>The module, with parameters away from the zeros and ones they may start with.</summary>
    public Module Make(DType dtype = DType.Float32)
    {
        Module module;
        using (RandomScope.Use(RandomKey.FromSeed(5)))
        {
            module = Build(dtype);
        }

        long index = 0;
        foreach (var (path, parameter) in module.NamedParameters())
        {
            bool positive = path.EndsWith("running_var", StringComparison.Ordinal);
            Initializer initializer = positive ? Initializers.Uniform(0.5, 2) : Initializers.Normal(0, 0.5);
            parameter.Assign(initializer.Create(parameter.Shape, RandomKey.FromSeed(6).Derive(index++), parameter.Value.DType));
        }

        return module;
    }

    /// <summary>A batch of inputs.</summary>
    public Tensor Inputs(int batch, DType dtype = DType.Float32) =>
        Initializers.Normal(0.1, 1.5).Create([batch, .. Input.Sizes], RandomKey.FromSeed(9), dtype);
}
