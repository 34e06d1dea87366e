using System.Globalization;

namespace Kiln.Tokenizers;

/// <summary>Filters of numbers.</summary>
internal static class NumberFilters
{
    public static void AddTo(Dictionary<string, TemplateFilter> filters)
    {
        filters["abs"] = (run, value, arguments) =>
        {
            arguments.Bind(run, "abs");
            return value switch
            {
                double d => Math.Abs(d),
                TemplateUndefined missing => throw run.Error(missing.Description),
                _ when TemplateNumbers.AsInteger(value) is { } n => n < 0 ? TemplateNumbers.Calculate(run, "-", 0L, n) : n,
                _ => throw run.Error($"abs needs a number, not {TemplateValues.TypeName(value)}"),
            };
        };
        filters["int"] = ToInteger;
        filters["float"] = (run, value, arguments) =>
        {
            var otherwise = arguments.Bind(run, "float", "default").Get(0, 0.0);
            return value is TemplateUndefined missing ? throw run.Error(missing.Description)
                : value is string text ? TemplateNumbers.ParseDouble(run.Hashed(text)) ?? otherwise
                : TemplateNumbers.AsDouble(value) ?? otherwise;
        };
        filters["round"] = Round;
        filters["sum"] = (run, value, arguments) =>
        {
            var given = arguments.Bind(run, "sum", "attribute", "start");
            var path = given.Get(0) is null ? null : TemplatePath.Parse(run, given.Get(0));
            var sum = given.Get(1, 0L);
            if (sum is string)
            {
                throw run.Error("sum does not add strings; 'join' does");
            }

            foreach (var item in run.Elements(value))
            {
                run.Step();
                sum = TemplateNumbers.Calculate(run, "+", sum, path is null ? item : path.Read(run, item));
            }

            return sum;
        };
    }

    private static object? ToInteger(TemplateRun run, object? value, TemplateArguments arguments)
    {
        var given = arguments.Bind(run, "int", "default", "base");
        var otherwise = given.Get(0, 0L);
        switch (value)
        {
            case TemplateUndefined missing:
                throw run.Error(missing.Description);
            case string text:
                run.Work(2L * text.Length);
                if (TemplateNumbers.ParseInteger(text, (int)Math.Clamp(given.Integer(1, 10), 0, 36)) is { } parsed)
                {
                    return parsed;
                }

                return Truncated(TemplateNumbers.ParseDouble(text)) ?? otherwise;
            default:
                return TemplateNumbers.AsInteger(value) ?? Truncated(value as double?) ?? otherwise;
        }

        static object? Truncated(double? number) => number is { } d && Math.Abs(d) < 9.2e18 ? (long)d : null;
    }

    private static object? Round(TemplateRun run, object? value, TemplateArguments arguments)
    {
        var given = arguments.Bind(run, "round", "precision", "method");
        var precision = (int)Math.Clamp(given.Integer(0, 0), -400, 400);
        var number = TemplateNumbers.AsDouble(value)
            ?? throw run.Error(value is TemplateUndefined missing ? missing.Description : $"round needs a number, not {TemplateValues.TypeName(value)}");
        var power = Math.Pow(10, precision);
        switch (given.Text(1, "common"))
        {
            case "ceil":
                return Math.Ceiling(number * power) / power;
            case "floor":
                return Math.Floor(number * power) / power;
            case "common" when value is double && (!double.IsFinite(number) || precision > 330):
                return number;
            case "common" when precision < 0:
                var rounded = Math.Round(number * power, MidpointRounding.ToEven) / power;
                return value is double ? (object)rounded : (long)rounded;
            case "common":
                return value is double ? double.Parse(TemplateNumbers.Fixed(number, precision), CultureInfo.InvariantCulture) : TemplateNumbers.AsInteger(value);
            case var other:
                throw run.Error($"round by the method '{other}'; 'common', 'ceil' and 'floor' are possible");
        }
    }
}
