namespace Kiln.Cli.Tests;

public class ConfusionMatrixViewTests
{
    private static readonly long[,] s_counts = { { 98, 2, 0 }, { 0, 1000, 0 }, { 7, 0, 3 } };

    [Fact]
    public void Counts_stand_in_columns_with_the_recall_of_each_row() =>
        Snapshot.Matches("confusion-matrix", Rendered.Plain(ConfusionMatrixView.Create(s_counts, ["cat", "dog", "frog"])));

    [Fact]
    public void Right_answers_are_green_and_mistakes_red() =>
        Snapshot.Matches("confusion-matrix-colors", Rendered.Colored(ConfusionMatrixView.Create(s_counts, ["cat", "dog", "frog"])));

    [Fact]
    public void A_class_without_samples_has_no_recall() =>
        Rendered.Plain(ConfusionMatrixView.Create(new long[,] { { 0, 0 }, { 1, 1 } }, ["0", "1"])).ShouldContain("–");
}
