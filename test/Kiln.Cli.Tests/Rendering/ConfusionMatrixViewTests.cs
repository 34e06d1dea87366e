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
    public void Ten_classes_of_a_thousand_samples_fit_80_columns()
    {
        var counts = new long[10, 10];
        for (var i = 0; i < 100; i++)
        {
            counts[i / 10, i % 10] = i / 10 == i % 10 ? 1000 : i;
        }

        var text = Rendered.Plain(ConfusionMatrixView.Create(counts, [.. Enumerable.Range(0, 10).Select(i => $"{i}")]), 80);
        text.Split('\n').Max(line => line.Length).ShouldBeLessThanOrEqualTo(80);
        text.ShouldContain(" 1000");
        text.ShouldNotContain("…");
    }

    [Fact]
    public void Long_names_are_numbered_in_the_columns() =>
        Snapshot.Matches("confusion-matrix-names", Rendered.Plain(ConfusionMatrixView.Create(s_counts, ["T-shirt/top", "trouser", "ankle boot"]), 80));

    [Fact]
    public void A_class_without_samples_has_no_recall() =>
        Rendered.Plain(ConfusionMatrixView.Create(new long[,] { { 0, 0 }, { 1, 1 } }, ["0", "1"])).ShouldContain("–");
}
