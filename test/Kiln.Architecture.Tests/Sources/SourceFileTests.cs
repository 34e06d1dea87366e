using System.Text.RegularExpressions;

namespace Kiln.Architecture.Tests;

/// <summary>What every file of the tree has in common.</summary>
public partial class SourceFileTests
{
    private static readonly string[] s_textFiles =
        [".cs", ".csproj", ".props", ".targets", ".md", ".txt", ".json", ".yml", ".sh", ".py", ".cmd", ".slnx", ".xml", ".html", ""];

    [Fact]
    public void No_file_is_longer_than_800_lines()
    {
        var tooLong = SourceFiles().Where(file => !IsGenerated(file)).Select(file => (File: Repository.Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > 800).Select(file => $"{file.File}: {file.Lines} lines");
        tooLong.ShouldBeEmpty("a file holds one idea: look for the seam (400 lines is already a reason to)");
    }

    [Fact]
    public void No_file_names_a_path_of_the_machine_it_was_written_on()
    {
        var found = from file in Repository.Files("", s_textFiles)
                    where new FileInfo(file).Length < 1_000_000
                    from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
                    where MachinePath().IsMatch(line.Text)
                    select $"{Repository.Relative(file)}:{line.Number}: {line.Text.Trim()}";
        found.ShouldBeEmpty();
    }

    [Fact]
    public void A_source_file_starts_with_code_and_documents_its_types()
    {
        var wrong = new List<string>();
        foreach (var file in Repository.Files("src", ".cs").Where(file => !IsGenerated(file)))
        {
            var lines = File.ReadAllLines(file);
            var first = lines.FirstOrDefault(line => line.Trim().Length > 0) ?? "";
            if (first.Contains("Copyright", StringComparison.OrdinalIgnoreCase) || first.Contains("License", StringComparison.OrdinalIgnoreCase))
            {
                wrong.Add($"{Repository.Relative(file)}: has a license header; LICENSE covers every file");
            }

            // A part of a type is documented where the type is.
            if (lines.Any(line => TypeDeclaration().IsMatch(line) && !line.Contains(" partial ", StringComparison.Ordinal)) && !lines.Any(line => line.Contains("/// <", StringComparison.Ordinal)))
            {
                wrong.Add($"{Repository.Relative(file)}: declares a type and says nowhere what it is for");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Folders_are_not_namespaces()
    {
        var wrong = from file in Repository.Files("src", ".cs")
                    let project = Repository.Relative(file).Split('/')[1]
                    from line in File.ReadLines(file)
                    let match = NamespaceDeclaration().Match(line)
                    where match.Success && match.Groups[1].Value != project && match.Groups[1].Value.Count(c => c == '.') > 2
                    select $"{Repository.Relative(file)}: {line}";
        wrong.ShouldBeEmpty();
    }

    private static IEnumerable<string> SourceFiles() =>
        new[] { "src", "test", "bench", "examples", "eng" }.SelectMany(folder => Repository.Files(folder, ".cs", ".py", ".sh"));

    private static bool IsGenerated(string file) =>
        file.EndsWith(".g.cs", StringComparison.Ordinal) || Repository.Relative(file).Contains("/Generated/", StringComparison.Ordinal);

    // Written with a class around the slashes' neighbours so that this file does not match itself.
    [GeneratedRegex(@"(^|[^A-Za-z0-9_.\]\)])/(work|farm|root|tmp/(kiln|bash_jobs))/|[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"^(public|internal|file)?\s*((abstract|sealed|static|readonly|ref|unsafe|partial)\s+)*(class|struct|record|interface|enum)\s+\w")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^namespace\s+([\w.]+)")]
    private static partial Regex NamespaceDeclaration();
}
