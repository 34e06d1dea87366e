using Kiln.Neural;
using Kiln.Tensors;

namespace Kiln.Bench;

/// <summary>Layers as a training step uses them: forward with recording, then backward to the input and the parameters. The peer is eager PyTorch.</summary>
internal static class LayersFamily
{
    private const string Group = "layers, forward and backward";

    public static IEnumerable<Comparison> All()
    {
        yield return Activation("mish", () => new Mish());
        yield return Activation("celu", () => new CELU(0.5));
        yield return Activation("elu", () => new ELU());
        yield return Activation("hard-silu", () => new HardSiLU());
        yield return Activation("hard-sigmoid", () => new HardSigmoid());
        yield return Activation("silu", () => new SiLU());
        yield return Activation("softsign", () => new Softsign());
        yield return Activation("log-sigmoid", () => new LogSigmoid());
        yield return Pictures("batch-norm", [64, 32, 32, 64], () => new BatchNorm(64), moves: true);
        yield return Pictures("group-norm", [64, 16, 16, 64], () => new GroupNorm(64, groups: 8), moves: true);
        yield return Pictures("depthwise", [32, 28, 28, 128], () => new DepthwiseConv2D(128, kernel: 3, padding: 1));
        yield return Pictures("separable", [32, 28, 28, 64], () => new SeparableConv2D(64, 128, kernel: 3, padding: 1));
        yield return Pictures("transposed", [32, 14, 14, 64], () => new Conv2DTranspose(64, 32, kernel: 4, stride: 2, padding: 1));
        yield return Embedding(rows: 10_000, width: 128, tokens: 64 * 128);
    }

    private static Comparison Activation(string name, Func<Module> layer) =>
        Layer(name, [64, 32, 32, 64], layer, [Peer.Torch("layers", "activation", name)], moves: true);

    /// <summary>PyTorch in either memory format.</summary>
    private static Comparison Pictures(string name, int[] shape, Func<Module> layer, bool moves = false)
    {
        object[] sizes = [.. shape.Select(n => (object)n)];
        return Layer(name, shape, layer, [Peer.Torch("layers", "pictures", [name, "channels_last", .. sizes]), Peer.Torch("layers", "pictures", [name, "contiguous", .. sizes])], moves);
    }

    // What moves bounds most of them: the forward pass reads and writes a tensor, the backward pass reads two and writes one.
    private static Comparison Layer(string name, int[] shape, Func<Module> make, Peer[] peers, bool moves)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        return new Comparison(
            $"layers-{name}-{string.Join('x', shape)}",
            "images/s",
            shape[0],
            () =>
            {
                var layer = make();
                var x = Tensor.From(Array.ConvertAll(Operands.Draw(count), v => 4 * v), new Shape(shape)).RequireGrad();
                return Pass(layer, x, [x, .. layer.NamedParameters().Where(p => p.Value.IsTrainable).Select(p => p.Value.Value)]);
            },
            peers)
        {
            Group = Group,
            Bar = 1,
            BytesRead = moves ? 3.0 * sizeof(float) * count : 0,
            BytesWritten = moves ? 2.0 * sizeof(float) * count : 0,
        };
    }

    private static Comparison Embedding(int rows, int width, int tokens) => new(
        $"layers-embedding-{rows}x{width}-{tokens}",
        "tokens/s",
        tokens,
        () =>
        {
            var layer = new Embedding(rows, width);
            var places = Array.ConvertAll(Operands.Draw(tokens), v => (long)((v + 1) / 2 * rows));
            return Pass(layer, Tensor.From(places, [64, tokens / 64]), [layer.Weight.Value]);
        },
        Peer.Torch("layers", "embedding", rows, width, tokens))
    {
        Group = Group,
        Bar = 1,
    };

    /// <summary>Forward and backward in training; gradients are made anew each time, as after they were cleared.</summary>
    private static Trial Pass(Module layer, Tensor x, Tensor[] leaves)
    {
        Tensor Forward()
        {
            using var mode = Mode.Training();
            using var recording = Autograd.EnableGrad();
            return layer.Forward(x);
        }

        var g = Tensor.From(Operands.Draw(Forward().Count, 2), Forward().Shape);
        var gradient = g;
        return new Trial(
            () =>
            {
                using var mode = Mode.Training();
                using var recording = Autograd.EnableGrad();
                gradient = Autograd.Gradients(layer.Forward(x), leaves, g)[0];
            },
            layer.NamedParameters().Any() ? null : () => gradient.ToArray<float>());
    }
}
