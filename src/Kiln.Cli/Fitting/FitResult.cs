using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>What came of a fit.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="Model">The model.</param>
/// <param name="Data">What it learned from.</param>
/// <param name="Fitting">How long the fit took.</param>
internal sealed record FitResult(FitSettings Settings, PredictorModel Model, FitData Data, TimeSpan Fitting)
{
    /// <summary>The scores on the training rows.</summary>
    public IReadOnlyList<(string Name, double Value)> Train { get; init; } = [];

    /// <summary>How long measuring on the training rows took.</summary>
    public TimeSpan Scoring { get; init; }

    /// <summary>What the cross-validation found; null without --cv, and of a search, which has its own.</summary>
    public CrossValidationResult? CrossValidation { get; init; }

    /// <summary>The test rows; null without --test.</summary>
    public FitData? TestData { get; init; }

    /// <summary>The scores on the test rows; null without --test.</summary>
    public IReadOnlyList<(string Name, double Value)>? Test { get; init; }
}
