using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// Everything about one fitted estimator, composed as a page: headline numbers, parameters, cross-validation, confusion matrix and scores of
/// each class, ROC, precision-recall and calibration curves, residuals, coefficients and their paths, learning and validation curves,
/// importances, environment and commands. Parts without data are left out. The page is one file without external resources.
/// </summary>
public sealed partial record EstimatorReport
{
    /// <summary>Title of the page.</summary>
    public required string Title { get; init; }

    /// <summary>A line below the title: what was fitted on what.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The numbers to see first.</summary>
    public IReadOnlyList<Headline> Headlines { get; init; } = [];

    /// <summary>Remarks that ask for attention: a solver that stopped early, a constant column.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The estimator's parameters.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>The data: rows, columns, classes.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Data { get; init; } = [];

    /// <summary>Scores of each fold of a cross-validation, or of each candidate of a search.</summary>
    public ReportTable? CrossValidation { get; init; }

    /// <summary>Test results by class.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>Precision, recall and F1 of each class.</summary>
    public ClassificationReport? Scores { get; init; }

    /// <summary>ROC curves by name: of the model, or one for each class.</summary>
    public IReadOnlyList<KeyValuePair<string, RocCurve>> Roc { get; init; } = [];

    /// <summary>Precision-recall curves by name.</summary>
    public IReadOnlyList<KeyValuePair<string, PrecisionRecallCurve>> PrecisionRecall { get; init; } = [];

    /// <summary>Calibration curves by name.</summary>
    public IReadOnlyList<KeyValuePair<string, CalibrationCurve>> Calibration { get; init; } = [];

    /// <summary>What the curves are of, such as the positive class, or why there are none; may be empty.</summary>
    public string CurvesNote { get; init; } = "";

    /// <summary>True numbers of the test samples of a regression.</summary>
    public IReadOnlyList<double> Truth { get; init; } = [];

    /// <summary>Predicted numbers, as many.</summary>
    public IReadOnlyList<double> Predicted { get; init; } = [];

    /// <summary>How many test samples there are, where <see cref="Truth"/> and <see cref="Predicted"/> are of some of them only; 0 where they are of all.</summary>
    public int Samples { get; init; }

    /// <summary>Name or unit of a regression's target.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Coefficients of a linear model, by class or output; the name is empty where there is one set.</summary>
    public IReadOnlyList<KeyValuePair<string, FeatureWeights>> Coefficients { get; init; } = [];

    /// <summary>What the coefficients are called, such as <c>Scaled coefficients</c>. Default: <c>Coefficients</c>.</summary>
    public string CoefficientsTitle { get; init; } = "Coefficients";

    /// <summary>How the coefficients are to be read; may be empty.</summary>
    public string FeaturesNote { get; init; } = "";

    /// <summary>Coefficients as the penalty changes.</summary>
    public CoefficientPaths? Paths { get; init; }

    /// <summary>Feature importances, such as those by permutation.</summary>
    public FeatureWeights? Importance { get; init; }

    /// <summary>Scores over the number of training samples.</summary>
    public ScoreCurve? LearningCurve { get; init; }

    /// <summary>Scores over hyper-parameters, one curve for each that was varied.</summary>
    public IReadOnlyList<ScoreCurve> ValidationCurves { get; init; } = [];

    /// <summary>Where it ran: processor, threads, versions, times.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>How to repeat the fit and what to try next.</summary>
    public IReadOnlyList<SuggestedCommand> Commands { get; init; } = [];

    /// <summary>The page as a report that can be extended.</summary>
    public HtmlReport ToHtmlReport()
    {
        var report = new HtmlReport(Title) { Kicker = "Kiln estimator report", Subtitle = Subtitle };
        report.Headlines(Headlines).ListOfContents();
        foreach (var warning in Warnings)
        {
            report.Warning(warning);
        }

        AddConfusion(report);
        AddScores(report);
        AddCurves(report);
        AddResiduals(report);
        AddFeatures(report);
        AddScoreCurves(report);
        AddCrossValidation(report);
        AddSetup(report);
        AddCommands(report);
        return report;
    }

    /// <summary>The title and the numbers to see first: <c>estimator report: ridge on houses.csv (test r2 0.71)</c>.</summary>
    public override string ToString() => $"estimator report: {Title}"
        + (Headlines.Count == 0 ? string.Empty : $" ({string.Join(", ", Headlines.Select(headline => $"{headline.Label} {headline.Value}"))})")
        + (Warnings.Count == 0 ? string.Empty : Warnings.Count == 1 ? ", 1 warning" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $", {Warnings.Count} warnings"));

    /// <summary>Writes the page to a file, atomically.</summary>
    /// <param name="path">The file, such as <c>report.html</c>.</param>
    /// <exception cref="FileWriteException">It cannot be written; what stood there is unchanged.</exception>
    public void Write(string path) => ToHtmlReport().Write(path);
}
