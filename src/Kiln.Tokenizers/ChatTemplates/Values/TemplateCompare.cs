using System.Runtime.ExceptionServices;

namespace Kiln.Tokenizers;

/// <summary>Equality, order and membership.</summary>
internal static class TemplateCompare
{
    /// <summary>The order of Python's strings: by code point.</summary>
    public static IComparer<string> TextOrder { get; } = Comparer<string>.Create(CompareCodePoints);

    public static bool AreEqual(TemplateRun run, object? left, object? right)
    {
        run.Step();
        switch (left, right)
        {
            case (string a, string b):
                run.Work(Math.Min(a.Length, b.Length));
                return string.Equals(a, b, StringComparison.Ordinal);
            case (long a, long b):
                return a == b;
            case (null, null) or (TemplateUndefined, TemplateUndefined):
                return true;
            case (TemplateList { Kind: not TemplateListKind.Generator } a, TemplateList b) when a.Kind == b.Kind:
                return a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(pair => AreEqual(run, pair.First, pair.Second));
            case (TemplateDict a, TemplateDict b):
                return a.Items.Count == b.Items.Count && a.Items.All(pair => b.Items.TryGetValue(pair.Key, out var other) && AreEqual(run, pair.Value, other));
            default:
                return TemplateNumbers.AsDouble(left) is { } x && TemplateNumbers.AsDouble(right) is { } y ? x == y : ReferenceEquals(left, right);
        }
    }

    /// <summary>Negative, zero or positive; an error for what has no order. Strings are ordered by code points.</summary>
    public static int Compare(TemplateRun run, string op, object? left, object? right)
    {
        run.Step();
        if ((left as TemplateUndefined ?? right as TemplateUndefined) is { } missing)
        {
            throw run.Error(missing.Description);
        }

        switch (left, right)
        {
            case (string a, string b):
                run.Work(Math.Min(a.Length, b.Length));
                return CompareCodePoints(a, b);
            case (long a, long b):
                return a.CompareTo(b);
            case (TemplateList a, TemplateList b) when a.Kind == b.Kind && a.Kind <= TemplateListKind.Tuple:
                for (var i = 0; i < a.Items.Count && i < b.Items.Count; i++)
                {
                    if (!AreEqual(run, a.Items[i], b.Items[i]))
                    {
                        return Compare(run, op, a.Items[i], b.Items[i]);
                    }
                }

                return a.Items.Count.CompareTo(b.Items.Count);
            default:
                return TemplateNumbers.AsDouble(left) is { } x && TemplateNumbers.AsDouble(right) is { } y
                    ? x.CompareTo(y)
                    : throw run.Error($"'{op}' has no order for {TemplateValues.TypeName(left)} and {TemplateValues.TypeName(right)}");
        }
    }

    public static bool Evaluate(TemplateRun run, string op, object? left, object? right) => op switch
    {
        "==" => AreEqual(run, left, right),
        "!=" => !AreEqual(run, left, right),
        "in" => Contains(run, right, left),
        "not in" => !Contains(run, right, left),
        // What is not a number compares as false with everything, which an order of two cannot say.
        _ when left is double.NaN || right is double.NaN => Compare(run, op, left, right) > 1,
        "<" => Compare(run, op, left, right) < 0,
        "<=" => Compare(run, op, left, right) <= 0,
        ">" => Compare(run, op, left, right) > 0,
        _ => Compare(run, op, left, right) >= 0,
    };

    public static bool Contains(TemplateRun run, object? container, object? item)
    {
        switch (container)
        {
            case string text:
                run.Work(text.Length + ((item as string)?.Length ?? 0));
                return item is string part
                    ? TemplateSearch.IndexOf(text, part) >= 0
                    : throw run.Error(item is TemplateUndefined missing ? missing.Description
                        : $"'in' of a str looks for a str, not for {TemplateValues.TypeName(item)}");
            case TemplateList list:
                return list.Read().Exists(element => AreEqual(run, element, item));
            case TemplateDict dict:
                return dict.Items.ContainsKey(run.Key(item));
            case TemplateUndefined:
                return false;
            default:
                throw run.Error($"'in' needs a str, a list or a dict on its right, not {TemplateValues.TypeName(container)}");
        }
    }

    /// <summary>Elements by their keys. Equal ones keep their order in both directions.</summary>
    public static List<T> Sort<T>(TemplateRun run, string name, IEnumerable<T> items, Func<T, object?> key, bool isReversed = false)
    {
        var keyed = items.Select(item => (Key: key(item), Item: item)).ToList();
        run.Grow(keyed.Count);
        var order = Comparer<(object? Key, T Item)>.Create((a, b) => Compare(run, name, a.Key, b.Key));
        try
        {
            return [.. (isReversed ? keyed.OrderDescending(order) : keyed.Order(order)).Select(pair => pair.Item)];
        }
        catch (InvalidOperationException e) when (e.InnerException is ChatTemplateException cause)
        {
            // Sorting wraps what its comparer throws.
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    // UTF-16 orders surrogates, which stand for the highest characters, below U+E000 to U+FFFF.
    private static int CompareCodePoints(string a, string b)
    {
        var same = a.AsSpan().CommonPrefixLength(b);
        if (same == a.Length || same == b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        return Rank(a[same]).CompareTo(Rank(b[same]));

        static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
    }
}
