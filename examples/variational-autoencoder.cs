#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// A variational autoencoder on Fashion-MNIST: pictures become a normal distribution over two numbers, and new pictures are drawn from points of that
// plane. Kingma and Welling, "Auto-encoding variational Bayes" (2014). The module adds its own part of the loss with AddPenalty.
// Run: dotnet run examples/variational-autoencoder.cs [FOLDER]      (without a folder the 31 MB of Fashion-MNIST are downloaded once)
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

var (train, test) = FashionMnist.Load(args.Length > 0 ? args[0] : null);
RandomScope.Seed(0);
var network = new VariationalAutoencoder(code: 2);
var itself = new ItselfAsTarget();
network.Fit(train.With(itself), new FitOptions
{
    Loss = new SigmoidCrossEntropy(),
    Optimizer = new Adam(),
    Epochs = 5,
    BatchSize = 128,
    Validation = test.With(itself),
    Callbacks = [new TextReport(Console.Out)],
});

// A grid over the plane of codes, from −2 to 2 in both directions.
var side = Tensor.Linspace(-2, 2, 12);
var grid = Tensor.Meshgrid([side, side]);
var codes = Tensor.Stack([grid[1].Reshape(144), grid[0].Reshape(144)], axis: 1);
var drawn = network.Decode(codes).Sigmoid().Reshape(12, 12, 28, 28).Permute(0, 2, 1, 3).Reshape(12 * 28, 12 * 28, 1);
Directory.CreateDirectory("artifacts");
Png.Write("artifacts/variational-autoencoder.png", drawn.ToImage());
Console.WriteLine("\nNew pictures over the plane of codes: artifacts/variational-autoencoder.png");

internal sealed class VariationalAutoencoder : Module
{
    private readonly int _code;
    private readonly Module _encoder;
    private readonly Module _decoder;

    public VariationalAutoencoder(int code)
    {
        _code = code;
        _encoder = Child("encoder", new Sequential(new Flatten(), new Dense(784, 256, Activation.ReLU), new Dense(256, 2 * code)));
        _decoder = Child("decoder", new Sequential(new Dense(code, 256, Activation.ReLU), new Dense(256, 784)));
    }

    public override Tensor Forward(Tensor x)
    {
        var parts = _encoder.Forward(x).Split(2, axis: 1);
        var (mean, logVariance) = (parts[0], parts[1]);
        if (!Mode.IsTraining)
        {
            return Decode(mean);
        }

        // How far the code's distribution is from a standard normal, per picture; over 784 because the loss is a mean over pixels.
        var divergence = (mean.Square() + logVariance.Exp() - logVariance - 1.0).Sum(1) * 0.5;
        AddPenalty(divergence.Mean() / 784.0);
        var noise = Tensor.RandomNormal(mean.Shape, key: RandomScope.Next("code"));
        return Decode(mean + (logVariance * 0.5).Exp() * noise);
    }

    public Tensor Decode(Tensor codes) => _decoder.Forward(codes.Reshape(-1, _code));
}

// The target of a picture is the picture.
internal sealed class ItselfAsTarget : Transform
{
    public override Batch Apply(Batch batch, RandomKey key) => batch with { Targets = batch.Inputs.Reshape(batch.Count, 784) };

    public override Shape TargetShape(Shape shape) => [784];
}
