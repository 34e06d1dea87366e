using System.Diagnostics;

namespace Kiln.Architecture.Tests;

/// <summary>
/// The programs in the documents compile and run, as a user would paste them into a project that references the package Kiln. Those under
/// examples/ compile with them; they train for longer than a test may take.
/// </summary>
public class SnippetTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Programs_in_the_documents_compile_and_run()
    {
        var snippets = Snippets.All().ToList();
        snippets.ShouldNotBeEmpty("README.md shows no program");
        var folder = Path.Combine(Path.GetTempPath(), $"kiln-snippets-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            foreach (var snippet in snippets.Concat(Snippets.Examples()))
            {
                await File.WriteAllTextAsync(Path.Combine(folder, snippet.Name + ".cs"), Snippets.ToSource(snippet), TestContext.Current.CancellationToken);
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Snippets.ToProgram(snippets), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "snippets.csproj"), Project(), TestContext.Current.CancellationToken);
            await RunAsync(folder, "dotnet", "build", "--nologo", "--verbosity", "quiet", "--output", Path.Combine(folder, "out"), "-nodeReuse:false");
            await RunAsync(folder, "dotnet", Path.Combine(folder, "out", "snippets.dll"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The assemblies under test as files, and the namespaces that the package Kiln brings.
    private static string Project()
    {
        var libraries = Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
            .Where(file => Path.GetFileName(file) is var name && (name.StartsWith("Kiln.", StringComparison.Ordinal) || name is "Google.Protobuf.dll"
                or "System.Numerics.Tensors.dll" or "Microsoft.Extensions.Logging.Abstractions.dll"
                or "Microsoft.Extensions.DependencyInjection.Abstractions.dll")
                && !name.StartsWith("Kiln.Architecture", StringComparison.Ordinal) && !name.StartsWith("Kiln.Cli", StringComparison.Ordinal));
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <Optimize>true</Optimize>
                <NuGetAudit>false</NuGetAudit>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <Import Project="{Path.Combine(Repository.Root, "eng", "Kiln.Package", "buildTransitive", "Kiln.props")}" />
              <ItemGroup>
                {string.Join("\n    ", libraries.Select(file => $"<Reference Include=\"{file}\" />"))}
              </ItemGroup>
            </Project>
            """;
    }

    private static async Task RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // The test host's own settings must not leak into another SDK call.
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{await output}\n{await error}");
    }
}
