#:property PublishAot=false
#:project ../src/Kiln.Estimators/Kiln.Estimators.csproj
// Stochastic, mini-batch and full-batch gradient descent, schedules, averaging, and learning from one part of the data after another.
// Run: dotnet run examples/sgd-variants.cs
using Kiln.Data;
using Kiln.Estimators;
using Kiln.Tensors;

var (x, y) = Synthetic.Classification(samples: 5000, features: 20, informative: 10, seed: 1, dtype: DType.Float64);
var (train, test) = Split.TrainTest(x, y, testSize: 0.2, seed: 1);
var descent = new SgdClassifier { Loss = SgdLoss.LogLoss, LearningRate = SgdSchedule.Constant, Eta0 = 0.01, MaxIterations = 20, Tolerance = null };
foreach (var (name, estimator) in new (string, SgdClassifier)[]
{
    ("stochastic", descent),
    ("stochastic, averaged", descent with { Average = 1 }),
    ("mini-batch of 32", descent with { BatchSize = 32, Eta0 = 0.1 }),
    ("full batch", descent with { BatchSize = 0, Eta0 = 0.5 }),
    ("optimal schedule", descent with { LearningRate = SgdSchedule.Optimal, Alpha = 1e-3 }),
    ("stops early", descent with { LearningRate = SgdSchedule.Adaptive, EarlyStopping = true, Tolerance = 1e-3, MaxIterations = 200 }),
    ("hinge loss", descent with { Loss = SgdLoss.Hinge }),
})
{
    var model = estimator.Fit(train.X, train.Y);
    Console.WriteLine($"{name,-21} {model.Iterations,3} epochs, accuracy {model.Score(test.X, test.Y):P1}");
}

// One part after another: a new model each time, the old one stays as it is.
SgdClassifierModel? learned = null;
var rows = Enumerable.Range(0, 4000).ToArray();
Features all = train.X;
Target labels = train.Y;
for (var first = 0; first < 4000; first += 1000)
{
    var part = rows[first..(first + 1000)];
    learned = descent.PartialFit(learned, all.Take(part), labels.Take(part), classes: new long[] { 0, 1 });
    Console.WriteLine($"after {first + 1000} samples: accuracy {learned.Score(test.X, test.Y):P1}");
}
