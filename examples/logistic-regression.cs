#:property PublishAot=false
#:project ../src/Kiln.Estimators/Kiln.Estimators.csproj
// Logistic regression on made-up data: accuracy on samples it has not seen, probabilities, every solver at the same optimum, and what an L1 penalty drops.
// Run: dotnet run examples/logistic-regression.cs
using Kiln.Data;
using Kiln.Estimators;
using Kiln.Tensors;

var (x, y) = Synthetic.Classification(samples: 1000, features: 20, informative: 5, redundant: 2, seed: 42, dtype: DType.Float64);
var (train, test) = Split.TrainTest(x, y, testSize: 0.2, seed: 42);
var model = new LogisticRegression().Fit(train.X, train.Y);
Console.WriteLine($"Accuracy: {model.Score(test.X, test.Y):P1}");
var p = model.PredictProbabilities(test.X).ToArray<double>();
Console.WriteLine($"P(class 1) of the first three: {p[1]:F3}, {p[3]:F3}, {p[5]:F3}");

Console.WriteLine("\nsolver            iterations   first coefficient");
foreach (var solver in new[] { "lbfgs", "newton-cg", "newton-cholesky", "liblinear", "sag", "saga" })
{
    var other = ((LogisticRegression)new LogisticRegression { MaxIterations = 1000 }.With("solver", solver)).Fit(train.X, train.Y);
    Console.WriteLine($"{solver,-17} {other.Iterations[0],10}   {other.Coefficients.ToArray<double>()[0]:F6}");
}

Console.WriteLine("\nL1 penalty: coefficients that are not 0");
foreach (var c in new[] { 0.01, 0.03, 0.1, 1 })
{
    var sparse = new LogisticRegression { Solver = LogisticSolver.Liblinear, Penalty = Penalty.L1, C = c }.Fit(train.X, train.Y);
    Console.WriteLine($"  C {c,-4}: {sparse.Coefficients.ToArray<double>().Count(w => w != 0),2} of 20, accuracy {sparse.Score(test.X, test.Y):P1}");
}
