using Kiln.Data;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>A sample that the network got wrong.</summary>
/// <param name="Picture">The sample as the network saw it.</param>
/// <param name="Truth">Name of the true class.</param>
/// <param name="Predicted">Name of the predicted class.</param>
/// <param name="Probability">How sure the network was of its prediction, 0 to 1.</param>
public sealed record Mistake(Image Picture, string Truth, string Predicted, double Probability);

/// <summary>A command that the reader may try next.</summary>
/// <param name="Purpose">What it does.</param>
/// <param name="Line">The command as typed.</param>
public sealed record SuggestedCommand(string Purpose, string Line);

/// <summary>
/// Everything about one training run, composed as a page: headline numbers, learning curves, confusion matrix, scores of each class, the
/// worst mistakes as pictures, the network, configuration, environment and the commands to go on. Parts without data are left out.
/// </summary>
public sealed partial record TrainingReport
{
    /// <summary>Title of the page.</summary>
    public required string Title { get; init; }

    /// <summary>A line below the title: what was trained on what, and when.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The numbers to see first.</summary>
    public IReadOnlyList<Headline> Headlines { get; init; } = [];

    /// <summary>Remarks that ask for attention: a run that was stopped early, a value that was no number.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// The course of the run. A column <c>val_x</c> is drawn with the column <c>x</c>; columns whose name contains <c>accuracy</c>,
    /// <c>precision</c>, <c>recall</c> or <c>f1</c> are drawn in percent, a learning rate on a logarithmic axis.
    /// </summary>
    public HistoryTable? History { get; init; }

    /// <summary>The column that decides the best epoch, such as <c>val_accuracy</c>; it is marked in its chart. Empty: none.</summary>
    public string Monitor { get; init; } = "";

    /// <summary>Whether more of <see cref="Monitor"/> is better. Default: true.</summary>
    public bool MonitorHigherIsBetter { get; init; } = true;

    /// <summary>Test results by class.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>The worst mistakes, worst first.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];

    /// <summary>The layers and parameters as text.</summary>
    public string NetworkSummary { get; init; } = "";

    /// <summary>How the run was set up: data, optimizer, seed.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Configuration { get; init; } = [];

    /// <summary>Where it ran: processor, instruction set, threads, versions.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>How to repeat the run and what to try next.</summary>
    public IReadOnlyList<SuggestedCommand> Commands { get; init; } = [];

    /// <summary>The page as a report that can be extended.</summary>
    public HtmlReport ToHtmlReport()
    {
        var report = new HtmlReport(Title) { Kicker = "Kiln training report", Subtitle = Subtitle };
        report.Headlines(Headlines).ListOfContents();
        foreach (var warning in Warnings)
        {
            report.Warning(warning);
        }

        AddCurves(report);
        AddConfusion(report);
        AddMistakes(report);
        AddNetwork(report);
        AddSetup(report);
        AddCommands(report);
        return report;
    }

    /// <summary>Writes the page to a file, atomically.</summary>
    /// <param name="path">The file, such as <c>report.html</c>.</param>
    /// <exception cref="FileWriteException">It cannot be written; what stood there is unchanged.</exception>
    public void Write(string path) => ToHtmlReport().Write(path);
}
