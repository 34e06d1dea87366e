using System.Text.RegularExpressions;
using Kiln.Data;

namespace Kiln.Evaluation.Tests;

public partial class TrainingReportTests
{
    private static TrainingReport Sample()
    {
        var history = new HistoryTable();
        for (var i = 0; i < Samples.TrainLoss.Length; i++)
        {
            history.Append(i + 1, new Dictionary<string, double>
            {
                ["loss"] = Samples.TrainLoss[i],
                ["accuracy"] = Samples.TrainAccuracy[i],
                ["val_loss"] = Samples.ValidationLoss[i],
                ["val_accuracy"] = Samples.ValidationAccuracy[i],
                ["seconds"] = 3.5 + (i % 3 * 0.25),
            });
        }

        return new TrainingReport
        {
            Title = "Convolutional network on drawn digits",
            Subtitle = "10 epochs over 8,000 images, tested on 2,000 others",
            Headlines =
            [
                new Headline("Test accuracy", "97.85%", "1,957 of 2,000 images"), new Headline("Test loss", "0.0713"),
                new Headline("Best epoch", "9 of 10", "by validation accuracy"), new Headline("Training time", "38 s", "2,105 images/s"),
            ],
            Warnings = ["The run was resumed at epoch 4: earlier epochs were trained before."],
            History = history,
            Monitor = "val_accuracy",
            Confusion = Samples.Digits(),
            Mistakes = [.. Enumerable.Range(0, 12).Select(static i => new Mistake(
                Png.Decode(Samples.Digit(i)), $"{i % 10}", $"{(i * 7 + 3) % 10}", 0.995 - (i * 0.021)))],
            NetworkSummary =
                """
                layer        output             parameters
                conv1        (B, 28, 28, 16)           160
                pool1        (B, 14, 14, 16)             0
                dense        (B, 10)                31,370
                total                               31,530
                """,
            Configuration = [new("data", "drawn digits"), new("optimizer", "Adam, learning rate 0.001"), new("batch size", "64"), new("seed", "42")],
            Environment = [new("machine", "Linux, 2 cores"), new("instruction set", "AVX-512"), new("threads", "2"), new("Kiln", "0.1.0")],
            Commands =
            [
                new SuggestedCommand("Repeat this run", "kiln train cnn --data digits --epochs 10 --batch-size 64 --seed 42 --out runs/first"),
                new SuggestedCommand("Look at one picture", "kiln predict runs/first --input picture.png"),
            ],
        };
    }

    [Fact]
    public void The_page_is_the_reviewed_one()
    {
        // Compressed bytes differ between platforms' zlibs, so pictures do not take part.
        var html = Pictures().Replace(Sample().ToHtmlReport().ToHtml(), "data:image/png;base64,(left out)");
        Page.Parse(html);
        Golden.Matches(html, "training-report.html");
    }

    [Fact]
    public void Only_what_there_is_data_for_is_shown()
    {
        var page = Page.Parse(new TrainingReport { Title = "Bare" }.ToHtmlReport().ToHtml());
        page.Count("section").ShouldBe(0);
        page.Count("nav").ShouldBe(0);
        page.Text("h1").ShouldBe("Bare");
    }

    [Fact]
    public void Validation_is_drawn_with_training_and_times_are_not_drawn()
    {
        var history = new HistoryTable();
        history.Append(1, [new("loss", 1), new("val_loss", 2), new("f1", 0.5), new("val_extra", 3), new("seconds", 9), new("never", double.NaN)]);
        var charts = HistoryCharts.Of(history, "val_loss", higherIsBetter: false).Cast<LineChart>().ToArray();
        charts.Select(static c => c.Title).ShouldBe(["Loss", "F1", "Validation extra"]);
        charts[0].Series.Count.ShouldBe(2);
        charts[0].Markers.ShouldBeEmpty("a single epoch is no best one");
        charts[1].YFormat.ShouldBe(NumberFormat.Percent);
    }

    [Fact]
    public void A_perfect_matrix_and_many_classes_are_shown()
    {
        var perfect = new ConfusionMatrix(2);
        perfect.Add([0, 1], [0, 1]);
        new TrainingReport { Title = "t", Confusion = perfect }.ToHtmlReport().ToHtml().ShouldContain("Every sample was classified correctly.");

        var large = new ConfusionMatrix(100);
        large.Add(3, 4);
        Page.Parse(new TrainingReport { Title = "t", Confusion = large }.ToHtmlReport().ToHtml()).Count("svg").ShouldBe(1);
    }

    [Fact]
    public void A_diverged_run_still_gives_a_page()
    {
        var history = new HistoryTable();
        history.Append(1, [new("loss", double.NaN), new("accuracy", 0.1)]);
        history.Append(2, [new("loss", double.PositiveInfinity), new("accuracy", double.NaN)]);
        var report = Sample() with { History = history, Monitor = "loss" };
        Page.Parse(report.ToHtmlReport().ToHtml());
    }

    [Fact]
    public void The_page_is_written_to_a_file()
    {
        using var folder = new TemporaryFolder();
        Sample().Write(folder.File("report.html"));
        File.ReadAllText(folder.File("report.html")).ShouldBe(Sample().ToHtmlReport().ToHtml());

        // For a look at it: KILN_SHOW_REPORT names a file.
        if (Environment.GetEnvironmentVariable("KILN_SHOW_REPORT") is { Length: > 0 } show)
        {
            Sample().Write(show);
        }
    }

    [GeneratedRegex("data:image/png;base64,[A-Za-z0-9+/=]+")]
    private static partial Regex Pictures();
}
