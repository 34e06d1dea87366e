using System.Collections;
using System.Globalization;

namespace Kiln.Estimators;

/// <summary>Turns what a user, a command line or a file gives into the one form a parameter takes.</summary>
internal static class ParameterConversion
{
    private const string None = "none";

    /// <summary>null, bool, long, double, string, double[], string[] or an estimator, by the parameter's kind.</summary>
    /// <exception cref="ArgumentException">The value does not fit.</exception>
    public static object? Convert(string owner, EstimatorParameter parameter, object? value)
    {
        if (parameter.Kind == ParameterKind.Code)
        {
            return value;
        }

        // A choice that may be left out has a word for it: null is scikit-learn's way to say penalty="none".
        if (parameter.Kind == ParameterKind.Choice && parameter.Choices.Contains(None, StringComparer.Ordinal) && value is null or "null")
        {
            return None;
        }

        if (value is null || (value is string none && parameter.IsOptional && parameter.Kind != ParameterKind.Text && (IsNone(none) || none == parameter.NoneWord) && !parameter.Choices.Contains(none, StringComparer.Ordinal)))
        {
            return parameter.IsOptional ? null : throw Misfit(owner, parameter, value);
        }

        object? converted = parameter.Kind switch
        {
            ParameterKind.Number => Number(value),
            ParameterKind.Integer when parameter.TakesPairs && Pair(value) is { } pair => pair,
            ParameterKind.Integer => parameter.TakesFlags && Flag(value) is bool flag ? (flag ? 1L : 0L) : Integer(value),
            ParameterKind.Flag => Flag(value),
            ParameterKind.Choice => Choice(parameter, value),
            ParameterKind.Text when parameter.TakesFlags && Flag(value) is { } flag => flag,
            ParameterKind.Text => value is string or bool ? value as string : Number(value) is double number ? ParameterText.Of(number) : null,
            ParameterKind.Numbers => Numbers(value),
            ParameterKind.Texts => Texts(value),
            ParameterKind.Steps => Steps(value),
            _ => value as Estimator ?? (value is string name ? EstimatorCatalog.Find(name).Create() : null),
        };
        return converted ?? throw Misfit(owner, parameter, value);
    }

    private static bool IsNone(string text) => text.Equals("none", StringComparison.OrdinalIgnoreCase) || text.Equals("null", StringComparison.OrdinalIgnoreCase);

    private static object? Number(object value) => value switch
    {
        double number => number,
        string text => TryNumber(text, out var parsed) ? parsed : null,
        IConvertible and not bool and not char => System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Reads a number as Python does: infinity is "inf" too, and what is beyond the range of doubles is infinite.</summary>
    public static bool TryNumber(string text, out double number)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            return true;
        }

        number = text.Trim().ToUpperInvariant() switch
        {
            "INF" or "+INF" => double.PositiveInfinity,
            "-INF" => double.NegativeInfinity,
            _ => 0,
        };
        return number != 0;
    }

    private static object? Integer(object? value) => value switch
    {
        long whole => whole,
        int whole => (long)whole,
        uint whole => (long)whole,
        string text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : Integer(Number(text)),
        null => null,
        _ => Number(value) is double number && number == Math.Floor(number) && Math.Abs(number) < 1L << 53 ? (long)number : null,
    };

    private static object? Flag(object value) => value switch
    {
        bool flag => flag,
        string text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        string text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        _ => null,
    };

    private static string? Choice(EstimatorParameter parameter, object value)
    {
        var text = (value as string ?? value.ToString() ?? string.Empty).Replace('_', '-');
        return parameter.Choices.FirstOrDefault(choice => choice.Replace('_', '-').Equals(text, StringComparison.OrdinalIgnoreCase));
    }

    private static double[]? Numbers(object value)
    {
        if (value is double[] array)
        {
            return array;
        }

        if (value is not string && Number(value) is double only)
        {
            return [only];
        }

        var items = value is string text ? text.Trim('[', ']', '(', ')').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : (value as IEnumerable)?.Cast<object>();
        var numbers = items?.Select(Number).ToList();
        return numbers is null || numbers.Any(n => n is null) ? null : numbers.ConvertAll(n => (double)n!).ToArray();
    }

    /// <summary>Two whole numbers, as (2, 3), [2, 3] or 2,3; null for anything else.</summary>
    private static (long First, long Second)? Pair(object value) =>
        value is string or IEnumerable && Numbers(value) is { Length: 2 } numbers && Integer(numbers[0]) is long first && Integer(numbers[1]) is long second ? (first, second) : null;

    private static string[]? Texts(object value) => value switch
    {
        string text => text.Trim('[', ']', '(', ')').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        IEnumerable<string> texts => texts.ToArray(),
        _ => null,
    };

    private static EstimatorStep[]? Steps(object value) => value switch
    {
        IEnumerable<EstimatorStep> steps => steps.ToArray(),
        double[] { Length: 0 } => [],
        IEnumerable<Estimator> estimators => EstimatorStep.Named(estimators),
        string text => EstimatorStep.Named(Texts(text)!.Select(name => EstimatorCatalog.Find(name).Create())),
        _ => null,
    };

    private static ArgumentException Misfit(string owner, EstimatorParameter parameter, object? value)
    {
        var expected = parameter.Kind switch
        {
            ParameterKind.Number => "a number",
            ParameterKind.Integer => parameter.TakesFlags ? "a whole number, true or false" : parameter.TakesPairs ? "a whole number, or two such as (2,3)" : "a whole number",
            ParameterKind.Flag => "true or false",
            ParameterKind.Choice => "one of " + string.Join(", ", parameter.Choices),
            ParameterKind.Numbers => "numbers such as 0.1,1,10",
            ParameterKind.Texts => "a list such as a,b,c",
            ParameterKind.Estimator => "an estimator or the name of one",
            ParameterKind.Steps => "steps, or the names of estimators such as standard-scaler,ridge",
            _ => parameter.TakesFlags ? "text, true or false" : "text",
        };
        var hint = parameter.Kind == ParameterKind.Choice && value is string text && NearNames.Find(text, parameter.Choices) is { Count: > 0 } near
            ? $"; did you mean '{near[0]}'?"
            : string.Empty;
        return new ArgumentException($"{owner}: {parameter.Name} cannot be {(value is null ? "none" : $"'{ParameterText.Of(value)}'")}; "
            + $"expected {expected}{(parameter.IsOptional ? ", or none" : string.Empty)}{hint}", parameter.Name);
    }
}
