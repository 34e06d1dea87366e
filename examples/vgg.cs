#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// A network in the style of VGG (Simonyan and Zisserman 2015) for CIFAR-10: pairs of 3x3 convolutions, batch norm, pooling, dropout, and pictures that are
// flipped and shifted at random.
// Run: dotnet run examples/vgg.cs [FOLDER or ARCHIVE] [EPOCHS]
using System.Globalization;
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

var source = args.Length > 0 ? args[0] : null;
var epochs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10;
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

RandomScope.Seed(0);
var network = new Sequential();
var channels = 3;
foreach (var (filters, dropout) in new[] { (32, 0.2), (64, 0.3), (128, 0.4) })
{
    foreach (var inputs in new[] { channels, filters })
    {
        network.Add(new Conv2D(inputs, filters, kernel: 3, padding: Padding.Same, bias: false, weightInitializer: Initializers.HeNormal));
        network.Add(new BatchNorm(filters, momentum: 0.9));
        network.Add(new ReLU());
    }

    network.Add(new MaxPool2D(2));
    network.Add(new Dropout(dropout));
    channels = filters;
}

network.Add(new Flatten());
network.Add(new Dense(4 * 4 * 128, 128, Activation.ReLU));
network.Add(new Dense(128, 10));
Console.WriteLine(network.Summary([32, 32, 3]));

const int batch = 128;
network.Fit(train.With(Augment.RandomFlip().Then(Augment.RandomCrop(padding: 4))), new FitOptions
{
    Loss = new SoftmaxCrossEntropy(),
    Optimizer = new AdamW { Schedule = new OneCycle(3e-3, (long)epochs * ((train.Count + batch - 1) / batch)) },
    Metrics = [new Accuracy()],
    Epochs = epochs,
    BatchSize = batch,
    Validation = test,
    Callbacks = [new TextReport(Console.Out)],
});
Console.WriteLine($"\nAccuracy on {test.Count} pictures it has not seen: {network.Evaluate(test)["accuracy"]:P2}");
