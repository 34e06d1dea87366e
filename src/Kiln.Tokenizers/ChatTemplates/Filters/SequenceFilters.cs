namespace Kiln.Tokenizers;

/// <summary>Filters that take sequences as a whole.</summary>
internal static class SequenceFilters
{
    public static void AddTo(Dictionary<string, TemplateFilter> filters)
    {
        filters["length"] = filters["count"] = Simple("length", (run, value) => run.Length(value));
        filters["list"] = Simple("list", (run, value) => Make(run, [.. run.Elements(value)], TemplateListKind.List));
        filters["first"] = Simple("first", (run, value) => run.Elements(value) is [var first, ..] ? first : new TemplateUndefined("there is no first item: the sequence is empty"));
        filters["last"] = Simple("last", (run, value) => run.Elements(value) is [.., var last] ? last : new TemplateUndefined("there is no last item: the sequence is empty"));
        filters["random"] = Simple("random", (run, value) => run.Elements(value) is { Count: > 0 } items
            ? items[run.Random.Next(items.Count)]
            : new TemplateUndefined("there is no random item: the sequence is empty"));
        filters["reverse"] = Simple("reverse", (run, value) =>
        {
            List<object?> items = [.. run.Elements(value)];
            items.Reverse();
            return value is string ? run.Made(string.Concat(items)) : Make(run, items, TemplateListKind.Generator);
        });
        filters["items"] = Simple("items", (run, value) => value switch
        {
            TemplateUndefined => Make(run, [], TemplateListKind.Generator),
            TemplateDict dict => Make(run, CollectionMethods.Items(dict).Items, TemplateListKind.Generator),
            _ => throw run.Error($"items needs a dict, not {TemplateValues.TypeName(value)}"),
        });
        filters["join"] = (run, value, arguments) =>
        {
            var given = arguments.Bind(run, "join", "d", "attribute");
            var separator = TemplateRepr.Str(run, given.Get(0, ""));
            var path = given.Get(1) is null ? null : TemplatePath.Parse(run, given.Get(1));
            var parts = new List<string>();
            foreach (var item in run.Elements(value))
            {
                var part = TemplateRepr.Str(run, path is null ? item : path.Read(run, item));
                run.Grow((long)part.Length + separator.Length);
                parts.Add(part);
            }

            return string.Join(separator, parts);
        };
        filters["batch"] = (run, value, arguments) =>
        {
            var given = arguments.Bind(run, "batch", "linecount", "fill_with");
            given.Required(0);
            var size = Math.Max(1, given.Size(0, 1));
            var rows = new List<object?>();
            foreach (var chunk in run.Elements(value).Chunk(size))
            {
                List<object?> row = [.. chunk];
                run.Grow(row.Count);
                Fill(run, row, given.Get(1), size);
                rows.Add(new TemplateList(row));
            }

            return Make(run, rows, TemplateListKind.Generator);
        };
        filters["slice"] = Slice;
    }

    private static void Fill(TemplateRun run, List<object?> row, object? filler, int size)
    {
        if (filler is not null && row.Count < size)
        {
            run.Grow(size - row.Count);
            row.AddRange(Enumerable.Repeat(filler, size - row.Count));
        }
    }

    // Columns of equal length; the first ones are longer by one where it does not come out even.
    private static TemplateList Slice(TemplateRun run, object? value, TemplateArguments arguments)
    {
        var given = arguments.Bind(run, "slice", "slices", "fill_with");
        given.Required(0);
        var items = run.Elements(value);
        var count = given.Size(0, 1) is > 0 and var n ? n : throw run.Error("slice needs at least one slice");
        run.Grow(count);
        var columns = new List<object?>();
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            var size = (items.Count / count) + (i < items.Count % count ? 1 : 0);
            List<object?> column = [.. items.Skip(at).Take(size)];
            at += size;
            if (given.Get(1) is { } filler && items.Count % count is var longer && longer > 0 && i >= longer)
            {
                column.Add(filler);
            }
            else if (given.Get(1) is { } other && items.Count % count == 0 && count > 0 && i >= items.Count % count)
            {
                column.Add(other);
            }

            columns.Add(new TemplateList(column));
        }

        return Make(run, columns, TemplateListKind.Generator);
    }

    internal static TemplateList Make(TemplateRun run, List<object?> items, TemplateListKind kind)
    {
        run.Grow(items.Count);
        return new TemplateList(items, kind);
    }

    private static TemplateFilter Simple(string name, Func<TemplateRun, object?, object?> body) => (run, value, arguments) =>
    {
        arguments.Bind(run, name);
        return body(run, value);
    };
}
