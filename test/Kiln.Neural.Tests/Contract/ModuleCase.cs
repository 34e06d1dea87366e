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
/// <param name="Classes">For a module that takes integers alone: how many different ones.</param>
/// <param name="Arity">How many inputs the module is given.</param>
public sealed record ModuleCase(
    string Name,
    string Variant,
    Func<DType, Module> Build,
    Shape Input,
    bool TrainingDiffers = false,
    bool MixesRows = false,
    bool TakesAnyType = false,
    int Classes = 0,
    int Arity = 1)
{
    static ModuleCase() => Lambda.Register("test_squares", x => x * x);

    public static IReadOnlyList<ModuleCase> All { get; } =
    [
        new("sequential", "network", type => new Sequential(
            new Conv2D(2, 4, kernel: 3, activation: Activation.ReLU, dtype: type),
            new BatchNorm(4, momentum: 0.9, dtype: type),
            new MaxPool2D(2),
            new Sequential(new Flatten(), new Dropout(0.25)),
            new Dense(16, 3, dtype: type)), [6, 6, 2], TrainingDiffers: true),
        new("graph", "branches and a shared layer", GraphCases.Branches, [6, 4], TrainingDiffers: true),
        new("graph", "two inputs", GraphCases.TwoInputs, [5], Arity: 2),
        new("sequential", "empty", _ => new Sequential(), [3], TakesAnyType: true),
        new("residual", "plain", type => new Residual(new Sequential(new Dense(4, 6, Activation.Tanh, dtype: type), new Dense(6, 4, dtype: type))), [4]),
        new("residual", "projected", type => new Residual(
            new Sequential(new Conv2D(2, 3, kernel: 3, stride: 2, padding: Padding.Same, dtype: type), new BatchNorm(3, dtype: type)),
            new Conv2D(2, 3, kernel: 1, stride: 2, dtype: type),
            Activation.ReLU), [4, 4, 2], TrainingDiffers: true),
        new("residual", "of nothing", type => new Residual(new Identity(), activation: Activation.ReLU), [3], TakesAnyType: true),
        new("time_distributed", "dense", type => new TimeDistributed(new Dense(4, 3, dtype: type)), [5, 4]),
        new("time_distributed", "images", type => new TimeDistributed(new Sequential(new Conv2D(1, 2, kernel: 2, dtype: type), new GlobalAveragePool2D())), [3, 3, 3, 1]),
        new("lambda", "named", _ => new Lambda("test_squares"), [4], TakesAnyType: true),
        new("add", "three", _ => new Add(), [2, 3], TakesAnyType: true, Arity: 3),
        new("add", "one", _ => new Add(), [2, 3], TakesAnyType: true),
        new("subtract", "two", _ => new Subtract(), [4], TakesAnyType: true, Arity: 2),
        new("multiply", "three", _ => new Multiply(), [4], TakesAnyType: true, Arity: 3),
        new("mean", "three", _ => new Mean(), [4], Arity: 3),
        new("maximum", "two", _ => new Maximum(), [4], TakesAnyType: true, Arity: 2),
        new("minimum", "three", _ => new Minimum(), [4], TakesAnyType: true, Arity: 3),
        new("concatenate", "channels", _ => new Concatenate(), [2, 3], TakesAnyType: true, Arity: 3),
        new("concatenate", "time", _ => new Concatenate(axis: 1), [2, 3], TakesAnyType: true, Arity: 2),
        new("embedding", "words", type => new Embedding(7, 4, dtype: type), [5], Classes: 7),
        new("embedding", "padded", type => new Embedding(5, 3, paddingIndex: 4, dtype: type), [2, 3], Classes: 4),
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
        new("conv1d", "plain", type => new Conv1D(3, 5, kernel: 3, dtype: type), [7, 3]),
        new("conv1d", "causal, dilated", type => new Conv1D(2, 4, kernel: 3, padding: Padding.Causal, dilation: 2, activation: Activation.Tanh, dtype: type), [8, 2]),
        new("conv1d", "same, strided, grouped", type => new Conv1D(4, 6, kernel: 3, stride: 2, padding: Padding.Same, groups: 2, dtype: type), [7, 4]),
        new("conv3d", "plain", type => new Conv3D(2, 3, kernel: 2, dtype: type), [3, 4, 3, 2]),
        new("conv3d", "same, strided", type => new Conv3D(
            2, 3, kernel: (1, 3, 2), stride: (1, 2, 1), padding: Padding.Same, activation: Activation.ReLU, dtype: type), [2, 4, 3, 2]),
        new("conv3d", "padded, dilated", type => new Conv3D(
            2, 2, kernel: 2, padding: Padding.Of(1, 0, 0, 1, 1, 1), dilation: (1, 2, 1), bias: false, dtype: type), [2, 3, 2, 2]),
        new("conv1d_transpose", "same", type => new Conv1DTranspose(3, 2, kernel: 4, stride: 2, padding: Padding.Same, dtype: type), [5, 3]),
        new("conv1d_transpose", "output padding", type => new Conv1DTranspose(
            2, 3, kernel: 3, stride: 2, padding: 1, outputPadding: 1, activation: Activation.Sigmoid, dtype: type), [4, 2]),
        new("conv2d_transpose", "plain", type => new Conv2DTranspose(3, 2, kernel: 3, dtype: type), [4, 3, 3]),
        new("conv2d_transpose", "same, strided", type => new Conv2DTranspose(
            2, 3, kernel: 3, stride: 2, padding: Padding.Same, activation: Activation.ReLU, dtype: type), [3, 2, 2]),
        new("conv2d_transpose", "dilated, grouped, gelu", type => new Conv2DTranspose(
            4, 2, kernel: (2, 3), stride: (1, 2), padding: Padding.Of(0, 1, 1, 2), outputPadding: (0, 1), dilation: 2, groups: 2, activation: Activation.GELU, dtype: type), [3, 3, 4]),
        new("conv2d_transpose", "stride beyond the window", type => new Conv2DTranspose(2, 2, kernel: 2, stride: 3, bias: false, dtype: type), [2, 2, 2]),
        new("conv3d_transpose", "same", type => new Conv3DTranspose(2, 2, kernel: (2, 3, 2), stride: (2, 1, 1), padding: Padding.Same, dtype: type), [2, 3, 2, 2]),
        new("depthwise_conv1d", "plain", type => new DepthwiseConv1D(3, kernel: 3, depthMultiplier: 2, padding: Padding.Causal, dtype: type), [6, 3]),
        new("depthwise_conv2d", "same, strided", type => new DepthwiseConv2D(
            3, kernel: 3, stride: 2, padding: Padding.Same, depthMultiplier: 2, activation: Activation.ReLU, dtype: type), [5, 4, 3]),
        new("depthwise_conv2d", "dilated", type => new DepthwiseConv2D(2, kernel: 2, padding: 1, dilation: (1, 2), bias: false, dtype: type), [4, 4, 2]),
        new("separable_conv1d", "plain", type => new SeparableConv1D(3, 4, kernel: 3, depthMultiplier: 2, activation: Activation.ReLU, dtype: type), [6, 3]),
        new("separable_conv2d", "same, strided", type => new SeparableConv2D(
            2, 3, kernel: 3, stride: 2, padding: Padding.Same, bias: false, dtype: type), [4, 5, 2]),
        new("max_pool1d", "plain", _ => new MaxPool1D(3, stride: 2, padding: 1), [7, 3]),
        new("max_pool3d", "same", _ => new MaxPool3D((1, 2, 2), stride: (1, 2, 1), padding: Padding.Same), [2, 3, 4, 2]),
        new("average_pool1d", "plain", _ => new AveragePool1D(2), [6, 3]),
        new("average_pool3d", "without padding", _ => new AveragePool3D(2, stride: 1, padding: Padding.Of(1, 0, 0, 1, 1, 1), countPadding: false), [2, 3, 2, 2]),
        new("global_max_pool1d", "plain", _ => new GlobalMaxPool1D(), [5, 3]),
        new("global_max_pool2d", "kept", _ => new GlobalMaxPool2D(keepDims: true), [3, 4, 2]),
        new("global_max_pool3d", "plain", _ => new GlobalMaxPool3D(), [2, 3, 2, 2]),
        new("global_average_pool1d", "plain", _ => new GlobalAveragePool1D(), [5, 3]),
        new("global_average_pool3d", "kept", _ => new GlobalAveragePool3D(keepDims: true), [2, 3, 2, 2]),
        new("adaptive_max_pool1d", "uneven", _ => new AdaptiveMaxPool1D(3), [7, 2]),
        new("adaptive_max_pool2d", "uneven", _ => new AdaptiveMaxPool2D((2, 3)), [5, 4, 2]),
        new("adaptive_average_pool1d", "even", _ => new AdaptiveAveragePool1D(3), [6, 2]),
        new("adaptive_average_pool2d", "uneven", _ => new AdaptiveAveragePool2D((2, 3)), [5, 4, 2]),
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
        new("layer_norm", "rows", type => new LayerNorm(6, dtype: type), [6]),
        new("layer_norm", "without scale and shift", type => new LayerNorm(5, 1e-2, scale: false, shift: false, dtype: type), [3, 5]),
        new("rms_norm", "rows", type => new RMSNorm(6, dtype: type), [2, 6]),
        new("rms_norm", "without scale", type => new RMSNorm(6, 1e-3, scale: false, dtype: type), [6]),
        new("group_norm", "images", type => new GroupNorm(6, groups: 3, dtype: type), [3, 2, 6]),
        new("group_norm", "one group, shift alone", type => new GroupNorm(4, groups: 1, scale: false, dtype: type), [5, 4]),
        new("instance_norm", "plain", type => new InstanceNorm(3, dtype: type), [4, 3, 3]),
        new("instance_norm", "scaled", type => new InstanceNorm(2, 1e-3, scale: true, shift: true, dtype: type), [6, 2]),
        new("unit_norm", "last axis", _ => new UnitNorm(), [4]),
        new("unit_norm", "first axis", _ => new UnitNorm(axis: 1), [4, 3]),
        new("spatial_dropout1d", "half", _ => new SpatialDropout1D(0.5), [3, 20], TrainingDiffers: true),
        new("spatial_dropout2d", "half", _ => new SpatialDropout2D(0.5), [2, 2, 20], TrainingDiffers: true),
        new("spatial_dropout3d", "half", _ => new SpatialDropout3D(0.5), [2, 1, 2, 20], TrainingDiffers: true),
        new("alpha_dropout", "plain", _ => new AlphaDropout(0.4), [40], TrainingDiffers: true),
        new("gaussian_dropout", "plain", _ => new GaussianDropout(0.3), [10], TrainingDiffers: true),
        new("gaussian_noise", "plain", _ => new GaussianNoise(0.2), [10], TrainingDiffers: true),
        new("reshape", "given", _ => new Reshape(2, 6), [3, 4], TakesAnyType: true),
        new("reshape", "what is left", _ => new Reshape(-1, 3, 2), [4, 6], TakesAnyType: true),
        new("permute", "channels last", _ => new Permute(2, 3, 1), [2, 3, 4], TakesAnyType: true),
        new("repeat_vector", "plain", _ => new RepeatVector(3), [4], TakesAnyType: true),
        new("zero_padding1d", "plain", _ => new ZeroPadding1D(), [3, 2]),
        new("zero_padding2d", "sides", _ => new ZeroPadding2D(Padding.Of(1, 0, 0, 2)), [2, 3, 2]),
        new("zero_padding3d", "one number", _ => new ZeroPadding3D(2), [1, 2, 1, 2]),
        new("cropping1d", "sides", _ => new Cropping1D(Padding.Of(1, 2)), [5, 2]),
        new("cropping2d", "one number", _ => new Cropping2D(1), [4, 3, 2]),
        new("cropping3d", "sides", _ => new Cropping3D(Padding.Of(1, 0, 0, 1, 1, 1)), [2, 2, 3, 2]),
        new("up_sampling1d", "plain", _ => new UpSampling1D(3), [3, 2]),
        new("up_sampling2d", "nearest", _ => new UpSampling2D((2, 1)), [2, 3, 2]),
        new("up_sampling2d", "bilinear", _ => new UpSampling2D((2, 3), Interpolation.Linear), [2, 3, 2]),
        new("up_sampling3d", "plain", _ => new UpSampling3D(), [1, 2, 2, 2]),
        new("identity", "plain", _ => new Identity(), [3], TakesAnyType: true),
        new("prelu", "of channels", type => new PReLU(3, dtype: type), [2, 4, 3]),
        new("prelu", "of elements", type => new PReLU([2, 4], dtype: type), [2, 4]),
        new("prelu", "shared", type => new PReLU([2, 2, 3], [1, 2], dtype: type), [2, 2, 3]),
        new("relu", "plain", _ => new ReLU(), [7]),
        new("relu", "bounded", _ => new ReLU(maximum: 1), [7]),
        new("relu", "sloped", _ => new ReLU(negativeSlope: 0.2), [7]),
        new("relu", "everything", _ => new ReLU(1.5, 0.1, 0.5), [17]),
        new("leaky_relu", "slope", _ => new LeakyReLU(0.3), [7]),
        new("relu6", "plain", _ => new ReLU6(), [7]),
        new("elu", "alpha", _ => new ELU(0.7), [7]),
        new("celu", "one", _ => new CELU(), [7]),
        new("celu", "alpha", _ => new CELU(0.6), [7]),
        new("log_sigmoid", "plain", _ => new LogSigmoid(), [7]),
        new("hard_tanh", "plain", _ => new HardTanh(), [7]),
        new("hard_tanh", "bounds", _ => new HardTanh(-0.5, 2), [7]),
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

    /// <summary>The module's output; where it takes several inputs, the others are functions of the first.</summary>
    public Tensor Run(Module module, Tensor x) => Arity == 1
        ? module.Forward(x)
        : module.Forward([.. Enumerable.Range(0, Arity).Select(i => i == 0 ? x : x.DType.IsFloatingPoint() ? (x * i).Sin() : x)]);

    /// <summary>A batch of inputs.</summary>
    public Tensor Inputs(int batch, DType dtype = DType.Float32) => Classes > 0
        ? Tensor.RandomIntegers([batch, .. Input.Sizes], 0, Classes, RandomKey.FromSeed(9))
        : Initializers.Normal(0.1, 1.5).Create([batch, .. Input.Sizes], RandomKey.FromSeed(9), dtype);
}
