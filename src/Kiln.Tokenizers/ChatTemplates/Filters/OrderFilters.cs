namespace Kiln.Tokenizers;

/// <summary>Filters that compare elements: sorting, extremes, groups, distinct values.</summary>
internal static class OrderFilters
{
    public static void AddTo(Dictionary<string, TemplateFilter> filters)
    {
        filters["sort"] = (run, value, arguments) =>
        {
            var given = arguments.Bind(run, "sort", "reverse", "case_sensitive", "attribute");
            return new TemplateList(TemplateCompare.Sort(run, "sort", run.Elements(value), Keys(run, given.Get(2), given.Flag(1)), given.Flag(0)));
        };
        filters["dictsort"] = DictSort;
        filters["min"] = (run, value, arguments) => Extreme(run, "min", value, arguments, 1);
        filters["max"] = (run, value, arguments) => Extreme(run, "max", value, arguments, -1);
        filters["unique"] = Unique;
        filters["groupby"] = GroupBy;
    }

    // Several attributes are separated by commas.
    private static Func<object?, object?> Keys(TemplateRun run, object? attribute, bool isCaseSensitive, object? otherwise = null)
    {
        if (attribute is string text && text.Contains(',', StringComparison.Ordinal))
        {
            var parts = text.Split(',').Select(part => Keys(run, part, isCaseSensitive, otherwise)).ToArray();
            return item => new TemplateList([.. parts.Select(part => part(item))]);
        }

        var path = attribute is null ? null : TemplatePath.Parse(run, attribute, otherwise);
        return item =>
        {
            var key = path is null ? item : path.Read(run, item);
            return key is string word && !isCaseSensitive ? run.Made(TemplateText.Lower(word)) : key;
        };
    }

    private static TemplateList DictSort(TemplateRun run, object? value, TemplateArguments arguments)
    {
        var given = arguments.Bind(run, "dictsort", "case_sensitive", "by", "reverse");
        var index = given.Text(1, "key") switch
        {
            "key" => 0,
            "value" => 1,
            var other => throw run.Error($"dictsort by '{other}'; by 'key' or by 'value' are possible"),
        };
        var dict = value as TemplateDict ?? throw run.Error(value is TemplateUndefined missing ? missing.Description : $"dictsort needs a dict, not {TemplateValues.TypeName(value)}");
        var isCaseSensitive = given.Flag(0);
        return new TemplateList(TemplateCompare.Sort(run, "dictsort", CollectionMethods.Items(dict).Items, pair =>
        {
            var key = ((TemplateList)pair!).Items[index];
            return key is string word && !isCaseSensitive ? run.Made(TemplateText.Lower(word)) : key;
        }, given.Flag(2)));
    }

    private static object? Extreme(TemplateRun run, string name, object? value, TemplateArguments arguments, int sign)
    {
        var given = arguments.Bind(run, name, "case_sensitive", "attribute");
        var key = Keys(run, given.Get(1), given.Flag(0));
        var items = run.Elements(value);
        if (items.Count == 0)
        {
            return new TemplateUndefined($"there is no {name} of an empty sequence");
        }

        var best = items[0];
        var bestKey = key(best);
        foreach (var item in items.Skip(1))
        {
            var itemKey = key(item);
            if (TemplateCompare.Compare(run, name, itemKey, bestKey) * sign < 0)
            {
                (best, bestKey) = (item, itemKey);
            }
        }

        return best;
    }

    private static TemplateList Unique(TemplateRun run, object? value, TemplateArguments arguments)
    {
        var given = arguments.Bind(run, "unique", "case_sensitive", "attribute");
        var key = Keys(run, given.Get(1), given.Flag(0));
        var seen = new HashSet<object>(TemplateKeys.Instance);
        var items = new List<object?>();
        foreach (var item in run.Elements(value))
        {
            run.Step();
            if (seen.Add(run.Key(key(item))))
            {
                items.Add(item);
            }
        }

        return SequenceFilters.Make(run, items, TemplateListKind.Generator);
    }

    private static TemplateList GroupBy(TemplateRun run, object? value, TemplateArguments arguments)
    {
        var given = arguments.Bind(run, "groupby", "attribute", "default", "case_sensitive");
        var path = TemplatePath.Parse(run, given.Required(0), given.Get(1));
        var key = Keys(run, given.Required(0), given.Flag(2), given.Get(1));
        var groups = new List<object?>();
        object? last = null;
        List<object?>? members = null;
        foreach (var item in TemplateCompare.Sort(run, "groupby", run.Elements(value), key))
        {
            var now = key(item);
            if (members is null || !TemplateCompare.AreEqual(run, last, now))
            {
                members = [];
                // A group is named as its first member writes it.
                groups.Add(new TemplateGroup(path.Read(run, item), new TemplateList(members)));
            }

            members.Add(item);
            last = now;
        }

        return new TemplateList(groups);
    }
}
