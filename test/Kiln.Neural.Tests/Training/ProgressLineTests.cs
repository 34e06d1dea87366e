namespace Kiln.Neural.Tests;

/// <summary>What a fit shows of itself while it goes on.</summary>
public class ProgressLineTests
{
    private static readonly TrainingProgress s_middle = new(2, 10, 50, 200, 250, TrainingPhase.Training)
    {
        Loss = 0.25,
        Metrics = new Dictionary<string, double> { ["accuracy"] = 0.875 },
        SamplesPerSecond = 5123.4,
        Elapsed = TimeSpan.FromSeconds(3),
        TimeLeft = TimeSpan.FromSeconds(75),
    };

    private static readonly TrainingProgress s_end = new(2, 10, 200, 200, 400, TrainingPhase.EpochEnd)
    {
        Loss = 0.2,
        Metrics = new Dictionary<string, double> { ["accuracy"] = 0.9, ["val_loss"] = 0.3 },
        Elapsed = TimeSpan.FromSeconds(12),
    };

    [Fact]
    public void A_terminal_gets_a_line_that_is_written_over_and_one_that_stays()
    {
        var text = new StringWriter { NewLine = "\n" };
        var line = new ProgressLine(text, live: true, width: 120);
        line.Report(s_middle);
        line.Report(s_middle with { Phase = TrainingPhase.Validation, Batch = 1, Batches = 4, Metrics = new Dictionary<string, double>(), SamplesPerSecond = 0, TimeLeft = null });
        line.Report(s_end);
        string[] lines = text.ToString().Split('\r');
        lines[1].ShouldBe("epoch 2/10 ━━━━━─────────────── 50/200  loss 0.2500, accuracy 0.8750  5,123/s  1:15 left");
        lines[2].TrimEnd().ShouldBe("epoch 2/10 ━━━━━─────────────── 1/4  val_loss 0.2500");
        lines[2].Length.ShouldBe(lines[1].Length);
        lines[3].ShouldBe("epoch 2/10: loss 0.2000, accuracy 0.9000, val_loss 0.3000, 12.0 s\n");
    }

    [Fact]
    public void A_narrow_terminal_is_not_overrun()
    {
        var text = new StringWriter();
        new ProgressLine(text, live: true, width: 40).Report(s_middle);
        text.ToString().Length.ShouldBe(1 + 39);
    }

    [Fact]
    public void A_file_gets_plain_lines_now_and_then()
    {
        var text = new StringWriter { NewLine = "\n" };
        var line = new ProgressLine(text, live: false);
        line.Report(s_middle);
        line.Report(s_middle with { Elapsed = TimeSpan.FromSeconds(11) });
        line.Report(s_middle with { Elapsed = TimeSpan.FromSeconds(11.5) });
        line.Report(s_end);
        text.ToString().ShouldBe(
            "epoch 2/10, batch 50/200: loss 0.2500, accuracy 0.8750  5,123/s  1:15 left\nepoch 2/10: loss 0.2000, accuracy 0.9000, val_loss 0.3000, 12.0 s\n");
    }

    [Fact]
    public void A_fit_is_shown()
    {
        var text = new StringWriter();
        Tiny.Network().Fit(Tiny.Data(), Tiny.Options(epochs: 3) with { Progress = new ProgressLine(text, live: false) });
        string[] lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(3);
        lines[2].ShouldStartWith("epoch 3/3: loss ");
        lines[2].ShouldContain("val_accuracy");
    }
}
