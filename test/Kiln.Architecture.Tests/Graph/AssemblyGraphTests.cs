using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Kiln.Architecture.Tests;

/// <summary>Dependencies point downwards only, in the project files and in what the compiler really wrote.</summary>
public class AssemblyGraphTests
{
    public static TheoryData<string> EachAssembly => Repository.EachAssembly;

    [Fact]
    public void Every_assembly_is_part_of_the_design() =>
        Repository.Assemblies.Where(name => !House.Knows(name)).ShouldBeEmpty(
            "an assembly that the design does not name: add a decision record, then a line in Graph/House.cs");

    [Fact]
    public void Every_assembly_has_a_test_project()
    {
        var missing = Repository.Assemblies.Where(name => !File.Exists(Path.Combine(Repository.Root, "test", name + ".Tests", name + ".Tests.csproj")));
        missing.ShouldBeEmpty("these assemblies have no test/NAME.Tests project");
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var listed = XDocument.Load(Path.Combine(Repository.Root, "Kiln.slnx")).Descendants("Project")
            .Select(project => project.Attribute("Path")!.Value).ToHashSet(StringComparer.Ordinal);
        var present = Repository.Files("src", ".csproj").Concat(Repository.Files("test", ".csproj")).Select(Repository.Relative);
        present.Where(project => !listed.Contains(project)).ShouldBeEmpty("these projects are not in Kiln.slnx, so `dotnet test` would skip them");
    }

    [Theory, MemberData(nameof(EachAssembly))]
    public void A_project_references_only_what_stands_below_it(string assembly)
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src", assembly, assembly + ".csproj"));
        var references = project.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        references.Except(House.Below(assembly)).ShouldBeEmpty($"{assembly} may only reference: {string.Join(", ", House.Below(assembly))}");

        var packages = project.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value);
        packages.Except(House.Packages(assembly)).ShouldBeEmpty($"{assembly} may only take the packages listed in Graph/House.cs");
    }

    [Theory, MemberData(nameof(EachAssembly))]
    public void The_compiled_assembly_references_only_what_stands_below_it(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Repository.BinaryOf(assembly)));
        var metadata = file.GetMetadataReader();
        var kiln = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(name => name.StartsWith("Kiln.", StringComparison.Ordinal));
        kiln.Except(House.Below(assembly)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(EachAssembly))]
    public void An_assembly_has_one_root_namespace_and_few_below_it(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Repository.BinaryOf(assembly)));
        var metadata = file.GetMetadataReader();
        var namespaces = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(type => !type.IsNested && type.GetCustomAttributes().All(attribute => !IsCompilerGenerated(metadata, attribute)))
            .Select(type => (Namespace: metadata.GetString(type.Namespace), Name: metadata.GetString(type.Name)))
            .Where(type => type.Name[0] != '<' && type.Name is not "Program" && !type.Namespace.StartsWith("System.", StringComparison.Ordinal)
                && !type.Namespace.StartsWith("Microsoft.", StringComparison.Ordinal))
            .Select(type => type.Namespace).Distinct(StringComparer.Ordinal).ToList();

        namespaces.Where(name => name != assembly && !name.StartsWith(assembly + ".", StringComparison.Ordinal))
            .ShouldBeEmpty($"every type of {assembly} lives in the namespace {assembly}, whatever folder its file is in");
        namespaces.Count.ShouldBeLessThanOrEqualTo(3);
    }

    private static bool IsCompilerGenerated(MetadataReader metadata, CustomAttributeHandle handle)
    {
        var constructor = metadata.GetCustomAttribute(handle).Constructor;
        if (constructor.Kind != HandleKind.MemberReference)
        {
            return false;
        }

        var parent = metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent;
        return parent.Kind == HandleKind.TypeReference
            && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name) is "CompilerGeneratedAttribute" or "EmbeddedAttribute";
    }
}
