namespace Kiln.Tokenizers;

/// <summary>Methods of dictionaries and lists. Those that would change them are refused: a template sees the conversation and does not edit it.</summary>
internal static class CollectionMethods
{
    public static object? Find(TemplateDict dict, string name) => name switch
    {
        "items" => new TemplateFunction(name, (run, arguments) =>
        {
            arguments.Bind(run, "items");
            run.Grow(dict.Items.Count);
            return Items(dict);
        }),
        "keys" => new TemplateFunction(name, (run, arguments) =>
        {
            arguments.Bind(run, "keys");
            run.Grow(dict.Items.Count);
            return new TemplateList([.. dict.Items.Keys.Select(TemplateDict.Value)], TemplateListKind.View);
        }),
        "values" => new TemplateFunction(name, (run, arguments) =>
        {
            arguments.Bind(run, "values");
            run.Grow(dict.Items.Count);
            return new TemplateList([.. dict.Items.Values], TemplateListKind.View);
        }),
        "get" => new TemplateFunction(name, (run, arguments) =>
        {
            var given = arguments.Bind(run, "get", "key", "default");
            return dict.Items.TryGetValue(run.Key(given.Required(0)), out var value) ? value : given.Get(1);
        }),
        "copy" => new TemplateFunction(name, (run, arguments) =>
        {
            arguments.Bind(run, "copy");
            run.Grow(dict.Items.Count);
            var copy = new TemplateDict();
            foreach (var (key, value) in dict.Items)
            {
                copy.Items[key] = value;
            }

            return copy;
        }),
        "clear" or "pop" or "popitem" or "setdefault" or "update" => Refuse("dict", name),
        _ => null,
    };

    public static object? Find(TemplateList list, string name) => name switch
    {
        "index" when list.Kind <= TemplateListKind.Tuple => new TemplateFunction(name, (run, arguments) =>
        {
            var sought = arguments.Bind(run, "index", "value").Required(0);
            var index = list.Items.FindIndex(item => TemplateCompare.AreEqual(run, item, sought));
            return index >= 0 ? (long)index : throw run.Error($"{TemplateRepr.Repr(run, sought)} is not in the {TemplateValues.TypeName(list)}");
        }),
        "count" when list.Kind <= TemplateListKind.Tuple => new TemplateFunction(name, (run, arguments) =>
        {
            var sought = arguments.Bind(run, "count", "value").Required(0);
            return (long)list.Items.Count(item => TemplateCompare.AreEqual(run, item, sought));
        }),
        "copy" when list.Kind == TemplateListKind.List => new TemplateFunction(name, (run, arguments) =>
        {
            arguments.Bind(run, "copy");
            run.Grow(list.Items.Count);
            return new TemplateList([.. list.Items]);
        }),
        "append" or "clear" or "extend" or "insert" or "pop" or "remove" or "reverse" or "sort" when list.Kind == TemplateListKind.List => Refuse("list", name),
        _ => null,
    };

    /// <summary>The pairs of a dictionary.</summary>
    public static TemplateList Items(TemplateDict dict, TemplateListKind kind = TemplateListKind.View) =>
        new([.. dict.Items.Select(pair => (object?)new TemplateList([TemplateDict.Value(pair.Key), pair.Value], TemplateListKind.Tuple))], kind);

    // Undefined, so that a template may ask whether it is there.
    private static TemplateUndefined Refuse(string type, string name) =>
        new($"'{name}' would change a {type}, which templates may not; make a new one, such as 'list + [item]', or keep state in a namespace");
}
