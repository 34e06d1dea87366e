#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// Full-batch, mini-batch and stochastic gradient descent, and L-BFGS, on one regression: how far each gets with twenty looks at every sample.
// Run: dotnet run examples/gradient-descent.cs
using System.Diagnostics;
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;
using Kiln.Tensors;

var (x, y) = Synthetic.Regression(samples: 1000, features: 10, noise: 1, seed: 42);
var data = new TensorDataset(x.To(DType.Float32), (y / 100.0).To(DType.Float32).Reshape(-1, 1));
var lines = new List<LineSeries>();
foreach (var (name, batch, rate) in new[] { ("full batch", 1000, 0.1), ("mini-batch of 50", 50, 0.05), ("stochastic", 1, 0.005) })
{
    RandomScope.Seed(0);
    var network = new Dense(10, 1);
    var optimizer = new SGD(rate);
    var history = network.Fit(data, new FitOptions { Loss = new MeanSquaredError(), Optimizer = optimizer, Epochs = 20, BatchSize = batch });
    var end = network.Evaluate(data, new MeanSquaredError(), [])["loss"];
    Console.WriteLine($"{name,-17} learning rate {rate,-5}: {optimizer.Steps,6} steps, {history["seconds"].Sum():F2} s, mean squared error {end:0.00e-00}");
    lines.Add(new LineSeries(name, history["loss"]));
}

RandomScope.Seed(0);
var exact = new Dense(10, 1);
var start = Stopwatch.GetTimestamp();
var result = LBFGS.Minimize(exact, data, new MeanSquaredError());
Console.WriteLine($"{"L-BFGS",-17} {"",20}: {result.Evaluations,6} looks, {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s, mean squared error {result.Value:0.00e-00}");

Directory.CreateDirectory("artifacts");
File.WriteAllText("artifacts/gradient-descent.svg", new LineChart
{
    Title = "Twenty looks at every sample",
    XLabel = "epoch",
    YLabel = "mean squared error",
    YScale = AxisScale.Logarithmic,
    Series = lines,
}.ToSvg());
Console.WriteLine("\nThe picture: artifacts/gradient-descent.svg");
