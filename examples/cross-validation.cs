#:property PublishAot=false
#:project ../src/Kiln.Estimators/Kiln.Estimators.csproj
// Underfitting and overfitting: polynomials of growing degree on 40 noisy points, judged by cross-validation; and what more samples would change.
// Run: dotnet run examples/cross-validation.cs
using Kiln.Data;
using Kiln.Estimators;
using Kiln.Evaluation;
using Kiln.Tensors;

// y = cos(3π/2 · x) with noise, x uniform in [0, 1).
var random = new RandomState(0);
var points = random.Rand(40);
var noise = random.Randn(40);
Features x = Features.Dense(points, 40, 1, ["x"]);
Target y = points.Select((p, i) => Math.Cos(1.5 * Math.PI * p) + (0.1 * noise[i])).ToArray();

var polynomial = new Pipeline(("powers", new PolynomialFeatures { IncludeBias = false }), ("regress", new LinearRegression()));
var options = new CrossValidationOptions { Splitter = new KFold(10, Shuffle: true, Seed: 0) };

double[] degrees = [1, 2, 3, 4, 6, 8, 10, 13];
var byDegree = ValidationCurve.Of(polynomial, x, y, "powers__degree", [.. degrees], options);
Console.WriteLine("degree   R² on the training samples   R² on those left out");
for (var i = 0; i < degrees.Length; i++)
{
    var (train, test) = (byDegree.TrainScores[i].Average(), byDegree.TestScores[i].Average());
    Console.WriteLine($"{degrees[i],6}   {train,27:F3}   {test,20:F3}   {(train < 0.95 ? "underfits" : train - test > 0.1 ? "overfits" : string.Empty)}");
}

var search = new GridSearch(polynomial, new SearchSpace { ["powers__degree"] = [.. Enumerable.Range(1, 10)] }) { Splitter = options.Splitter };
var found = search.Fit(x, y);
Console.WriteLine($"a grid search of the degrees 1 to 10 chooses {found.BestParameters()["powers__degree"]}: R² {found.BestScore():F3} on those left out");

// With more samples the two curves of a good degree meet; those of one that is too low meet early, and low.
var good = (Predictor)polynomial.With("powers__degree", 4);
var bySize = LearningCurve.Of(good, x, y, [0.2, 0.4, 0.6, 0.8, 1.0], options, shuffle: true);
Console.WriteLine("\nsamples   R² on them   R² on those left out   (degree 4)");
for (var i = 0; i < bySize.Sizes.Length; i++)
{
    Console.WriteLine($"{bySize.Sizes[i],7}   {bySize.TrainScores[i].Average(),10:F3}   {bySize.TestScores[i].Average(),20:F3}");
}

Directory.CreateDirectory("artifacts");
var shown = degrees.Length - 2; // beyond degree 8 the scores fall so far that nothing else could be seen
var curve = ScoreCurve.Of(degrees[..shown], byDegree.TrainScores[..shown], byDegree.TestScores[..shown]) with { Axis = "degree", Score = "R²" };
File.WriteAllText("artifacts/degrees.svg", ModelCharts.ValidationCurve(curve, "Underfitting and overfitting").ToSvg());
Console.WriteLine("the curves: artifacts/degrees.svg");
