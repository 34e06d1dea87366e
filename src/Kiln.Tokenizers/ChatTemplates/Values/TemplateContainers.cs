namespace Kiln.Tokenizers;

internal enum TemplateListKind
{
    List,
    Tuple,

    /// <summary>What <c>items()</c>, <c>keys()</c> and <c>values()</c> give: has a length, but no subscript.</summary>
    View,

    /// <summary>What <c>map</c>, <c>select</c> and their like give: always true, without a length, gone once read.</summary>
    Generator,
}

/// <summary>A sequence.</summary>
internal class TemplateList(List<object?> items, TemplateListKind kind = TemplateListKind.List)
{
    private bool _isSpent;

    public List<object?> Items => items;

    public TemplateListKind Kind => kind;

    /// <summary>The elements for a reader that goes through them: a generator has them once.</summary>
    public List<object?> Read()
    {
        if (kind != TemplateListKind.Generator)
        {
            return items;
        }

        var read = _isSpent ? [] : items;
        _isSpent = true;
        return read;
    }
}

/// <summary>A group of <c>groupby</c>: a pair with names.</summary>
internal sealed class TemplateGroup(object? key, TemplateList members) : TemplateList([key, members], TemplateListKind.Tuple);

/// <summary>A dictionary that keeps the order of insertion. 1, 1.0 and true are one key.</summary>
internal sealed class TemplateDict
{
    public OrderedDictionary<object, object?> Items { get; } = new(TemplateKeys.Instance);

    /// <summary>A value as a key: the base library knows no null in this place.</summary>
    public static object Key(object? value) => value ?? TemplateKeys.None;

    /// <summary>A key as a value.</summary>
    public static object? Value(object key) => ReferenceEquals(key, TemplateKeys.None) ? null : key;
}

/// <summary>Equality of keys.</summary>
internal sealed class TemplateKeys : IEqualityComparer<object>
{
    public static readonly TemplateKeys Instance = new();

    public static readonly object None = new();

    public new bool Equals(object? x, object? y) =>
        x is string a && y is string b ? string.Equals(a, b, StringComparison.Ordinal) : Number(x) is { } n && Number(y) is { } m ? n == m : object.Equals(x, y);

    public int GetHashCode(object obj) => obj is string text ? string.GetHashCode(text, StringComparison.Ordinal) : Number(obj) is { } n ? n.GetHashCode() : obj.GetHashCode();

    // Integers beyond 2^53 may fall together as doubles; equality of keys of that size is nothing a chat template asks for.
    private static double? Number(object? value) => value switch
    {
        bool b => b ? 1 : 0,
        long n => n,
        double d => d,
        _ => null,
    };
}

/// <summary>What <c>namespace()</c> gives: attributes that <c>set</c> may change from inside of a loop.</summary>
internal sealed class TemplateNamespace
{
    public Dictionary<string, object?> Attributes { get; } = new(StringComparer.Ordinal);
}

/// <summary>A name or attribute that does not exist. It prints as nothing, is false and empty, and is an error in all else.</summary>
internal sealed class TemplateUndefined(string description)
{
    /// <summary>What is missing, as an error says it.</summary>
    public string Description => description;

    public static TemplateUndefined Name(string name) => new($"'{name}' is undefined");

    /// <summary>An attribute or element that <paramref name="owner"/> lacks.</summary>
    public static TemplateUndefined Of(object? owner, object? key)
    {
        var type = owner is null ? "None" : $"'{TemplateValues.TypeName(owner)} object'";
        var what = key is string name ? $"attribute '{name}'" : $"element {TemplateRepr.Short(key)}";
        var has = owner is TemplateDict { Items.Count: > 0 and <= 12 } dict ? $"; it has {string.Join(", ", dict.Items.Keys.Select(TemplateRepr.Short))}" : "";
        return new($"{type} has no {what}{has}");
    }
}
