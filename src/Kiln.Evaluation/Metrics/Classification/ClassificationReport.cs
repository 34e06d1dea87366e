using System.Globalization;
using System.Text;

namespace Kiln.Evaluation;

/// <summary>A line of a <see cref="ClassificationReport"/>.</summary>
/// <param name="Label">The class or label, or which average it is.</param>
/// <param name="Precision">Right among the predictions.</param>
/// <param name="Recall">Found among the samples.</param>
/// <param name="F1">Harmonic mean of the two.</param>
/// <param name="Support">Number, or with sample weights the weight, of true samples.</param>
public sealed record ReportLine(string Label, double Precision, double Recall, double F1, double Support);

/// <summary>
/// Precision, recall, F1 and support of each class with their averages, as data and, by <see cref="ToString"/>, as the text of
/// scikit-learn's <c>classification_report</c>.
/// </summary>
public sealed class ClassificationReport
{
    private static readonly string[] Headers = ["precision", "recall", "f1-score", "support"];

    private readonly int _digits;
    private readonly bool _countsAreWhole;

    internal ClassificationReport(
        IReadOnlyList<ReportLine> classes, ReportLine micro, bool microIsAccuracy, ReportLine macro, ReportLine weighted, ReportLine? samples, int digits, bool countsAreWhole)
    {
        Classes = classes;
        MicroAverage = micro;
        MacroAverage = macro;
        WeightedAverage = weighted;
        SamplesAverage = samples;
        Accuracy = microIsAccuracy ? micro.F1 : null;
        _digits = digits;
        _countsAreWhole = countsAreWhole;
    }

    /// <summary>The scores of each class or label.</summary>
    public IReadOnlyList<ReportLine> Classes { get; }

    /// <summary>The fraction of right predictions; null for label sets and for a selection of the classes, where the micro average is not that.</summary>
    public double? Accuracy { get; }

    /// <summary>From the totals over the classes.</summary>
    public ReportLine MicroAverage { get; }

    /// <summary>The plain mean over the classes.</summary>
    public ReportLine MacroAverage { get; }

    /// <summary>The mean weighted by support.</summary>
    public ReportLine WeightedAverage { get; }

    /// <summary>The mean over the samples, for label sets; null otherwise.</summary>
    public ReportLine? SamplesAverage { get; }

    /// <summary>The report as aligned text, character for character that of scikit-learn.</summary>
    public override string ToString()
    {
        var width = Math.Max(Math.Max(Classes.Max(static line => line.Label.Length), "weighted avg".Length), _digits);
        var text = new StringBuilder();
        text.Append("".PadLeft(width)).Append(' ');
        foreach (var header in Headers)
        {
            text.Append(' ').Append(header.PadLeft(9));
        }

        text.Append("\n\n");
        foreach (var line in Classes)
        {
            Append(text, line, width);
        }

        text.Append('\n');
        if (Accuracy is { } accuracy)
        {
            text.Append("accuracy".PadLeft(width)).Append(' ').Append(' ', 20)
                .Append(' ').Append(Fixed(accuracy, _digits).PadLeft(9)).Append(' ').Append(Count(MicroAverage.Support).PadLeft(9)).Append('\n');
        }
        else
        {
            Append(text, MicroAverage, width);
        }

        Append(text, MacroAverage, width);
        Append(text, WeightedAverage, width);
        if (SamplesAverage is { } samples)
        {
            Append(text, samples, width);
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, ReportLine line, int width)
    {
        text.Append(line.Label.PadLeft(width)).Append(' ');
        foreach (var value in new[] { line.Precision, line.Recall, line.F1 })
        {
            text.Append(' ').Append(Fixed(value, _digits).PadLeft(9));
        }

        text.Append(' ').Append(Count(line.Support).PadLeft(9)).Append('\n');
    }

    private string Count(double support)
    {
        if (_countsAreWhole)
        {
            return support.ToString("F0", CultureInfo.InvariantCulture);
        }

        var text = support.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny(".EN∞") ? text.Replace("E", "e", StringComparison.Ordinal) : text + ".0";
    }

    /// <summary>
    /// The shortest distance to a number of so many digits, a tie to the even one. .NET rounds ties away from zero; they are the numbers
    /// whose last place is half a digit exactly, which only multiples of 2^−(digits + 1) are.
    /// </summary>
    private static string Fixed(double value, int digits)
    {
        if (double.IsNaN(value))
        {
            return "nan";
        }

        var steps = Math.ScaleB(value, digits + 1);
        var scaled = value * Math.Pow(10, digits);
        var down = Math.Floor(scaled);
        if (steps == Math.Floor(steps) && scaled - down == 0.5)
        {
            value = (down % 2 == 0 ? down : down + 1) / Math.Pow(10, digits);
        }

        return value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
