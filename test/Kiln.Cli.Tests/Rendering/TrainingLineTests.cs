namespace Kiln.Cli.Tests;

public class TrainingLineTests
{
    private static readonly TrainingState s_state = new(2, 6, 312, 469, 0.08123, 0.97441, 18240, TimeSpan.FromSeconds(69));

    [Fact]
    public void A_wide_line_shows_everything() => Rendered.Markup(TrainingLine.Live(s_state, 120))
        .ShouldBe("epoch 2/6 ━━━━━━━━━━━━━━━━━━━╸────────── 312/469  loss 0.0812  accuracy 97.4 %  18,240 images/s  1:09 left");

    [Theory, InlineData(30), InlineData(40), InlineData(60), InlineData(80), InlineData(200)]
    public void A_line_never_reaches_the_last_column(int width) =>
        Rendered.Markup(TrainingLine.Live(s_state, width)).Length.ShouldBeLessThan(width);

    [Fact]
    public void A_narrow_line_drops_what_matters_least() =>
        Rendered.Markup(TrainingLine.Live(s_state, 60)).ShouldBe("epoch 2/6 ━━━━━━━──── 312/469  loss 0.0812  accuracy 97.4 %");

    [Fact]
    public void At_80_columns_the_throughput_of_a_long_run_is_shown()
    {
        var state = new TrainingState(10, 10, 1875, 1875, 0.08123, 1, 118_240, TimeSpan.FromSeconds(4000));
        Rendered.Markup(TrainingLine.Live(state, 77)).ShouldEndWith("118,240 images/s");
        Rendered.Markup(TrainingLine.Live(s_state, 77)).ShouldEndWith("18,240 images/s");
    }

    [Theory, InlineData(20), InlineData(79), InlineData(200)]
    public void A_paragraph_is_broken_between_words(int width)
    {
        const string Text = "A checkpoint is saved in runs/quickstart-1/checkpoints/step-0000000120-epoch-0002 and can be used.";
        var lines = Screen.Wrap(Text, width).Split('\n');
        string.Join(' ', lines).ShouldBe(Text);
        lines.ShouldAllBe(line => line.Length <= width || !line.Contains(' '));
    }

    [Fact]
    public void Before_an_estimate_nothing_is_said_about_time() =>
        Rendered.Markup(TrainingLine.Live(s_state with { TimeLeft = null, Accuracy = double.NaN, ImagesPerSecond = 0 }, 120))
            .ShouldEndWith("312/469  loss 0.0812");

    [Fact]
    public void A_plain_line_has_no_bar() => TrainingLine.Plain(s_state)
        .ShouldBe("epoch 2/6  batch 312/469  loss 0.0812  accuracy 97.44 %  18,240 images/s  1:09 left");

    [Fact]
    public void A_live_line_is_rewritten_in_place_and_removed()
    {
        var writer = new StringWriter();
        var console = Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings
        {
            Ansi = Spectre.Console.AnsiSupport.Yes,
            ColorSystem = Spectre.Console.ColorSystemSupport.NoColors,
            Out = new Spectre.Console.AnsiConsoleOutput(writer),
        });
        using (var line = new LiveLine(new Screen(console, isLive: true, json: null), new StoppedClock()))
        {
            line.Show(_ => "one", () => "plain");
            line.Show(_ => "too soon", () => "plain");
            line.Keep("done");
        }

        writer.ToString().ShouldBe("\e[?25l\rone\e[K\r\e[K\e[?25hdone\n");
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
