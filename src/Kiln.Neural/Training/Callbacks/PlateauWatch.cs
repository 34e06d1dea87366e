namespace Kiln.Neural;

/// <summary>The best value so far of a column of the history, for callbacks that wait for a better one.</summary>
internal sealed class PlateauWatch(string owner)
{
    /// <summary>The best value so far; NaN before the first.</summary>
    internal double Best { get; set; } = double.NaN;

    /// <summary>Better an error before the first epoch than after it, where nothing can measure the column.</summary>
    /// <exception cref="InvalidOperationException">The column is one of a validation set, and there is none.</exception>
    internal void Check(TrainingContext context, string monitor)
    {
        bool measured = monitor == "val_loss" || context.Options.Metrics.Any(m => monitor == "val_" + m.Name);
        if (measured && context.Options.Validation is null)
        {
            throw new InvalidOperationException($"{owner}.Monitor: the history will have no column '{monitor}'; set FitOptions.Validation");
        }
    }

    /// <summary>Whether the epoch that just ended is better than any before by more than a difference; it then is the best.</summary>
    /// <exception cref="InvalidOperationException">The history has no column of this name.</exception>
    internal bool Improves(TrainingContext context, string monitor, bool? maximize, double minDelta)
    {
        if (!context.History.TryGet(monitor, out IReadOnlyList<double>? column))
        {
            string hint = monitor.StartsWith("val_", StringComparison.Ordinal) && context.Options.Validation is null ? "; val_ stands for FitOptions.Validation, which is not set" : "";
            throw new InvalidOperationException($"{owner}.Monitor: the history has no column '{monitor}'; there are: {string.Join(", ", context.History.Columns)}{hint}");
        }

        double value = column[^1];
        bool larger = maximize ?? !(monitor.EndsWith("loss", StringComparison.Ordinal) || monitor.EndsWith("error", StringComparison.Ordinal));
        bool better = !double.IsNaN(value) && (double.IsNaN(Best) || (larger ? value > Best + minDelta : value < Best - minDelta));
        if (better)
        {
            Best = value;
        }

        return better;
    }
}
