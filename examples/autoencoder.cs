#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// An autoencoder on Fashion-MNIST: 784 numbers through 32 and back. Shows pictures beside what is left of them.
// Run: dotnet run examples/autoencoder.cs [FOLDER]      (without a folder the 31 MB of Fashion-MNIST are downloaded once)
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

var (train, test) = FashionMnist.Load(args.Length > 0 ? args[0] : null);
RandomScope.Seed(0);
var network = new Sequential(
    new Flatten(),
    new Dense(784, 128, Activation.ReLU), new Dense(128, 32, Activation.ReLU), // The code: 32 numbers.
    new Dense(32, 128, Activation.ReLU), new Dense(128, 784, Activation.Sigmoid));
var itself = new ItselfAsTarget();
network.Fit(train.With(itself), new FitOptions
{
    Loss = new MeanSquaredError(), Optimizer = new Adam(), Epochs = 5, BatchSize = 128, Validation = test.With(itself), Callbacks = [new TextReport(Console.Out)],
});

var some = test.Take(8).Gather([0, 1, 2, 3, 4, 5, 6, 7]).Inputs;
var back = network.Predict(some).Reshape(8, 28, 28, 1);
Directory.CreateDirectory("artifacts");
Pictures.SaveRows("artifacts/autoencoder.png", some, back);
Console.WriteLine("\nPictures above, what 32 numbers keep of them below: artifacts/autoencoder.png");

// The target of a picture is the picture.
internal sealed class ItselfAsTarget : Transform
{
    public override Batch Apply(Batch batch, RandomKey key) => batch with { Targets = batch.Inputs.Reshape(batch.Count, 784) };

    public override Shape TargetShape(Shape shape) => [784];
}

internal static class Pictures
{
    // Batches of pictures (N, 28, 28, 1), values 0 to 1, each batch one row of the picture that is saved.
    public static void SaveRows(string path, params Tensor[] rows)
    {
        var bands = rows.Select(row => Tensor.Concat([.. Enumerable.Range(0, row.Shape[0]).Select(i => row.Select(0, i))], axis: 1)).ToArray();
        var all = Tensor.Concat(bands, axis: 0);
        Png.Write(path, ImageTensors.ToImage(all));
    }
}
