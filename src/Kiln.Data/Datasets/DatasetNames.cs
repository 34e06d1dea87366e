namespace Kiln.Data;

/// <summary>Checks the names of inputs and targets.</summary>
internal static class DatasetNames
{
    internal static void Check(IEnumerable<string> names, string what)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                throw new DatasetException($"dataset: an {what} has no name; give it that of the network's {(what == "input" ? "input" : "output")}".Replace("an target", "a target", StringComparison.Ordinal));
            }

            if (!seen.Add(name))
            {
                throw new DatasetException($"dataset: two {what}s have the name '{name}'; names must differ");
            }
        }

        if (seen.Count == 0)
        {
            throw new DatasetException($"dataset: there is no {what}; expected at least one");
        }
    }
}
