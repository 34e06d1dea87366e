namespace Kiln.Estimators.Tests;

public class StartModelTests
{
    private static readonly double[] A = [.. Enumerable.Range(0, 200).Select(i => Math.Sin(i * 1.7))];
    private static readonly double[] B = [.. Enumerable.Range(0, 200).Select(i => Math.Cos(i * 0.9))];
    private static readonly Table Given = Table.From(Enumerable.Range(0, 200), ("a", i => A[i]), ("b", i => B[i]));
    private static readonly Table Turned = Given.Select("b", "a");
    private static readonly Table Other = Table.From(Enumerable.Range(0, 200), ("a", i => A[i]), ("c", i => B[i]));
    private static readonly Target Classes = A.Select((a, i) => (3 * a) - B[i] > 0 ? "yes" : "no").ToArray();
    private static readonly Target Numbers = A.Select((a, i) => (3 * a) - B[i]).ToArray();
    private static readonly Target Positives = A.Select((a, i) => Math.Exp(a - (0.5 * B[i]))).ToArray();

    private static readonly Dictionary<string, (Target Y, Func<Features, PredictorModel> Fit, Func<PredictorModel, Features, PredictorModel> From)> Warm = new()
    {
        ["sgd-classifier"] = (Classes, x => new SgdClassifier().Fit(x, Classes), (m, x) => new SgdClassifier().FitFrom((SgdClassifierModel)m, x, Classes)),
        ["perceptron"] = (Classes, x => new Perceptron().Fit(x, Classes), (m, x) => new Perceptron().FitFrom((SgdClassifierModel)m, x, Classes)),
        ["passive-aggressive-classifier"] = (Classes, x => new PassiveAggressiveClassifier().Fit(x, Classes), (m, x) => new PassiveAggressiveClassifier().FitFrom((SgdClassifierModel)m, x, Classes)),
        ["logistic-regression"] = (Classes, x => new LogisticRegression().Fit(x, Classes), (m, x) => new LogisticRegression().FitFrom((LogisticRegressionModel)m, x, Classes)),
        ["sgd-regressor"] = (Numbers, x => new SgdRegressor().Fit(x, Numbers), (m, x) => new SgdRegressor().FitFrom((SgdRegressorModel)m, x, Numbers)),
        ["passive-aggressive-regressor"] = (Numbers, x => new PassiveAggressiveRegressor().Fit(x, Numbers), (m, x) => new PassiveAggressiveRegressor().FitFrom((SgdRegressorModel)m, x, Numbers)),
        ["huber-regressor"] = (Numbers, x => new HuberRegressor().Fit(x, Numbers), (m, x) => new HuberRegressor().FitFrom((HuberRegressorModel)m, x, Numbers)),
        ["lasso"] = (Numbers, x => new Lasso { Alpha = 0.01 }.Fit(x, Numbers), (m, x) => new Lasso { Alpha = 0.01 }.FitFrom((LinearRegressionModel)m, x, Numbers)),
        ["elastic-net"] = (Numbers, x => new ElasticNet { Alpha = 0.01 }.Fit(x, Numbers), (m, x) => new ElasticNet { Alpha = 0.01 }.FitFrom((LinearRegressionModel)m, x, Numbers)),
        ["poisson-regressor"] = (Positives, x => new PoissonRegressor { Alpha = 0.01 }.Fit(x, Positives), (m, x) => new PoissonRegressor { Alpha = 0.01 }.FitFrom((GeneralizedLinearModel)m, x, Positives)),
    };

    public static TheoryData<string> Names => [.. Warm.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_table_with_its_columns_in_another_order_goes_on_from_the_same_coefficients(string name)
    {
        var (y, fit, from) = Warm[name];
        var start = fit(Given);
        var (expected, turned) = (from(start, Given), from(start, Turned));
        turned.FeatureNames.ShouldBe(["a", "b"]);
        ((ILinearModel)turned).Coefficients.ToArray<double>().ShouldBe(((ILinearModel)expected).Coefficients.ToArray<double>());
        turned.Score(Turned, y).ShouldBe(expected.Score(Given, y));
        turned.Score(Turned, y).ShouldBeGreaterThan(0.8);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Other_columns_and_another_number_of_them_are_refused(string name)
    {
        var (_, fit, from) = Warm[name];
        var start = fit(Given);
        var message = Should.Throw<DatasetException>(() => from(start, Other)).Message;
        message.ShouldStartWith(name);
        message.ShouldContain("missing: b; not known: c");
        Should.Throw<DatasetException>(() => from(start, Features.Dense(new double[600], 200, 3))).Message.ShouldBe($"{name}: 3 features were given; it was fitted on 2");
    }
}
