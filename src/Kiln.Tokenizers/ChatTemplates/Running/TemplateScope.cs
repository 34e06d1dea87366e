namespace Kiln.Tokenizers;

/// <summary>
/// Variables. Loops, macros, calls, filters, <c>with</c> and blocks of <c>set</c> have a scope of their own; <c>if</c> has none. What is set
/// inside is gone outside, which is why templates carry state over loops in a namespace.
/// </summary>
internal sealed class TemplateScope(TemplateScope? parent)
{
    private Dictionary<string, object?>? _values;

    public object? this[string name]
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope.Parent)
            {
                if (scope._values is { } values && values.TryGetValue(name, out var value))
                {
                    return value;
                }
            }

            return TemplateUndefined.Name(name);
        }

        set => (_values ??= new(StringComparer.Ordinal))[name] = value;
    }

    private TemplateScope? Parent => parent;
}
