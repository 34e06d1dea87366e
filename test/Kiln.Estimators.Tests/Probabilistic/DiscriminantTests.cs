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
