using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Kiln.Tokenizers;

/// <summary>A filter: the value before the bar and the arguments behind the name.</summary>
internal delegate object? TemplateFilter(TemplateRun run, object? value, TemplateArguments arguments);

/// <summary>The filters by name.</summary>
internal static class TemplateFilters
{
    private static readonly FrozenDictionary<string, TemplateFilter> s_filters = All();

    public static TemplateFilter? Find(string name) => s_filters.GetValueOrDefault(name);

    /// <summary>The names of all, in the order of their characters.</summary>
    public static IEnumerable<string> Names => s_filters.Keys.Order(StringComparer.Ordinal);

    public static string Unknown(string name) => $"there is no filter '{name}'; there are {string.Join(", ", Names)}";

    // Those that use regular expressions, which have a limit of time.
    private static TemplateFilter Bounded(string name, TemplateFilter filter) => (run, value, arguments) =>
    {
        try
        {
            return filter(run, value, arguments);
        }
        catch (RegexMatchTimeoutException)
        {
            throw run.Error($"{name} takes too long on this text", ChatTemplateFailure.Limit);
        }
    };

    private static FrozenDictionary<string, TemplateFilter> All()
    {
        var filters = new Dictionary<string, TemplateFilter>(StringComparer.Ordinal);
        TextFilters.AddTo(filters);
        SequenceFilters.AddTo(filters);
        SelectionFilters.AddTo(filters);
        OrderFilters.AddTo(filters);
        NumberFilters.AddTo(filters);
        MarkupFilters.AddTo(filters);
        LayoutFilters.AddTo(filters);
        filters["default"] = filters["d"] = (run, value, arguments) =>
        {
            var given = arguments.Bind(run, "default", "default_value", "boolean");
            return value is TemplateUndefined || (given.Flag(1) && !TemplateValues.IsTrue(value)) ? given.Get(0, "") : value;
        };
        filters["tojson"] = (run, value, arguments) => TemplateJson.Write(run, value, arguments);
        filters["attr"] = (run, value, arguments) => arguments.Bind(run, "attr", "name").RequiredText(0) is var name && value is TemplateDict dict
            ? CollectionMethods.Find(dict, name) ?? TemplateUndefined.Of(value, name)
            : TemplateAccess.Attribute(run, value, name);
        foreach (var name in (ReadOnlySpan<string>)["striptags", "urlize", "wordwrap", "pprint"])
        {
            filters[name] = Bounded(name, filters[name]);
        }

        return filters.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
