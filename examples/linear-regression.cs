#:property PublishAot=false
#:project ../src/Kiln.Estimators/Kiln.Estimators.csproj
// Linear regression on 100 samples of five features with a noise of 0.1: split, fit, test, save; then ridge and lasso with their penalties chosen.
// Run: dotnet run examples/linear-regression.cs
using Kiln.Data;
using Kiln.Estimators;
using Kiln.Evaluation;
using Kiln.Tensors;

var (x, y, truth) = Synthetic.RegressionWithCoefficients(samples: 100, features: 5, noise: 0.1, seed: 42, dtype: DType.Float64);
var (train, test) = Split.TrainTest(x, y, testSize: 0.2, seed: 42);

var model = new LinearRegression().Fit(train.X, train.Y);
Console.WriteLine($"MSE: {Metrics.MeanSquaredError(test.Y, model.Predict(test.X).ToTensor()):F4}   R²: {model.Score(test.X, test.Y):F6}");

Console.WriteLine("\ncoefficient   learned      true");
var (learned, real) = (model.Coefficients.ToArray<double>(), truth.ToArray<double>());
for (var i = 0; i < learned.Length; i++)
{
    Console.WriteLine($"x{i}          {learned[i],9:F4} {real[i],9:F4}");
}

var ridge = new RidgeCV { Alphas = [0.001, 0.01, 0.1, 1] }.Fit(train.X, train.Y);
var lasso = new LassoCV().Fit(train.X, train.Y);
Console.WriteLine($"\nridge-cv chose alpha {ridge.Alpha}, R² {ridge.Score(test.X, test.Y):F6}");
Console.WriteLine($"lasso-cv chose alpha {lasso.Alpha:G3}, R² {lasso.Score(test.X, test.Y):F6}, {lasso.NonZeroCount} of 5 coefficients kept");

Directory.CreateDirectory("artifacts");
model.Save("artifacts/linear-regression.safetensors");
var loaded = (LinearRegressionModel)Model.Load("artifacts/linear-regression.safetensors");
Console.WriteLine($"\nSaved and loaded: the same predictions, {loaded.Predict(test.X).Numbers().SequenceEqual(model.Predict(test.X).Numbers())}");
