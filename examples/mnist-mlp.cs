#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// 784-128-64-10 on MNIST with squared error and Adam, as tutorials often print it: without activations between the layers, so that the three
// layers are one linear map, and with squared error on one-hot rows. Then the same sizes with ReLU and cross-entropy.
// Run: dotnet run examples/mnist-mlp.cs [FOLDER]      (without a folder the 12 MB of MNIST are downloaded once)
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

var (train, test) = Mnist.Load(args.Length > 0 ? args[0] : null);
var oneHot = new OneHotTargets(classes: 10);

RandomScope.Seed(0);
var printed = new Sequential(new Flatten(), new Dense(784, 128), new Dense(128, 64), new Dense(64, 10));
Train("As printed: no activations, squared error", printed, train.With(oneHot), test.With(oneHot), new MeanSquaredError());

RandomScope.Seed(0);
var corrected = new Sequential(new Flatten(), new Dense(784, 128, Activation.ReLU), new Dense(128, 64, Activation.ReLU), new Dense(64, 10));
Train("Corrected: ReLU, softmax cross-entropy", corrected, train, test, new SoftmaxCrossEntropy());

static void Train(string title, Module network, Dataset train, Dataset test, Loss loss)
{
    Console.WriteLine(title);
    var history = network.Fit(train, new FitOptions
    {
        Loss = loss, Optimizer = new Adam(), Metrics = [new Accuracy()], Epochs = 3, BatchSize = 64, Validation = test,
        Callbacks = [new TextReport(Console.Out)],
    });
    Console.WriteLine($"Accuracy on {test.Count} digits it has not seen: {history.Last("val_accuracy"):P2}\n");
}

// Classes as rows of zeros with a one: what a squared error compares outputs with.
internal sealed class OneHotTargets(int classes) : Transform
{
    public override Batch Apply(Batch batch, RandomKey key) => batch with { Targets = Tensor.OneHot(batch.Targets, classes) };

    public override Shape TargetShape(Shape shape) => [classes];
}
