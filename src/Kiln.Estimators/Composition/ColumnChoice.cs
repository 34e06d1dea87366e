using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kiln.Estimators;

/// <summary>Which columns a part of a <see cref="ColumnTransformer"/> takes: by name, by number, by kind or by a pattern of names. Names and numbers convert by themselves.</summary>
public sealed class ColumnChoice : IEquatable<ColumnChoice>
{
    private const string Pattern = "matching ";

    private readonly string _text;
    private readonly Func<string, Features, int[]> _find;

    private ColumnChoice(string text, Func<string, Features, int[]> find) => (_text, _find) = (text, find);

    /// <summary>All columns.</summary>
    public static ColumnChoice All { get; } = new("all", (_, x) => [.. Enumerable.Range(0, x.Columns)]);

    /// <summary>The columns that hold numbers.</summary>
    public static ColumnChoice Numbers { get; } = new("numbers", (_, x) => [.. Enumerable.Range(0, x.Columns).Where(c => x.Kind != FeaturesKind.Table || x.Table!.Columns[c] is NumberColumn)]);

    /// <summary>The columns that hold text.</summary>
    public static ColumnChoice Text { get; } = new("text", (_, x) => [.. Enumerable.Range(0, x.Columns).Where(c => x.Kind == FeaturesKind.Table && x.Table!.Columns[c] is TextColumn)]);

    /// <summary>The columns of some names.</summary>
    /// <param name="names">The names.</param>
    public static ColumnChoice Named(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new(new JsonArray([.. names.Select(name => (JsonNode?)JsonValue.Create(name))]).ToJsonString(), (owner, x) => Array.ConvertAll(names, name => PlaceOf(owner, x, name)));
    }

    /// <summary>The columns of some numbers, counted from 0; negative ones from the end.</summary>
    /// <param name="places">The numbers.</param>
    public static ColumnChoice At(params int[] places)
    {
        ArgumentNullException.ThrowIfNull(places);
        return new(new JsonArray([.. places.Select(place => (JsonNode?)JsonValue.Create(place))]).ToJsonString(), (owner, x) => Array.ConvertAll(places, place =>
            place >= -x.Columns && place < x.Columns
                ? place < 0 ? place + x.Columns : place
                : throw new DatasetException($"{owner}: there is no column {place} among {x.Columns}")));
    }

    /// <summary>The columns whose name a regular expression finds.</summary>
    /// <param name="pattern">The expression.</param>
    /// <exception cref="ArgumentException">It is not a valid expression.</exception>
    public static ColumnChoice Matching(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var expression = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return new(Pattern + pattern, (owner, x) =>
        {
            var names = x.Names ?? throw new DatasetException($"{owner}: columns were chosen by the pattern '{pattern}' of their names, but the features have no names");
            return [.. Enumerable.Range(0, names.Count).Where(c => expression.IsMatch(names[c]))];
        });
    }

    /// <summary>One column by its name.</summary>
    /// <param name="name">The name.</param>
    public static implicit operator ColumnChoice(string name) => Named(name);

    /// <summary>Columns by their names.</summary>
    /// <param name="names">The names.</param>
    public static implicit operator ColumnChoice(string[] names) => Named(names);

    /// <summary>One column by its number.</summary>
    /// <param name="place">The number, from 0.</param>
    public static implicit operator ColumnChoice(int place) => At(place);

    /// <summary>Columns by their numbers.</summary>
    /// <param name="places">The numbers, from 0.</param>
    public static implicit operator ColumnChoice(int[] places) => At(places);

    /// <summary>Reads what <see cref="ToString"/> writes: "all", "numbers", "text", "matching ^x", ["a","b"] or [0,1].</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static ColumnChoice Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return text switch
            {
                "all" => All,
                "numbers" => Numbers,
                "text" => Text,
                _ when text.StartsWith(Pattern, StringComparison.Ordinal) => Matching(text[Pattern.Length..]),
                _ when JsonNode.Parse(text) is JsonArray list => list.Count > 0 && list[0] is JsonValue first && first.TryGetValue<int>(out _)
                    ? At([.. list.Select(item => (int)item!)])
                    : Named([.. list.Select(item => (string)item!)]),
                _ => throw new FormatException(Expected(text)),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException(Expected(text), e);
        }
    }

    /// <summary>The numbers of the chosen columns.</summary>
    /// <param name="owner">Who asks, for the error.</param>
    /// <param name="x">The features.</param>
    /// <exception cref="DatasetException">There is no such column; the message lists the near names.</exception>
    public int[] Find(string owner, Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return _find(owner, x);
    }

    /// <summary>The choice as text, for files and messages.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(ColumnChoice? other) => other is not null && other._text == _text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ColumnChoice);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    private static int PlaceOf(string owner, Features x, string name)
    {
        var names = x.Names ?? throw new DatasetException($"{owner}: column '{name}' was chosen by its name, but the features have no names; choose by number, or give a table");
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        throw new DatasetException($"{owner}: there is no column '{name}'; {NearNames.Hint(name, [.. names], "the columns are")}");
    }

    private static string Expected(string text) => string.Create(CultureInfo.InvariantCulture,
        $"'{text}' chooses no columns; expected all, numbers, text, matching PATTERN, [\"name\", …] or [0, 1, …]");
}
