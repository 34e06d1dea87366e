using System.Text.RegularExpressions;

namespace Kiln.Architecture.Tests;

/// <summary>A relative link in a document leads to a file that exists.</summary>
public partial class LinkTests
{
    [Fact]
    public void Relative_links_in_documents_lead_somewhere()
    {
        var dead = from file in Repository.Files("", ".md")
                   from Match link in Link().Matches(File.ReadAllText(file))
                   let target = link.Groups[1].Value.Split('#')[0]
                   where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
                   let path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, target))
                   where !File.Exists(path) && !Directory.Exists(path)
                   select $"{Repository.Relative(file)} → {target}";
        dead.ShouldBeEmpty();
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
