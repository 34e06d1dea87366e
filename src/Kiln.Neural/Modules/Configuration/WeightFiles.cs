namespace Kiln.Neural;

/// <summary>The parameters of a module in a safetensors file, by path.</summary>
internal static class WeightFiles
{
    internal static void Save(Module module, string path, IEnumerable<KeyValuePair<string, string>>? metadata = null) =>
        SafeTensors.Save(path, module.NamedParameters().Select(p => KeyValuePair.Create(p.Key, p.Value.Value.Detach())), metadata);

    /// <summary>Reads every parameter, or none: all names and shapes are compared before the first is assigned.</summary>
    internal static void Load(Module module, SafeTensorsFile file)
    {
        var parameters = module.NamedParameters().ToList();
        var wanted = new HashSet<string>(parameters.Select(p => p.Key), StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var (path, parameter) in parameters)
        {
            if (!file.Contains(path))
            {
                problems.Add($"missing: {path} {parameter.Shape}");
            }
            else if (file.ShapeOf(path) != parameter.Shape)
            {
                problems.Add($"shape: {path} is {file.ShapeOf(path)} in the file, {parameter.Shape} in the network");
            }
            else if (!IsExact(file.DTypeOf(path), parameter.Value.DType))
            {
                problems.Add($"type: {path} is {file.DTypeOf(path).Name()} in the file, {parameter.Value.DType.Name()} in the network");
            }
        }

        problems.AddRange(file.Names.Where(name => !wanted.Contains(name)).Select(name => $"unexpected: {name} {file.ShapeOf(name)}"));
        if (problems.Count > 0)
        {
            throw new FileFormatException(file.Path, Explain(problems));
        }

        // Read all before assigning any: an unreadable file must leave the network as it was.
        Tensor[] values = [.. parameters.Select(p => file.Load(p.Key).To(p.Value.Value.DType))];
        for (int i = 0; i < values.Length; i++)
        {
            parameters[i].Value.Assign(values[i]);
        }
    }

    /// <summary>Whether every value of one type is a value of the other: 16-bit weights may fill a float32 network, not the other way round.</summary>
    internal static bool IsExact(DType from, DType to) =>
        from == to || (to, from) is (DType.Float32, DType.Float16 or DType.BFloat16) or (DType.Float64, DType.Float16 or DType.BFloat16 or DType.Float32);

    private static string Explain(List<string> problems)
    {
        const int most = 100;
        string more = problems.Count > most ? $"\n  and {problems.Count - most} more" : string.Empty;
        return $"the file's tensors are not the network's parameters:\n  {string.Join("\n  ", problems.Take(most))}{more}";
    }
}
