namespace Kiln.Neural;

/// <summary>How <see cref="Module.LoadMatchingWeights"/> finds the tensor of a parameter.</summary>
/// <remarks>
/// A prefix is a path or the beginning of one up to a point: <c>layers.1</c> is a prefix of <c>layers.1.weight</c>, not of <c>layers.10.weight</c>. The empty one is a prefix of
/// every path.
/// </remarks>
public sealed record PartialLoadOptions
{
    /// <summary>
    /// What stands in front of a name in the file, and what takes its place in the network; the longest prefix that fits counts. <c>["backbone"] = ""</c> takes a
    /// prefix away, <c>[""] = "encoder"</c> puts one in front of all others. Empty by default.
    /// </summary>
    public IReadOnlyDictionary<string, string> Prefixes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Prefixes of the network's parameters that stay as they are, whatever the file holds: a new head, for instance. Empty by default.</summary>
    public IReadOnlyList<string> Skip { get; init; } = [];

    /// <summary>The network's path for a name in the file.</summary>
    internal string PathOf(string name)
    {
        string? best = null;
        foreach (string prefix in Prefixes.Keys)
        {
            if (Begins(name, prefix) && prefix.Length >= (best?.Length ?? 0))
            {
                best = prefix;
            }
        }

        if (best is null)
        {
            return name;
        }

        string rest = name[best.Length..].TrimStart('.');
        string replacement = Prefixes[best];
        return replacement.Length == 0 ? rest : rest.Length == 0 ? replacement : $"{replacement}.{rest}";
    }

    internal bool Skips(string path) => Skip.Any(prefix => Begins(path, prefix));

    internal void Validate()
    {
        foreach (string prefix in Prefixes.Keys.Concat(Prefixes.Values).Concat(Skip))
        {
            if (prefix is null || prefix.StartsWith('.') || prefix.EndsWith('.'))
            {
                throw new ArgumentException($"{nameof(PartialLoadOptions)}: '{prefix}' is not a prefix of a path; leave the point at its end or beginning away");
            }
        }
    }

    private static bool Begins(string path, string prefix) =>
        prefix.Length == 0 || (path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '.'));
}
