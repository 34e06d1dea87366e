namespace Kiln.Data;

/// <summary>Finds the class folders among the names of picture files, and puts both in order.</summary>
internal static class PictureClasses
{
    /// <summary>The pictures within a folder, by class and name: their numbers, their labels, the names of the classes.</summary>
    internal static (int[] Order, int[] Labels, IReadOnlyList<string> ClassNames) Sort(PictureFiles files, string within)
    {
        var prefix = within.Trim('/');
        prefix = prefix.Length == 0 ? "" : prefix + "/";
        var found = new List<(string Class, string Name, int Index)>();
        for (var i = 0; i < files.Names.Count; i++)
        {
            var name = files.Names[i];
            var slash = name.Length > prefix.Length ? name.IndexOf('/', prefix.Length) : -1;
            if (slash > 0 && name.StartsWith(prefix, StringComparison.Ordinal))
            {
                found.Add((name[prefix.Length..slash], name, i));
            }
        }

        if (found.Count == 0)
        {
            var seen = files.Names.Count == 0 ? "it holds no pictures at all" : $"the first of its {files.Names.Count} pictures is '{files.Names.Min(StringComparer.Ordinal)}'";
            throw new DatasetException(
                $"{files.Source}: no pictures like {prefix}CLASS/NAME.jpg (or .jpeg, .png); {seen}. Put each class in a folder of its own, or say with "
                + "ImageFolderOptions.Within in which folder the classes are");
        }

        found.Sort((a, b) => CodePointComparer.Instance.Compare(a.Class, b.Class) is var byClass and not 0 ? byClass
            : CodePointComparer.Instance.Compare(a.Name, b.Name) is var byName and not 0 ? byName : a.Index.CompareTo(b.Index));
        var names = new List<string>();
        var labels = new int[found.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            if (names.Count == 0 || names[^1] != found[i].Class)
            {
                names.Add(found[i].Class);
            }

            labels[i] = names.Count - 1;
        }

        return ([.. found.Select(f => f.Index)], labels, names);
    }
}
