using System.Runtime.CompilerServices;
using System.Text.Json;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>Outputs and gradients of layers against PyTorch in float64, where Keras's goldens have no case. torch_layers.py made them.</summary>
public class TorchLayerTests
{
    private const DType Wide = DType.Float64;

    private static readonly Dictionary<string, Func<Module>> s_modules = new()
    {
        ["conv1d"] = () => new Conv1D(4, 6, kernel: 3, stride: 2, padding: 2, dilation: 2, groups: 2, dtype: Wide),
        ["conv3d"] = () => new Conv3D(2, 4, (2, 3, 1), (1, 2, 1), Padding.Of(1, 1, 1, 1, 0, 0), (1, 1, 2), groups: 2, dtype: Wide),
        ["conv1d transpose"] = () => new Conv1DTranspose(4, 6, kernel: 3, stride: 3, padding: 1, outputPadding: 2, dilation: 2, groups: 2, dtype: Wide),
        ["conv2d transpose"] = () => new Conv2DTranspose(
            4, 6, (3, 2), (2, 3), Padding.Of(1, 1, 0, 0), outputPadding: (1, 2), dilation: (2, 1), groups: 2, dtype: Wide),
        ["conv2d transpose plain"] = () => new Conv2DTranspose(3, 2, kernel: 4, stride: 2, padding: 1, bias: false, dtype: Wide),
        ["conv3d transpose"] = () => new Conv3DTranspose(2, 3, kernel: 3, stride: 2, padding: 1, outputPadding: 1, dtype: Wide),
        ["depthwise conv1d"] = () => new DepthwiseConv1D(3, kernel: 3, padding: 1, depthMultiplier: 2, dtype: Wide),
        ["depthwise conv2d"] = () => new DepthwiseConv2D(3, (3, 2), 2, Padding.Of(1, 1, 0, 0), depthMultiplier: 2, dilation: (1, 2), dtype: Wide),
        ["max pool1d"] = () => new MaxPool1D(3, stride: 2, padding: 1),
        ["max pool3d"] = () => new MaxPool3D((2, 1, 2), (1, 2, 1), Padding.Of(1, 1, 0, 0, 1, 1)),
        ["average pool1d"] = () => new AveragePool1D(3, stride: 2, padding: 1),
        ["average pool3d"] = () => new AveragePool3D(2, (1, 2, 1), padding: 1, countPadding: false),
        ["global max pool1d"] = () => new GlobalMaxPool1D(),
        ["global max pool3d"] = () => new GlobalMaxPool3D(),
        ["global average pool3d"] = () => new GlobalAveragePool3D(),
        ["adaptive max pool1d"] = () => new AdaptiveMaxPool1D(4),
        ["adaptive max pool2d"] = () => new AdaptiveMaxPool2D((3, 2)),
        ["adaptive max pool2d larger"] = () => new AdaptiveMaxPool2D((5, 3)),
        ["adaptive average pool1d"] = () => new AdaptiveAveragePool1D(4),
        ["adaptive average pool2d"] = () => new AdaptiveAveragePool2D((3, 2)),
        ["adaptive average pool2d larger"] = () => new AdaptiveAveragePool2D((5, 3)),
        ["group norm"] = () => new GroupNorm(6, groups: 2, epsilon: 1e-5, dtype: Wide),
        ["instance norm"] = () => new InstanceNorm(3, scale: true, shift: true, dtype: Wide),
        ["instance norm plain"] = () => new InstanceNorm(3, dtype: Wide),
        ["unit norm"] = () => new UnitNorm(),
        ["layer norm"] = () => new LayerNorm(5, epsilon: 1e-5, dtype: Wide),
        ["rms norm"] = () => new RMSNorm(5, dtype: Wide),
        ["up sampling2d bilinear"] = () => new UpSampling2D((2, 3), Interpolation.Linear),
        ["up sampling1d"] = () => new UpSampling1D(3),
        ["up sampling3d"] = () => new UpSampling3D(2),
        ["zero padding2d"] = () => new ZeroPadding2D(Padding.Of(0, 3, 1, 2)),
        ["prelu"] = () => new PReLU(3, dtype: Wide),
        ["celu"] = () => new CELU(0.5),
        ["elu"] = () => new ELU(0.6),
        ["selu"] = () => new SELU(),
        ["gelu"] = () => new GELU(),
        ["gelu tanh"] = () => new GELU(approximate: true),
        ["silu"] = () => new SiLU(),
        ["mish"] = () => new Mish(),
        ["softplus"] = () => new Softplus(),
        ["softsign"] = () => new Softsign(),
        ["tanh"] = () => new Tanh(),
        ["sigmoid"] = () => new Sigmoid(),
        ["log sigmoid"] = () => new LogSigmoid(),
        ["hard sigmoid"] = () => new HardSigmoid(),
        ["hard silu"] = () => new HardSiLU(),
        ["hard tanh"] = () => new HardTanh(-0.51, 1.51),
        ["relu"] = () => new ReLU(),
        ["relu6"] = () => new ReLU6(),
        ["leaky relu"] = () => new LeakyReLU(),
        ["softmax"] = () => new Softmax(),
        ["log softmax"] = () => new LogSoftmax(),
        ["embedding"] = () => new Embedding(7, 3, paddingIndex: 2, dtype: Wide),
        ["residual"] = () => new Residual(new Dense(4, 3, Activation.Tanh, dtype: Wide), new Dense(4, 3, bias: false, dtype: Wide), Activation.ReLU),
    };

    public static TheoryData<string> Names => [.. s_modules.Keys];

    private static Dictionary<string, JsonElement> Goldens { get; } = Read();

    [Fact]
    public void Every_case_is_checked() => s_modules.Keys.ShouldBe(Goldens.Keys, ignoreOrder: true);

    [Theory, MemberData(nameof(Names))]
    public void Outputs_and_gradients_equal_those_of_PyTorch(string name)
    {
        JsonElement golden = Goldens[name];
        Module module = s_modules[name]();
        var parameters = module.NamedParameters().ToDictionary(p => p.Key, p => p.Value);
        foreach (JsonProperty given in golden.GetProperty("parameters").EnumerateObject())
        {
            parameters[given.Name].Assign(Tensor(given.Value));
        }

        bool differentiable = golden.GetProperty("inputGradient").ValueKind != JsonValueKind.Null;
        Tensor x = Tensor(golden.GetProperty("input"));
        x = differentiable ? x.RequireGrad() : x.To(DType.Int64);
        Tensor y = module.Forward(x);
        ShouldMatch(y, golden.GetProperty("output"), $"{name}: output");
        y.Backward(Tensor(golden.GetProperty("outputGradient")));
        if (differentiable)
        {
            ShouldMatch(x.Grad!, golden.GetProperty("inputGradient"), $"{name}: gradient of the input");
        }

        foreach (JsonProperty expected in golden.GetProperty("gradients").EnumerateObject())
        {
            ShouldMatch(parameters[expected.Name].Gradient!, expected.Value, $"{name}: gradient of {expected.Name}");
        }
    }

    private static void ShouldMatch(Tensor actual, JsonElement golden, string what)
    {
        Tensor expected = Tensor(golden);
        actual.Shape.ShouldBe(expected.Shape, what);
        double[] a = actual.ToArray<double>();
        double[] e = expected.ToArray<double>();
        for (int i = 0; i < a.Length; i++)
        {
            // PyTorch keeps the sixth in the gradient of hard sigmoid in float32 even here.
            if (!(Math.Abs(a[i] - e[i]) <= 2e-8 * Math.Max(1, Math.Abs(e[i]))))
            {
                Assert.Fail($"{what}: element {i} of {expected.Shape} is {a[i]:R}, PyTorch has {e[i]:R}");
            }
        }
    }

    private static Tensor Tensor(JsonElement numbers) => Kiln.Tensors.Tensor.From(
        numbers.GetProperty("values").EnumerateArray().Select(v => v.GetDouble()).ToArray(),
        numbers.GetProperty("shape").EnumerateArray().Select(v => v.GetInt32()).ToArray());

    private static Dictionary<string, JsonElement> Read([CallerFilePath] string here = "")
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "torch_layers.json")));
        return document.RootElement.Clone().GetProperty("cases").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);
    }
}
