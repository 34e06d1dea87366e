namespace Kiln.Neural;

/// <summary>Whether a checkpoint belongs to this network and these options. Everything that differs is named at once.</summary>
internal static class RestoreChecks
{
    internal static void Settings(string path, IReadOnlyDictionary<string, string> saved, IReadOnlyDictionary<string, string> current)
    {
        var differences = new List<string>();
        foreach ((string name, string value) in current)
        {
            string before = saved.GetValueOrDefault(name, "(not recorded)");
            if (before != value)
            {
                differences.Add($"{name}: was {before}, is {value}");
            }
        }

        if (differences.Count > 0)
        {
            throw CheckpointException.At(
                path,
                $"the checkpoint '{path}' is of another run:\n  {string.Join("\n  ", differences)}\n"
                + "Resume with the options the run began with, or begin a new one in another folder.");
        }
    }

    internal static void Parameters(
        string path, IReadOnlyDictionary<string, Tensor> saved, IReadOnlyList<KeyValuePair<string, Parameter>> current)
    {
        var differences = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, Parameter parameter) in current)
        {
            known.Add(name);
            if (!saved.TryGetValue(name, out Tensor? tensor))
            {
                differences.Add($"{name}: missing in the checkpoint");
            }
            else if (tensor.Shape != parameter.Shape || tensor.DType != parameter.Value.DType)
            {
                differences.Add(
                    $"{name}: {tensor.DType.Name()} {tensor.Shape} in the checkpoint, {parameter.Value.DType.Name()} {parameter.Shape} in the network");
            }
        }

        differences.AddRange(saved.Keys.Where(name => !known.Contains(name)).Select(name => $"{name}: not in the network"));
        if (differences.Count > 0)
        {
            throw CheckpointException.At(
                path,
                $"the checkpoint '{path}' is of another network:\n  {string.Join("\n  ", differences)}\n"
                + "Build the network as it was, or begin a new run in another folder.");
        }
    }
}
