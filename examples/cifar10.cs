#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// Three convolutions with pooling between them, as in Keras's CIFAR-10 tutorial, ten epochs.
// Run: dotnet run examples/cifar10.cs [FOLDER or ARCHIVE] [SEED]
// Without a folder the published archive (170 MB) is downloaded once. An archive of pictures (train/CLASS/*.jpg, test/CLASS/*.jpg) is read as well.
using System.Globalization;
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

var source = args.Length > 0 ? args[0] : null;
var seed = args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : 0;
Dataset train, test;
if (source is not null && File.Exists(source))
{
    var (pictures, others) = ImageFolder.OpenParts(source);
    (train, test) = (pictures, others);
}
else
{
    (train, test) = Cifar10.Load(source);
}

RandomScope.Seed(seed);
var network = new Sequential(
    new Conv2D(3, 32, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
    new Conv2D(32, 64, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
    new Conv2D(64, 128, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
    new Flatten(), new Dense(512, 10));
Console.WriteLine(network.Summary([32, 32, 3]));

var history = network.Fit(train, new FitOptions
{
    Loss = new SoftmaxCrossEntropy(),
    Optimizer = new Adam(),
    Metrics = [new Accuracy()],
    Epochs = 10,
    BatchSize = 64,
    Validation = test,
    Seed = seed,
    Callbacks = [new TextReport(Console.Out)],
});
Console.WriteLine($"\nAccuracy on {test.Count} pictures it has not seen: {history.Last("val_accuracy"):P2}; {history["seconds"].Average():F1} s an epoch, validation included");
