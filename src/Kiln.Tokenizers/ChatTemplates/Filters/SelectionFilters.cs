namespace Kiln.Tokenizers;

/// <summary><c>map</c>, <c>select</c>, <c>reject</c>, <c>selectattr</c> and <c>rejectattr</c>. What they give is gone once read, as in Jinja.</summary>
internal static class SelectionFilters
{
    public static void AddTo(Dictionary<string, TemplateFilter> filters)
    {
        filters["map"] = Map;
        filters["select"] = (run, value, arguments) => Choose(run, value, arguments, byAttribute: false, keeps: true);
        filters["reject"] = (run, value, arguments) => Choose(run, value, arguments, byAttribute: false, keeps: false);
        filters["selectattr"] = (run, value, arguments) => Choose(run, value, arguments, byAttribute: true, keeps: true);
        filters["rejectattr"] = (run, value, arguments) => Choose(run, value, arguments, byAttribute: true, keeps: false);
    }

    private static TemplateList Map(TemplateRun run, object? value, TemplateArguments arguments)
    {
        Func<object?, object?> map;
        if (arguments.Positional.Count == 0)
        {
            var given = arguments.Bind(run, "map", "attribute", "default");
            map = TemplatePath.Parse(run, given.Required(0), given.Get(1)) is var path ? item => path.Read(run, item) : null!;
        }
        else
        {
            var name = arguments.Positional[0] as string ?? throw run.Error("map needs the name of a filter, or attribute='…'");
            var filter = TemplateFilters.Find(name) ?? throw run.Error(TemplateFilters.Unknown(name));
            var rest = arguments.Skip(1);
            map = item => filter(run, item, rest);
        }

        var items = new List<object?>();
        foreach (var item in run.Elements(value))
        {
            run.Step();
            items.Add(map(item));
        }

        return SequenceFilters.Make(run, items, TemplateListKind.Generator);
    }

    private static TemplateList Choose(TemplateRun run, object? value, TemplateArguments arguments, bool byAttribute, bool keeps)
    {
        TemplatePath? path = null;
        if (byAttribute)
        {
            path = TemplatePath.Parse(run, arguments.Positional.Count > 0 ? arguments.Positional[0] : throw run.Error("the name of an attribute is missing"));
            arguments = arguments.Skip(1);
        }

        TemplateTest test = static (_, item, _) => TemplateValues.IsTrue(item);
        if (arguments.Positional.Count > 0)
        {
            var name = arguments.Positional[0] as string ?? throw run.Error("the name of a test is expected");
            test = TemplateTests.Find(name) ?? throw run.Error(TemplateTests.Unknown(name));
            arguments = arguments.Skip(1);
        }

        var items = new List<object?>();
        foreach (var item in run.Elements(value))
        {
            run.Step();
            if (test(run, path is null ? item : path.Read(run, item), arguments) == keeps)
            {
                items.Add(item);
            }
        }

        return SequenceFilters.Make(run, items, TemplateListKind.Generator);
    }
}
