namespace Kiln.Estimators.Tests;

public class DiscriminantTests
{
    [Fact]
    public void Settings_that_do_not_go_together_are_named()
    {
        var (x, y) = GoldenData.Load("counts");
        Should.Throw<ArgumentException>(() => new LinearDiscriminantAnalysis { Shrinkage = "auto" }.Fit(x, y)).Message.ShouldContain("svd");
        Should.Throw<ArgumentOutOfRangeException>(() => new LinearDiscriminantAnalysis { Shrinkage = "much", Solver = DiscriminantSolver.Lsqr }.Fit(x, y)).Message.ShouldContain("auto");
        Should.Throw<ArgumentOutOfRangeException>(() => new LinearDiscriminantAnalysis { Components = 3 }.Fit(x, y)).Message.ShouldContain("1 to 2");
        Should.Throw<NotSupportedException>(() => new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Lsqr }.Fit(x, y).Transform(x)).Message.ShouldContain("lsqr");
    }

    [Fact]
    public void Collinear_features_leave_a_warning_or_are_refused_with_a_remedy()
    {
        var (x, _) = GoldenData.Load("collinear");
        string[] y = [.. Enumerable.Range(0, x.Rows).Select(row => x.Row(row)[0] > 0 ? "up" : "down")];
        new QuadraticDiscriminantAnalysis { Regularization = 0.1 }.Fit(x, y).Warnings.Count.ShouldBe(2);
        new LinearDiscriminantAnalysis().Fit(x, y).Score(x, y).ShouldBeGreaterThan(0.9);
        Should.Throw<DatasetException>(() => new QuadraticDiscriminantAnalysis().Fit(x, y.Select((label, row) => row == 0 ? "alone" : label).ToArray())).Message.ShouldContain("'alone'");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    public void Directions_without_variance_within_the_classes_count_for_nothing(uint seed)
    {
        // scikit-learn takes what is above one ε for a direction: its coefficients are 1e14 and more for some of these.
        var random = new RandomState(seed);
        const int Rows = 30, Columns = 60;
        var (values, shifts) = (random.Randn(Rows * Columns), random.Randn(Columns));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] += 0.5 * (i / Columns % 3) * shifts[i % Columns];
        }

        var (x, y) = (Features.Dense(values, Rows, Columns), (Target)Enumerable.Range(0, Rows).Select(i => (long)(i % 3)).ToArray());
        var model = new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Lsqr }.Fit(x, y);
        model.Coefficients.ToArray<double>().ShouldAllBe(w => Math.Abs(w) < 100);
        model.Score(x, y).ShouldBeGreaterThan(0.7);
        Should.Throw<DatasetException>(() => new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Eigen }.Fit(x, y)).Message.ShouldContain("singular");

        // Scales alone are no lack of rank.
        var tall = Features.Dense([.. values.Select((value, i) => value * Math.Pow(10, (i % 5 * 2) - 4))], Rows * Columns / 5, 5);
        Target labels = Enumerable.Range(0, tall.Rows).Select(i => (long)(i % 2)).ToArray();
        var (scaled, plain) = (new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Eigen }.Fit(tall, labels), new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Eigen }.Fit(Features.Dense(values, tall.Rows, 5), labels));
        scaled.Predict(tall).Integers().ToArray().ShouldBe(plain.Predict(Features.Dense(values, tall.Rows, 5)).Integers().ToArray());
    }

    [Fact]
    public void Two_classes_have_one_score_and_its_sign_is_the_class()
    {
        var (x, y) = GoldenData.Load("breast_cancer");
        var model = new LinearDiscriminantAnalysis().Fit(x, y);
        var decisions = model.DecisionFunction(x).ToArray<double>();
        decisions.Length.ShouldBe(x.Rows);
        model.Predict(x).Numbers().ToArray().ShouldBe(Array.ConvertAll(decisions, v => v > 0 ? 1.0 : 0.0));
        model.Coefficients.Shape.ToArray().ShouldBe([1, 30]);
    }
}
