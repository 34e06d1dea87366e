using System.Text;
using System.Text.RegularExpressions;

namespace Kiln.Architecture.Tests;

/// <summary>One C# block of a document.</summary>
/// <param name="Document">The document, relative to the root.</param>
/// <param name="Line">The line its fence is on.</param>
/// <param name="Code">What stands between the fences.</param>
internal sealed record Snippet(string Document, int Line, string Code)
{
    /// <summary>A class name made of the place.</summary>
    public string Name => $"{string.Concat(Document.Select(c => char.IsLetterOrDigit(c) ? c : '_'))}_{Line}";
}

/// <summary>The C# blocks of the documents, and a program made of them.</summary>
internal static partial class Snippets
{
    /// <summary>
    /// Every block between <c>```csharp</c> and <c>```</c> in README.md, CONTRIBUTING.md and docs/. A block that is only part of a program is
    /// marked <c>```cs</c> instead and is not compiled.
    /// </summary>
    public static IEnumerable<Snippet> All()
    {
        var documents = Directory.GetFiles(Repository.Root, "*.md").Concat(Repository.Files("docs", ".md")).Order(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            var lines = File.ReadAllLines(document);
            for (var i = 0; i < lines.Length; i++)
            {
                if (lines[i].Trim() != "```csharp")
                {
                    continue;
                }

                var end = Array.FindIndex(lines, i + 1, line => line.Trim() == "```");
                yield return new Snippet(Repository.Relative(document), i + 1, string.Join('\n', lines[(i + 1)..end]));
                i = end;
            }
        }
    }

    /// <summary>The programs under examples/, without the <c>#:</c> lines that say how to build them.</summary>
    public static IEnumerable<Snippet> Examples() =>
        from file in Repository.Files("examples", ".cs").Order(StringComparer.Ordinal)
        let lines = File.ReadAllLines(file).Select(line => line.StartsWith("#:", StringComparison.Ordinal) ? "" : line)
        select new Snippet(Repository.Relative(file), 0, string.Join('\n', lines));

    /// <summary>
    /// One file per block, and a namespace: its <c>using</c> directives on top, its types beside, its statements in a method. Errors and stack
    /// traces name the document and the line, by <c>#line</c>.
    /// </summary>
    public static string ToSource(Snippet snippet)
    {
        var usings = new StringBuilder();
        var statements = new StringBuilder();
        var types = new StringBuilder();
        var target = statements;
        var number = snippet.Line;
        var inText = false; // between the quotes of a raw string, where a directive would be text
        foreach (var line in snippet.Code.Split('\n'))
        {
            number++;
            if (UsingDirective().IsMatch(line))
            {
                usings.AppendLine(line);
                continue;
            }

            // In a program, types follow the statements.
            target = TypeDeclaration().IsMatch(line) ? types : target;
            if (!inText)
            {
                target.AppendLine($"#line {number} \"{snippet.Document}\"");
            }

            target.AppendLine(line);
            inText ^= line.Split("\"\"\"").Length % 2 == 0;
        }

        return $$"""
            {{usings}}
            namespace Documents.{{snippet.Name}};

            internal static class Program
            {
                public static async System.Threading.Tasks.Task<int> RunAsync(string[] args)
                {
                    await System.Threading.Tasks.Task.CompletedTask;
            {{statements}}
            #line default
            #pragma warning disable CS0162 // a program may end in a return of its own
                    return 0;
                }
            }
            {{types}}
            """;
    }

    /// <summary>The program that runs every block in turn.</summary>
    public static string ToProgram(IEnumerable<Snippet> snippets) => string.Concat(snippets.Select(snippet =>
        $"Console.WriteLine(\"# {snippet.Document}:{snippet.Line}\");\nawait Documents.{snippet.Name}.Program.RunAsync([]);\n"));

    [GeneratedRegex(@"^using\s+(static\s+)?[\w.]+(\s*=\s*[\w.<>]+)?;")]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"^(public |internal |file |sealed |abstract |static |partial )*(class|record|struct|interface|enum) \w")]
    private static partial Regex TypeDeclaration();
}
