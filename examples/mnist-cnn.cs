#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// Two 3x3 convolutions (32 and 64 filters) with 2x2 pooling and a 7*7*64 -> 10 layer on MNIST. First as sometimes printed: the last layer ends in
// ReLU and is compared with one-hot rows by squared error, so that a class whose output starts negative gets no gradient. Then with logits and
// cross-entropy.
// Run: dotnet run examples/mnist-cnn.cs [FOLDER]      (without a folder the 12 MB of MNIST are downloaded once)
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

var (train, test) = Mnist.Load(args.Length > 0 ? args[0] : null);
var oneHot = new OneHotTargets(classes: 10);
Train("As printed: ends in ReLU, squared error", Activation.ReLU, train.With(oneHot), test.With(oneHot), new MeanSquaredError());
Train("Corrected: logits, softmax cross-entropy", Activation.None, train, test, new SoftmaxCrossEntropy());

static void Train(string title, Activation last, Dataset train, Dataset test, Loss loss)
{
    RandomScope.Seed(0);
    var network = new Sequential(
        new Conv2D(1, 32, kernel: 3, padding: Padding.Same, activation: Activation.ReLU), new MaxPool2D(2),
        new Conv2D(32, 64, kernel: 3, padding: Padding.Same, activation: Activation.ReLU), new MaxPool2D(2),
        new Flatten(), new Dense(7 * 7 * 64, 10, last));
    Console.WriteLine(title);
    var history = network.Fit(train, new FitOptions
    {
        Loss = loss, Optimizer = new Adam(), Metrics = [new Accuracy()], Epochs = 2, BatchSize = 64, Validation = test,
        Callbacks = [new TextReport(Console.Out)],
    });
    var silent = network.Predict(test.Take(1000)).Sum(0).EqualTo(0).To(DType.Int32).Sum().Item<int>();
    Console.WriteLine($"Accuracy on {test.Count} digits it has not seen: {history.Last("val_accuracy"):P2}; classes whose output is 0 for every digit: {silent}\n");
}

// Classes as rows of zeros with a one: what a squared error compares outputs with.
internal sealed class OneHotTargets(int classes) : Transform
{
    public override Batch Apply(Batch batch, RandomKey key) => batch with { Targets = Tensor.OneHot(batch.Targets, classes) };

    public override Shape TargetShape(Shape shape) => [classes];
}
