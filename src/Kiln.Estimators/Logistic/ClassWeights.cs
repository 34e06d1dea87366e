using System.Globalization;

namespace Kiln.Estimators;

/// <summary>
/// How much the samples of each class count (scikit-learn: <c>class_weight</c>): balanced, so that every class counts the same in all, or given class by class. As
/// text: "balanced", or "spam:5, ham:1".
/// </summary>
public sealed class ClassWeights : IEquatable<ClassWeights>
{
    private readonly IReadOnlyList<(string Label, double Weight)>? _byClass;

    private ClassWeights(IReadOnlyList<(string Label, double Weight)>? byClass) => _byClass = byClass;

    /// <summary>samples / (classes · samples of the class).</summary>
    public static ClassWeights Balanced { get; } = new(null);

    /// <summary>Whether the weights follow from how frequent the classes are.</summary>
    public bool IsBalanced => _byClass is null;

    /// <summary>A weight for each class; a class that is not named counts 1.</summary>
    /// <param name="weights">Labels as text, and their weights, 0 or more.</param>
    /// <exception cref="ArgumentException">A weight is negative, or a label comes twice.</exception>
    public static ClassWeights Of(params ReadOnlySpan<(string Label, double Weight)> weights)
    {
        var list = weights.ToArray();
        foreach (var (label, weight) in list)
        {
            if (!(weight >= 0) || double.IsInfinity(weight))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"class_weight: the weight of '{label}' is {weight}; expected 0 or more"), nameof(weights));
            }
        }

        var twice = list.GroupBy(w => w.Label, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? new(list) : throw new ArgumentException($"class_weight: '{twice.Key}' comes twice", nameof(weights));
    }

    /// <summary>Reads "balanced" or "label:weight, label:weight".</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static ClassWeights Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Trim().Equals("balanced", StringComparison.OrdinalIgnoreCase))
        {
            return Balanced;
        }

        var pairs = text.Trim('{', '}', ' ').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var weights = new List<(string, double)>();
        foreach (var pair in pairs)
        {
            var colon = pair.LastIndexOf(':');
            if (colon <= 0 || !double.TryParse(pair[(colon + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var weight))
            {
                throw new ArgumentException($"class_weight: '{pair}' is no label with a weight; expected 'balanced' or such as 'spam:5, ham:1'", nameof(text));
            }

            weights.Add((pair[..colon].Trim().Trim('\'', '"'), weight));
        }

        return weights.Count > 0 ? Of([.. weights]) : throw new ArgumentException("class_weight: expected 'balanced' or such as 'spam:5, ham:1'", nameof(text));
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => _byClass is null
        ? "balanced"
        : string.Join(",", _byClass.Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Label}:{w.Weight:R}")));

    /// <inheritdoc/>
    public bool Equals(ClassWeights? other) => other is not null && (_byClass is null ? other._byClass is null : other._byClass is not null && _byClass.SequenceEqual(other._byClass));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassWeights);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The weight of each class.</summary>
    /// <param name="weights">What the user gave; null for 1 each.</param>
    /// <param name="owner">Who asks, for the error.</param>
    /// <param name="classes">The classes, ascending.</param>
    /// <param name="codes">The class of each sample.</param>
    /// <exception cref="DatasetException">A label that has a weight is no class of the data.</exception>
    internal static double[] Of(ClassWeights? weights, string owner, Target classes, int[] codes)
    {
        var result = new double[classes.Count];
        Array.Fill(result, 1);
        if (weights is null)
        {
            return result;
        }

        if (weights._byClass is null)
        {
            var counts = new int[classes.Count];
            foreach (var code in codes)
            {
                counts[code]++;
            }

            return Array.ConvertAll(counts, count => (double)codes.Length / ((double)classes.Count * count));
        }

        var labels = classes.Texts();
        foreach (var (label, weight) in weights._byClass)
        {
            var at = IndexOf(labels, label);
            result[at >= 0 ? at : throw new DatasetException($"{owner}: class_weight names the class '{label}'; {NearNames.Hint(label, [.. labels], "the classes are")}")] = weight;
        }

        return result;
    }

    private static int IndexOf(IReadOnlyList<string> labels, string label)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i] == label)
            {
                return i;
            }
        }

        return -1;
    }
}
