using System.Text.Json;

namespace Kiln.Evaluation.Tests;

public class ClassificationMetricsTests
{
    private static readonly JsonElement Goldens = Golden.Json("metrics.json");

    public static TheoryData<int, string> Cases => Names("classification");

    public static TheoryData<int, string> Rankings => Names("ranking");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_equal_those_of_scikit_learn(int index, string name)
    {
        name.ShouldNotBeEmpty();
        var golden = Goldens.GetProperty("classification")[index];
        var truth = golden.Ints("truth");
        var predicted = golden.Ints("predicted");

        Metrics.Accuracy(truth, predicted).ShouldBe(golden.GetProperty("accuracy").GetDouble(), 1e-15);
        foreach (var score in golden.GetProperty("scores").EnumerateArray())
        {
            var average = Enum.Parse<Average>(score.GetProperty("average").GetString()!, ignoreCase: true);
            var zero = score.GetProperty("zero").GetDouble();
            Metrics.Precision(truth, predicted, average, zero).ShouldBe(score.GetProperty("precision").GetDouble(), 1e-14);
            Metrics.Recall(truth, predicted, average, zero).ShouldBe(score.GetProperty("recall").GetDouble(), 1e-14);
            Metrics.F1(truth, predicted, average, zero).ShouldBe(score.GetProperty("f1").GetDouble(), 1e-14);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Per_class_scores_and_counts_equal_those_of_scikit_learn(int index, string name)
    {
        name.ShouldNotBeEmpty();
        var golden = Goldens.GetProperty("classification")[index];
        var truth = golden.Ints("truth");
        var predicted = golden.Ints("predicted");

        var matrix = Metrics.ConfusionMatrix(truth, predicted);
        var rows = golden.GetProperty("confusion").EnumerateArray().ToArray();
        matrix.ClassCount.ShouldBe(rows.Length);
        for (var r = 0; r < rows.Length; r++)
        {
            for (var c = 0; c < rows.Length; c++)
            {
                matrix[r, c].ShouldBe(rows[r][c].GetInt64());
            }
        }

        foreach (var zero in new[] { 0, 1 })
        {
            var expected = golden.GetProperty($"perClass{zero}");
            var actual = Metrics.PerClass(truth, predicted, zero);
            actual.Select(static s => s.Precision).ShouldBe(expected.Doubles("precision"), 1e-15);
            actual.Select(static s => s.Recall).ShouldBe(expected.Doubles("recall"), 1e-15);
            actual.Select(static s => s.F1).ShouldBe(expected.Doubles("f1"), 1e-15);
            actual.Select(static s => (int)s.Support).ShouldBe(expected.Ints("support"));
        }
    }

    [Theory]
    [MemberData(nameof(Rankings))]
    public void Top_k_accuracy_and_log_loss_equal_those_of_scikit_learn(int index, string name)
    {
        name.ShouldNotBeEmpty();
        var golden = Goldens.GetProperty("ranking")[index];
        var truth = golden.Ints("truth");
        var classes = golden.GetProperty("classes").GetInt32();
        var scores = golden.Doubles("scores");
        var expected = golden.Doubles("topK");
        for (var k = 1; k < classes; k++)
        {
            Metrics.TopKAccuracy(truth, scores, classes, k).ShouldBe(expected[k - 1], 1e-15);
        }

        Metrics.TopKAccuracy(truth, scores, classes, classes).ShouldBe(1);
        Metrics.LogLoss(truth, golden.Doubles("probabilities"), classes).ShouldBe(golden.GetProperty("logLoss").GetDouble(), 1e-13);
    }

    [Fact]
    public void Binary_log_loss_clips_certain_mistakes_like_scikit_learn()
    {
        var golden = Goldens.GetProperty("binaryLogLoss");
        Metrics.LogLoss(golden.Ints("truth"), golden.Doubles("probabilities"), 2).ShouldBe(golden.GetProperty("value").GetDouble(), 1e-12);
    }

    [Fact]
    public void A_row_of_scores_with_NaN_is_a_miss_and_predicts_nothing()
    {
        Metrics.TopKAccuracy([0, 0], [double.NaN, double.NaN, 1.0, 0.0], classes: 2, k: 2).ShouldBe(0.5);
        Metrics.ArgMax([double.NaN, 1]).ShouldBe(-1);
        Metrics.ArgMax([1, 3, 3]).ShouldBe(1);
    }

    [Fact]
    public void NaN_as_zero_division_leaves_undefined_classes_out_of_the_average()
    {
        // Class 2 is never predicted: its precision is undefined; classes 0 and 1 have 1/2 and 1.
        int[] truth = [0, 0, 1, 2];
        int[] predicted = [0, 0, 1, 0];
        Metrics.Precision(truth, predicted, Average.Macro, double.NaN).ShouldBe(((2.0 / 3) + 1) / 2, 1e-15);
        Metrics.Precision(truth, predicted, Average.Macro).ShouldBe(((2.0 / 3) + 1 + 0) / 3, 1e-15);
    }

    [Fact]
    public void Binary_average_refuses_three_classes_and_an_absent_positive_class()
    {
        Should.Throw<ArgumentException>(static () => Metrics.F1([0, 1, 2], [0, 1, 2])).Message.ShouldContain("Average.Macro");
        Should.Throw<ArgumentException>(static () => Metrics.F1([-1, 3], [3, 3])).Message.ShouldContain("positiveClass");
        Metrics.F1([-1, 3], [3, 3], positiveClass: 3).ShouldBe(2.0 / 3, 1e-15);
        Metrics.F1([0, 0], [0, 0], zeroDivision: 1).ShouldBe(1);
    }

    [Fact]
    public void Wrong_sizes_and_labels_name_what_was_given()
    {
        Should.Throw<ArgumentException>(static () => Metrics.Accuracy([1, 2], [1])).Message.ShouldContain("2 true values, 1 predictions");
        Should.Throw<ArgumentException>(static () => Metrics.Accuracy([], [])).Message.ShouldContain("no samples");
        Should.Throw<ArgumentException>(static () => Metrics.TopKAccuracy([0, 3], [1, 2, 3, 4, 5, 6], 3)).Message.ShouldContain("sample 1 is 3");
        Should.Throw<ArgumentException>(static () => Metrics.TopKAccuracy([0], [1, 2], 3)).Message.ShouldContain("(samples, classes)");
        Should.Throw<ArgumentException>(static () => Metrics.LogLoss([0], [2.5, -1.5], 2)).Message.ShouldContain("softmax");
        Should.Throw<ArgumentException>(static () => Metrics.LogLoss([0], [0.5, 0.1], 2)).Message.ShouldContain("add up to 0.6");
        Should.Throw<ArgumentException>(static () => Metrics.LogLoss([0], [double.NaN], 2)).Message.ShouldContain("NaN");
    }

    private static TheoryData<int, string> Names(string group)
    {
        var data = new TheoryData<int, string>();
        var index = 0;
        foreach (var golden in Goldens.GetProperty(group).EnumerateArray())
        {
            data.Add(index++, golden.GetProperty("name").GetString()!);
        }

        return data;
    }
}
