#:property PublishAot=false
#:project ../src/Kiln.Estimators/Kiln.Estimators.csproj
// L1 and L2 penalties: how the coefficients of a lasso and of a ridge move as the penalty grows, and which penalty cross-validation takes.
// Run: dotnet run examples/regularization-paths.cs
using Kiln.Data;
using Kiln.Estimators;
using Kiln.Evaluation;
using Kiln.Tensors;

var (x, y, truth) = Synthetic.RegressionWithCoefficients(samples: 80, features: 30, noise: 20, seed: 7, informative: 6, dtype: DType.Float64);
Features samples = new StandardScaler().FitTransform(x).X;

var path = RegularizationPath.Lasso(samples, y, fitIntercept: true, alphaCount: 60);
var coefficients = path.Coefficients.ToArray<double>(); // (features, alphas)
var chosen = new LassoCV().Fit(samples, y);
Console.WriteLine("lasso: coefficients that are not 0");
for (var i = 0; i < path.Alphas.Count; i += 10)
{
    Console.WriteLine($"  alpha {path.Alphas[i],8:F3}: {Enumerable.Range(0, 30).Count(j => coefficients[(j * path.Alphas.Count) + i] != 0),2}");
}

var informative = truth.ToArray<double>().Select((value, feature) => (value, feature)).Where(pair => pair.value != 0).Select(pair => pair.feature).ToArray();
var kept = chosen.Coefficients.ToArray<double>();
Console.WriteLine($"lasso-cv takes alpha {chosen.Alpha:F3}: {chosen.NonZeroCount} coefficients, {informative.Count(feature => kept[feature] != 0)} of the {informative.Length} features that matter among them");

double[] strengths = [.. Enumerable.Range(0, 40).Select(i => Math.Pow(10, 5 - (i * 0.15)))];
var ridges = Array.ConvertAll(strengths, alpha => new Ridge { Alpha = alpha }.Fit(samples, y).Coefficients.ToArray<double>());
Console.WriteLine($"ridge: at alpha {strengths[0]:F0} all {ridges[0].Count(w => w != 0)} coefficients are small, and none is 0");

// The pictures: the features that matter, by their numbers.
string[] names = [.. informative.Select(feature => $"x{feature}")];
Directory.CreateDirectory("artifacts");
Draw("lasso", [.. path.Alphas], (i, feature) => coefficients[(feature * path.Alphas.Count) + i], chosen.Alpha);
Draw("ridge", strengths, (i, feature) => ridges[i][feature], double.NaN);
Console.WriteLine("\nThe pictures: artifacts/paths-lasso.svg and artifacts/paths-ridge.svg");

void Draw(string title, double[] alphas, Func<int, int, double> at, double best)
{
    var lines = new double[alphas.Length, informative.Length];
    for (var i = 0; i < alphas.Length; i++)
    {
        for (var k = 0; k < informative.Length; k++)
        {
            lines[i, k] = at(i, informative[k]);
        }
    }

    var chart = ModelCharts.Paths(new CoefficientPaths(alphas, names, lines) { Chosen = best }, $"Coefficients of a {title}");
    File.WriteAllText($"artifacts/paths-{title}.svg", chart.ToSvg());
}
