using static Kiln.Estimators.Tests.SelectionGoldens;

namespace Kiln.Estimators.Tests;

public class CurveTests
{
    [Fact]
    public void Learning_curves_are_those_of_scikit_learn()
    {
        Check("learning", LearningCurve.Of(new Ridge(), Numbers.X, Numbers.Y));
        Check("learning_shuffled", LearningCurve.Of(new Ridge(), Numbers.X, Numbers.Y, [0.2, 0.21, 0.5, 1.0], shuffle: true, seed: 3));
        Check("learning_numbers", LearningCurve.Of(new Ridge(), Numbers.X, Numbers.Y, [10, 20, 48]));

        static void Check(string name, LearningCurve curve)
        {
            curve.Sizes.Select(size => (double)size).ShouldBeNear(Of(name, "sizes"));
            curve.TrainScores.SelectMany(s => s).ShouldBeNear(Of(name, "train"));
            curve.TestScores.SelectMany(s => s).ShouldBeNear(Of(name, "test"));
            curve.FitTimes.Length.ShouldBe(curve.Sizes.Length);
        }
    }

    [Fact]
    public void Validation_curves_are_those_of_scikit_learn()
    {
        var curve = ValidationCurve.Of(
            new Ridge(), Numbers.X, Numbers.Y, "alpha", [0.1, 1.0, 10.0, 1000.0], new() { Folds = 4, Scoring = ["neg_mean_squared_error"] });
        curve.TrainScores.SelectMany(s => s).ShouldBeNear(Of("validation", "train"));
        curve.TestScores.SelectMany(s => s).ShouldBeNear(Of("validation", "test"));
        curve.Values.ShouldBe([0.1, 1.0, 10.0, 1000.0]);
    }

    [Fact]
    public void Sizes_and_values_that_cannot_be_are_refused()
    {
        foreach (var sizes in new double[][] { [0, 0.5], [1.5, 2], [10, 49], [] })
        {
            Should.Throw<ArgumentException>(() => LearningCurve.Of(new Ridge(), Numbers.X, Numbers.Y, sizes)).Message.ShouldContain("48 training samples");
        }

        Should.Throw<ArgumentException>(() => ValidationCurve.Of(new Ridge(), Numbers.X, Numbers.Y, "alpa", [1.0])).Message.ShouldContain("alpha");
        Should.Throw<ArgumentException>(() => ValidationCurve.Of(new Ridge(), Numbers.X, Numbers.Y, "alpha", [])).Message.ShouldContain("no values");
    }
}
