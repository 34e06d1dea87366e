using Kiln.Data;

namespace Kiln.Cli;

/// <summary>What one <c>kiln fit</c> was asked for.</summary>
/// <param name="Estimator">The estimator's name.</param>
/// <param name="Train">The file to learn from.</param>
/// <param name="Target">The column to predict.</param>
internal sealed record FitSettings(string Estimator, string Train, string Target)
{
    /// <summary>A file to test on.</summary>
    public string? Test { get; init; }

    /// <summary>Hyper-parameters, each as "name=value".</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Whether columns of numbers are standardized first.</summary>
    public bool Scale { get; init; }

    /// <summary>How many folds the cross-validation has.</summary>
    public int? Folds { get; init; }

    /// <summary>A file with the values to search among.</summary>
    public string? Search { get; init; }

    /// <summary>Where the predictions of the test (or training) rows go.</summary>
    public string? Predictions { get; init; }

    /// <summary>The folder of the model.</summary>
    public string? Out { get; init; }

    /// <summary>Where the page of charts goes.</summary>
    public string? Report { get; init; }

    /// <summary>A column of sample weights.</summary>
    public string? Weights { get; init; }

    /// <summary>How the files are read.</summary>
    public CsvOptions Reading { get; init; } = new();
}
