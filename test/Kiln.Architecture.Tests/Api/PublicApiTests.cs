using System.Reflection;

namespace Kiln.Architecture.Tests;

/// <summary>
/// What an assembly promises is a reviewed text file, PublicApi/ASSEMBLY.txt. Run with <c>KILN_UPDATE_API=1</c> to rewrite the files;
/// the diff is then part of the change.
/// </summary>
public class PublicApiTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "test", "Kiln.Architecture.Tests", "PublicApi");

    public static TheoryData<string> EachLibrary => [.. Repository.Assemblies.Where(name => name != "Kiln.Cli")];

    [Theory, MemberData(nameof(EachLibrary))]
    public void The_public_api_is_the_one_that_was_reviewed(string assembly)
    {
        var actual = ApiListing.Of(Assembly.Load(assembly));
        var file = Path.Combine(s_folder, assembly + ".txt");
        if (Environment.GetEnvironmentVariable("KILN_UPDATE_API") == "1")
        {
            File.WriteAllText(file, string.Join('\n', actual) + "\n");
            return;
        }

        var reviewed = File.Exists(file) ? File.ReadAllLines(file) : [];
        if (!actual.SequenceEqual(reviewed, StringComparer.Ordinal))
        {
            Assert.Fail($"""
                The public API of {assembly} is not the one in test/Kiln.Architecture.Tests/PublicApi/{assembly}.txt.
                Where the change is meant, rewrite the file and commit it with the change:
                    KILN_UPDATE_API=1 dotnet test --project test/Kiln.Architecture.Tests
                {string.Join('\n', Difference(reviewed, actual))}
                """);
        }
    }

    [Fact]
    public void The_command_promises_no_api() => Assembly.Load("Kiln.Cli").GetExportedTypes().ShouldBeEmpty();

    /// <summary>Lines removed and added, each with the type it stands in.</summary>
    private static IEnumerable<string> Difference(string[] reviewed, IReadOnlyList<string> actual)
    {
        var before = Qualified(reviewed);
        var after = Qualified(actual);
        return before.Except(after, StringComparer.Ordinal).Select(line => "- " + line)
            .Concat(after.Except(before, StringComparer.Ordinal).Select(line => "+ " + line));
    }

    private static List<string> Qualified(IEnumerable<string> lines)
    {
        var result = new List<string>();
        var type = "";
        foreach (var line in lines.Where(line => line.Length > 0))
        {
            var isMember = line[0] == ' ';
            type = isMember ? type : line;
            result.Add(isMember ? $"{type} {{ {line.Trim()} }}" : line);
        }

        return result;
    }
}
