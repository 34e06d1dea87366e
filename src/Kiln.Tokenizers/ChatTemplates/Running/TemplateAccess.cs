namespace Kiln.Tokenizers;

/// <summary>
/// <c>value.name</c> and <c>value[key]</c>. A point looks for a method first and an element then, brackets the other way round: so
/// <c>tool.items</c> is the method of a dictionary and <c>tool['items']</c> its element. Nothing else of a program's objects can be reached.
/// </summary>
internal static class TemplateAccess
{
    public static object? Attribute(TemplateRun run, object? value, string name)
    {
        run.Work(name.Length);
        switch (value)
        {
            case TemplateUndefined missing:
                throw run.Error(missing.Description);
            case TemplateDict dict:
                return Method(value, name) is { } method ? method : dict.Items.TryGetValue(name, out var item) ? item : TemplateUndefined.Of(value, name);
            case TemplateNamespace space:
                return space.Attributes.TryGetValue(name, out item) ? item : TemplateUndefined.Of(value, name);
            case TemplateLoop loop:
                return loop.Attribute(name);
            case TemplateMacro macro:
                return macro.Attribute(name);
            case TemplateCycler cycler:
                return cycler.Attribute(name);
            case TemplateGroup group when name is "grouper" or "list":
                return group.Items[name == "grouper" ? 0 : 1];
            default:
                return Method(value, name) is { } found ? found : TemplateUndefined.Of(value, name);
        }
    }

    public static object? Item(TemplateRun run, object? value, object? key)
    {
        run.Work(key is string { Length: var length } ? length : 0);
        switch (value)
        {
            case TemplateUndefined missing:
                throw run.Error(missing.Description);
            case TemplateDict dict:
                if (key is null or string or long or bool or double && dict.Items.TryGetValue(TemplateDict.Key(key), out var item))
                {
                    return item;
                }

                break;
            case TemplateList { Kind: <= TemplateListKind.Tuple } list when TemplateNumbers.AsInteger(key) is { } index:
                index += index < 0 ? list.Items.Count : 0;
                return index >= 0 && index < list.Items.Count ? list.Items[(int)index] : TemplateUndefined.Of(value, key);
            case string text when TemplateNumbers.AsInteger(key) is { } index:
                run.Work(text.Length);
                return TemplateText.At(text, index) ?? (object)TemplateUndefined.Of(value, key);
        }

        return key is string name && value is not TemplateDict ? Attribute(run, value, name)
            : key is string member && Method(value, member) is { } found ? found
            : TemplateUndefined.Of(value, key is TemplateUndefined ? "Undefined" : key);
    }

    public static object? Slice(TemplateRun run, object? value, object? start, object? stop, object? step)
    {
        switch (value)
        {
            case TemplateUndefined missing:
                throw run.Error(missing.Description);
            case string text:
                run.Work(text.Length);
                return run.Made(TemplateText.Slice(run, text, start, stop, step));
            case TemplateList { Kind: <= TemplateListKind.Tuple } list:
                var (first, count, stride) = TemplateNumbers.Slice(run, list.Items.Count, start, stop, step);
                run.Grow(count);
                var items = new List<object?>(count);
                for (var i = 0; i < count; i++)
                {
                    items.Add(list.Items[first + (i * stride)]);
                }

                return new TemplateList(items, list.Kind);
            default:
                throw run.Error($"a {TemplateValues.TypeName(value)} has no slices; a list or a str is expected");
        }
    }

    private static object? Method(object? value, string name) => value switch
    {
        string text => StringMethods.Find(text, name),
        TemplateDict dict => CollectionMethods.Find(dict, name),
        TemplateList list => CollectionMethods.Find(list, name),
        _ => null,
    };
}
