using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Kiln.Architecture.Tests;

/// <summary>Nothing under src/ is found by reflection: registration is written out, so trimming cannot lose it.</summary>
public class ReflectionTests
{
    private static readonly HashSet<string> s_forbidden = new(StringComparer.Ordinal)
    {
        "System.Reflection.Assembly.GetTypes", "System.Reflection.Assembly.GetExportedTypes", "System.Reflection.Assembly.get_DefinedTypes",
        "System.Reflection.Assembly.get_ExportedTypes", "System.Reflection.Assembly.Load", "System.Reflection.Assembly.LoadFrom",
        "System.AppDomain.GetAssemblies", "System.Activator.CreateInstance", "System.Type.GetType", "System.Type.GetProperties",
        "System.Type.GetFields", "System.Type.GetMethods", "System.Type.GetMethod", "System.Type.GetProperty", "System.Type.GetField",
        "System.Type.MakeGenericType", "System.Reflection.MethodInfo.MakeGenericMethod",
    };

    public static TheoryData<string> EachAssembly => Repository.EachAssembly;

    [Theory, MemberData(nameof(EachAssembly))]
    public void No_assembly_discovers_its_parts_by_reflection(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Repository.BinaryOf(assembly)));
        var metadata = file.GetMetadataReader();
        var calls = metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference && !IsGenericMethod(metadata, member))
            .Select(member =>
            {
                var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
                return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}";
            });
        calls.Where(s_forbidden.Contains).Distinct(StringComparer.Ordinal).ShouldBeEmpty("register explicitly, or generate the registration at build");
    }

    // The compiler writes `new T()` as Activator.CreateInstance<T>(), which is no discovery.
    private static bool IsGenericMethod(MetadataReader metadata, MemberReference member) =>
        member.GetKind() == MemberReferenceKind.Method && metadata.GetBlobReader(member.Signature).ReadSignatureHeader().IsGeneric;
}
