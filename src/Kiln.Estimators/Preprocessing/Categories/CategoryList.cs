using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kiln.Estimators;

/// <summary>The categories of each feature, given by hand: for every feature its texts or its numbers, in the order of their codes.</summary>
public sealed class CategoryList : IEquatable<CategoryList>
{
    private readonly List<(string?[]? Texts, double[]? Numbers)> _features = [];

    /// <summary>How many features have their categories here.</summary>
    public int Count => _features.Count;

    /// <summary>Reads a JSON list of lists: <c>[["low", "high"], [1, 2, 3]]</c>.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="FormatException">It is no such list.</exception>
    public static CategoryList Parse(string json)
    {
        try
        {
            var list = new CategoryList();
            foreach (var feature in JsonNode.Parse(json) as JsonArray ?? [])
            {
                var values = feature as JsonArray ?? throw new FormatException($"categories: {json}: expected a list of lists");
                list = values.Any(value => value is null || value.GetValueKind() == JsonValueKind.Number)
                    && values.All(value => value is null || value.GetValueKind() == JsonValueKind.Number)
                    ? list.Add([.. values.Select(value => value is null ? double.NaN : (double)value)])
                    : list.Add([.. values.Select(value => (string?)value)]);
            }

            return list;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"categories: {json}: expected a JSON list of lists such as [[\"low\",\"high\"],[1,2]]", e);
        }
    }

    /// <summary>The list with one more feature, whose categories are texts.</summary>
    /// <param name="texts">The categories; null, if there, is the last and stands for a missing value.</param>
    public CategoryList Add(params string?[] texts) => With((texts, null));

    /// <summary>The list with one more feature, whose categories are numbers.</summary>
    /// <param name="numbers">The categories, ascending; NaN, if there, is the last and stands for a missing value.</param>
    public CategoryList Add(params double[] numbers) => With((null, numbers));

    /// <summary>The list as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => new JsonArray([.. _features.Select(feature => (JsonNode?)new JsonArray(feature.Texts is not null
        ? [.. feature.Texts.Select(text => (JsonNode?)text)]
        : [.. feature.Numbers!.Select(number => double.IsNaN(number) ? null : (JsonNode?)number)]))]).ToJsonString();

    /// <inheritdoc/>
    public bool Equals(CategoryList? other) => other is not null && other.ToString() == ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CategoryList);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The categories of a feature, checked; numbers are what those of the samples are.</summary>
    internal CategorySet Of(string owner, int feature, CategoryNumbers written)
    {
        var (texts, numbers) = _features[feature];
        if (numbers is not null)
        {
            for (var i = 1; i < numbers.Length; i++)
            {
                if (!(numbers[i] > numbers[i - 1]) && !(double.IsNaN(numbers[i]) && i == numbers.Length - 1))
                {
                    throw new ArgumentException($"{owner}: the categories of feature {feature} are numbers out of order; they ascend, with NaN last");
                }
            }

            return CategorySet.Of(numbers, written);
        }

        return Array.IndexOf(texts!, null) is var missing && (missing < 0 || missing == texts!.Length - 1)
            ? CategorySet.Of(texts!)
            : throw new ArgumentException($"{owner}: the missing value of feature {feature} is not the last of its categories");
    }

    private CategoryList With((string?[]?, double[]?) feature)
    {
        var list = new CategoryList();
        list._features.AddRange(_features);
        list._features.Add(feature);
        return list;
    }
}
