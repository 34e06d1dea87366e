#:property PublishAot=false
#:project ../src/Kiln.Estimators/Kiln.Estimators.csproj
// Softmax regression against one class against the rest, on four overlapping clouds of points.
// Run: dotnet run examples/softmax-regression.cs
using Kiln.Data;
using Kiln.Estimators;
using Kiln.Tensors;

var (x, y) = Synthetic.Blobs(samples: 2000, features: 2, centers: 4, deviation: 2.5, seed: 7, dtype: DType.Float64);
var (train, test) = Split.TrainTest(x, y, testSize: 0.25, seed: 7);
foreach (var (name, how) in new[] { ("softmax", MultiClass.Multinomial), ("one against the rest", MultiClass.OneVersusRest) })
{
    var model = new LogisticRegression { MultiClass = how }.Fit(train.X, train.Y);
    var p = model.PredictProbabilities(test.X).ToArray<double>();
    var predicted = model.Predict(test.X);
    Console.WriteLine($"{name,-21} accuracy {model.Score(test.X, test.Y):P1}, {model.Iterations.Sum()} iterations");
    Console.WriteLine($"{"",-21} first sample: class {predicted.TextAt(0)}, probabilities {p[0]:F3} {p[1]:F3} {p[2]:F3} {p[3]:F3}");
}
