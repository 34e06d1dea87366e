namespace Kiln.Neural;

/// <summary>Fills what fits of a network from a file.</summary>
internal static class PartialLoad
{
    internal static PartialLoadReport Run(Module module, SafeTensorsFile file, PartialLoadOptions options)
    {
        options.Validate();
        Dictionary<string, string> names = NamesByPath(file, options);
        var (loaded, missing, skipped) = (new List<KeyValuePair<string, Parameter>>(), new List<string>(), new List<string>());
        var mismatched = new List<WeightMismatch>();
        foreach ((string path, Parameter parameter) in module.NamedParameters())
        {
            if (options.Skips(path))
            {
                names.Remove(path);
                skipped.Add(path);
            }
            else if (!names.Remove(path, out string? name))
            {
                missing.Add(path);
            }
            else if (file.ShapeOf(name) != parameter.Shape || !WeightFiles.IsExact(file.DTypeOf(name), parameter.Value.DType))
            {
                mismatched.Add(new(path, name, file.ShapeOf(name), file.DTypeOf(name), parameter.Shape, parameter.Value.DType));
            }
            else
            {
                loaded.Add(new(name, parameter));
            }
        }

        // Read all before assigning any: an unreadable file must leave the network as it was.
        Tensor[] values = [.. loaded.Select(p => file.Load(p.Key).To(p.Value.Value.DType))];
        for (int i = 0; i < values.Length; i++)
        {
            loaded[i].Value.Assign(values[i]);
        }

        return new([.. loaded.Select(p => options.PathOf(p.Key))], missing, [.. names.Values.Order(StringComparer.Ordinal)], skipped, mismatched);
    }

    private static Dictionary<string, string> NamesByPath(SafeTensorsFile file, PartialLoadOptions options)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in file.Names)
        {
            string path = options.PathOf(name);
            if (!names.TryAdd(path, name))
            {
                throw new ArgumentException($"load weights: the prefixes make '{path}' of both '{names[path]}' and '{name}' of {file.Path}", nameof(options));
            }
        }

        return names;
    }
}
