namespace Kiln.Evaluation.Tests;

public class ConfusionMatrixTests
{
    private static ConfusionMatrix Pets()
    {
        var matrix = new ConfusionMatrix(3, ["cat", "dog", "hamster"]);
        matrix.Add([0, 0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 0, 1, 1, 1, 1, 2, 0, 1, 2]);
        return matrix;
    }

    [Fact]
    public void Rows_are_the_truth_and_columns_the_prediction()
    {
        var matrix = Pets();
        matrix[0, 1].ShouldBe(2);
        matrix[1, 0].ShouldBe(0);
        matrix.Total.ShouldBe(10);
        matrix.Correct.ShouldBe(5);
        matrix.Accuracy.ShouldBe(0.5);
        matrix.RowTotal(0).ShouldBe(4);
        matrix.ColumnTotal(1).ShouldBe(5);
        matrix.ToArray().ShouldBe(new long[,] { { 2, 2, 0 }, { 0, 2, 1 }, { 1, 1, 1 } });
    }

    [Fact]
    public void Normalized_rows_add_up_to_one_and_an_empty_row_stays_zero()
    {
        var matrix = new ConfusionMatrix(2);
        matrix.Add([0, 0, 0, 0], [0, 0, 0, 1]);
        matrix.NormalizeRows().ShouldBe(new[,] { { 0.75, 0.25 }, { 0, 0 } });
    }

    [Fact]
    public void Most_confused_pairs_come_first_and_the_diagonal_never()
    {
        var pairs = Pets().MostConfused(2);
        pairs.Count.ShouldBe(2);
        pairs[0].ShouldBe(new ConfusedPair(0, 1, "cat", "dog", 2, 0.5));
        pairs[1].TruthLabel.ShouldBe("dog");
        Pets().MostConfused(100).Count.ShouldBe(4);
    }

    [Fact]
    public void Text_is_aligned_and_shows_the_recall_of_each_class()
    {
        var matrix = Pets();
        matrix.ToString().ShouldBe(
            """
               true | cat dog hamster | recall
            --------+-----------------+-------
                cat |   2   2       . |  50.0%
                dog |   .   2       1 |  66.7%
            hamster |   1   1       1 |  33.3%

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void An_unknown_class_is_refused_and_nothing_is_counted()
    {
        var matrix = new ConfusionMatrix(3);
        Should.Throw<ArgumentException>(() => matrix.Add([0, 1], [0, 3])).Message.ShouldContain("predicted class 3");
        matrix.Total.ShouldBe(0);
        Should.Throw<ArgumentException>(() => matrix.Add([0, 1], [0])).Message.ShouldContain("differ in length");
        matrix.Accuracy.ShouldBe(double.NaN);
    }

    [Fact]
    public void Construction_checks_the_classes_and_labels()
    {
        Should.Throw<ArgumentException>(static () => new ConfusionMatrix(0));
        Should.Throw<ArgumentException>(static () => new ConfusionMatrix(ConfusionMatrix.MaximumClasses + 1));
        Should.Throw<ArgumentException>(static () => new ConfusionMatrix([3, 3])).Message.ShouldContain("twice");
        Should.Throw<ArgumentException>(static () => new ConfusionMatrix(3, ["a"])).Message.ShouldContain("1 labels");
    }

    [Fact]
    public void Arbitrary_class_values_keep_their_names()
    {
        var matrix = new ConfusionMatrix([-5, 90]);
        matrix.Add(90, -5);
        matrix.Labels.ShouldBe(["-5", "90"]);
        matrix[1, 0].ShouldBe(1);
    }
}
