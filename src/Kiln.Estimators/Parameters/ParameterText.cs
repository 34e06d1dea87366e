using System.Globalization;

namespace Kiln.Estimators;

/// <summary>Values of hyper-parameters as text, for people.</summary>
public static class ParameterText
{
    /// <summary>A value as one would type it on the command line.</summary>
    /// <param name="value">null, bool, a number, text, a list or an estimator.</param>
    public static string Of(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IEnumerable<double> numbers => string.Join(",", numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture))),
        IEnumerable<string> texts => string.Join(",", texts),
        IEnumerable<EstimatorStep> steps => string.Join(",", steps),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    /// <summary>The name and the parameters that differ from their defaults.</summary>
    internal static string Describe(Estimator estimator)
    {
        var changed = estimator.Parameters
            .Select(parameter => (parameter.Name, Value: Of(parameter.Get(estimator)), Default: Of(estimator.ParameterSet.DefaultOf(parameter))))
            .Where(p => p.Value != p.Default).Select(p => $"{p.Name}={p.Value}").ToList();
        return changed.Count == 0 ? estimator.Name : $"{estimator.Name}({string.Join(", ", changed)})";
    }
}
