#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// Regularization, initialization and activation compared, in one picture: twelve small networks on 1,000 drawn digits, tested on 1,000 others.
// Run: dotnet run examples/network-choices.cs
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

var (train, test) = DrawnDigits.Load(trainSize: 1000, testSize: 1000, seed: 1);

var relu = Initializers.HeNormal;
var groups = new (string Name, (string Name, Func<Module> Build)[] Choices)[]
{
    ("Regularization", [
        ("none", () => Network(() => new ReLU(), relu)),
        ("L2 0.001", () => Network(() => new ReLU(), relu, penalty: new L2(1e-3))),
        ("L1 0.0001", () => Network(() => new ReLU(), relu, penalty: new L1(1e-4))),
        ("dropout 0.2", () => Network(() => new ReLU(), relu, dropout: 0.2)),
    ]),
    ("Initialization", [
        ("He", () => Network(() => new ReLU(), relu)),
        ("Glorot", () => Network(() => new ReLU(), Initializers.GlorotUniform)),
        ("normal 1.0", () => Network(() => new ReLU(), Initializers.Normal(0, 1))),
        ("normal 0.001", () => Network(() => new ReLU(), Initializers.Normal(0, 0.001))),
    ]),
    ("Activation", [
        ("ReLU", () => Network(() => new ReLU(), relu)),
        ("GELU", () => Network(() => new GELU(), relu)),
        ("tanh", () => Network(() => new Tanh(), Initializers.GlorotUniform)),
        ("sigmoid", () => Network(() => new Sigmoid(), Initializers.GlorotUniform)),
    ]),
};

Directory.CreateDirectory("artifacts");
var charts = new List<Chart>();
foreach (var (group, choices) in groups)
{
    var lines = new List<LineSeries>();
    foreach (var (name, build) in choices)
    {
        RandomScope.Seed(0);
        var history = build().Fit(train, new FitOptions
        {
            Loss = new SoftmaxCrossEntropy(), Optimizer = new Adam(), Metrics = [new Accuracy()], Epochs = 15, BatchSize = 50, Validation = test,
        });
        lines.Add(new LineSeries(name, history["val_loss"]));
        Console.WriteLine($"{group,-14} {name,-12} training {history.Last("accuracy"):P1}, test {history.Last("val_accuracy"):P1}, test loss {history.Last("val_loss"):F3}");
    }

    charts.Add(new LineChart { Title = group, XLabel = "epoch", YLabel = "test loss", YScale = AxisScale.Logarithmic, Series = lines });
}

new HtmlReport("Regularization, initialization, activation").Charts(charts).Write("artifacts/network-choices.html");
Console.WriteLine("\nThe picture: artifacts/network-choices.html");

static Module Network(Func<Module> activation, Initializer weights, Regularizer? penalty = null, double dropout = 0)
{
    var layers = new Sequential(new Flatten());
    var inputs = 784;
    foreach (var outputs in new[] { 128, 128, 64 })
    {
        layers.Add(new Dense(inputs, outputs, weightInitializer: weights).Regularize(weight: penalty));
        layers.Add(activation());
        if (dropout > 0)
        {
            layers.Add(new Dropout(dropout));
        }

        inputs = outputs;
    }

    layers.Add(new Dense(inputs, 10));
    return layers;
}
