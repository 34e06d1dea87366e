#:property PublishAot=false
#:project ../src/Kiln.Estimators/Kiln.Estimators.csproj
// Prices of houses in California: a table with a column of text and missing values through a pipeline, chosen by cross-validation, tested, saved.
// Run: dotnet run examples/california-housing.cs california_housing.csv
using Kiln.Data;
using Kiln.Estimators;

var path = args.Length > 0 ? args[0] : Path.Combine(Environment.GetEnvironmentVariable("KILN_TEST_DATA") ?? "../shared/data", "tabular", "california_housing.csv");
if (!File.Exists(path))
{
    Console.Error.WriteLine($"{path} is not there. The table is that of A. Géron's book: datasets/housing/housing.csv of github.com/ageron/handson-ml2 (20,640 rows); give its path.");
    return 1;
}

var table = Table.ReadCsv(path);
Features x = table.Drop("median_house_value");
Target y = table["median_house_value"];
var (train, test) = Split.Indices(table.RowCount, testSize: 0.2, seed: 42);

var prepare = new ColumnTransformer(
    ("numbers", new Pipeline(new SimpleImputer { Strategy = ImputationStrategy.Median }, new StandardScaler()), ColumnChoice.Numbers),
    ("place", new OneHotEncoder { HandleUnknown = UnknownCategories.Ignore }, "ocean_proximity"));
Report("scaled numbers, places by one-hot columns", new Pipeline(("prepare", prepare), ("regress", new Ridge())));

// Products of the numbers help, once a few districts with hundreds of rooms a household no longer outweigh all others: a power brings each column to a bell shape first.
Report("with products of the numbers", new Pipeline(("prepare", Numbers(new StandardScaler(), new PolynomialFeatures { IncludeBias = false })), ("regress", new Ridge { Alpha = 10 })));
var better = new Pipeline(("prepare", Numbers(new PowerTransformer(), new PolynomialFeatures { IncludeBias = false })), ("regress", new Ridge { Alpha = 10 }));
Report("with products of evened-out numbers", better);
Report("the same for the logarithm of the price", (Predictor)better.With("regress", new TransformedTargetRegressor { Regressor = new Ridge { Alpha = 10 }, Function = Math.Log, Inverse = Math.Exp }));

var model = better.Fit(x.Take(train), y.Take(train));
Directory.CreateDirectory("artifacts/california-housing");
model.Save("artifacts/california-housing");
var loaded = (PredictorModel)Model.Load("artifacts/california-housing");
var prices = loaded.Predict(x.Take(test)).Numbers();
Console.WriteLine($"\nfirst three of the test: predicted {prices[0]:N0}, {prices[1]:N0}, {prices[2]:N0}; paid {string.Join(", ", y.Take(test).Numbers()[..3].ToArray().Select(price => $"{price:N0}"))}");
return 0;

Estimator Numbers(params Estimator[] steps) =>
    prepare.With("numbers", new Pipeline([new SimpleImputer { Strategy = ImputationStrategy.Median }, .. steps]).AsTransformer());

void Report(string name, Predictor pipeline)
{
    var folds = CrossValidation.Scores(pipeline, x.Take(train), y.Take(train));
    var fitted = pipeline.Fit(x.Take(train), y.Take(train));
    Console.WriteLine($"{name}: R² {folds.Average():F3} in cross-validation, {fitted.Score(x.Take(test), y.Take(test)):F3} on the test");
}
