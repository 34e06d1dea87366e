using System.Reflection;

namespace Kiln.Architecture.Tests;

/// <summary>The public API of each library equals the reviewed list in PublicApi/; a change of it has to be meant.</summary>
public class PublicApiTests
{
    public static TheoryData<string> Libraries => [.. Repository.Assemblies.Where(name => name != "Kiln.Cli")];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Public_api_equals_the_reviewed_list(string assembly)
    {
        string actual = ApiPrinter.Print(Assembly.LoadFrom(Repository.BinaryOf(assembly)));
        string path = Path.Combine(Repository.Root, "test", "Kiln.Architecture.Tests", "PublicApi", assembly + ".txt");
        if (Environment.GetEnvironmentVariable("KILN_UPDATE_API") == "1")
        {
            File.WriteAllText(path, actual);
        }

        string[] expected = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] lines = actual.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] removed = [.. expected.Except(lines).Select(line => "- " + line)];
        string[] added = [.. lines.Except(expected).Select(line => "+ " + line)];
        if (removed.Length + added.Length > 0)
        {
            Assert.Fail(
                $"The public API of {assembly} is not the reviewed one. If the change is meant, rewrite the list with\n"
                + "    KILN_UPDATE_API=1 dotnet test --project test/Kiln.Architecture.Tests\n"
                + $"and review its diff.\n{string.Join('\n', [.. removed.Take(40), .. added.Take(40)])}");
        }
    }
}
