using System.Reflection;
using System.Runtime.CompilerServices;

namespace Kiln.Architecture.Tests;

/// <summary>Writes down what other assemblies can use of one: a line per type, an indented line per member, sorted.</summary>
internal static class ApiListing
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The lines of the listing.</summary>
    public static IReadOnlyList<string> Of(Assembly assembly)
    {
        var lines = new List<string>();
        foreach (var type in assembly.GetExportedTypes().OrderBy(ApiNames.Full, StringComparer.Ordinal))
        {
            lines.Add(Header(type));
            lines.AddRange(Members(type).Order(StringComparer.Ordinal).Select(member => "    " + member));
        }

        return lines;
    }

    private static string Header(Type type)
    {
        if (type.IsEnum)
        {
            return $"enum {ApiNames.Full(type)}";
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"delegate {ApiNames.Of(invoke.ReturnParameter)} {ApiNames.Full(type)}({ApiNames.Parameters(invoke)})";
        }

        var kind = type.IsInterface ? "interface"
            : type.IsValueType ? (IsReadOnly(type) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + "struct"
            : (type.IsAbstract ? type.IsSealed ? "static " : "abstract " : type.IsSealed ? "sealed " : "") + (IsRecord(type) ? "record" : "class");
        var parents = new List<string>();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            parents.Add(ApiNames.Of(parent));
        }

        var inherited = type.BaseType?.GetInterfaces() ?? [];
        parents.AddRange(type.GetInterfaces().Where(face => face.IsVisible).Except(inherited).Select(ApiNames.Of).Order(StringComparer.Ordinal));
        return $"{kind} {ApiNames.Full(type)}{(parents.Count == 0 ? "" : " : " + string.Join(", ", parents))}{ApiNames.Constraints(type.GetGenericArguments())}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {field.GetRawConstantValue()}");
        }

        return type.GetFields(Declared).Where(field => Visible(field.Attributes) && !IsGenerated(field)).Select(Field)
            .Concat(type.GetConstructors(Declared).Where(Visible).Select(constructor => $"{Access(constructor)}{ApiNames.Short(type)}({ApiNames.Parameters(constructor)})"))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(Visible) && !IsGenerated(property)).Select(Property))
            .Concat(type.GetEvents(Declared).Where(found => Visible(found.AddMethod!)).Select(found => $"event {ApiNames.Of(found.EventHandlerType!)} {found.Name}"))
            .Concat(type.GetMethods(Declared).Where(method => Visible(method) && !IsAccessor(method) && !IsGenerated(method)).Select(Method));
    }

    private static string Field(FieldInfo field)
    {
        var kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        var value = field.IsLiteral ? " = " + ApiNames.Literal(field.GetRawConstantValue()) : "";
        return $"{(field.IsPublic ? "" : "protected ")}{kind}{ApiNames.Of(field)} {field.Name}{value}";
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(Visible).ToList();
        var widest = accessors.OrderByDescending(accessor => accessor.IsPublic).First();
        string Accessor(MethodInfo accessor)
        {
            var name = accessor == property.GetMethod ? "get"
                : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init" : "set";
            return (accessor.IsPublic == widest.IsPublic ? "" : "protected ") + name + ";";
        }

        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"this[{ApiNames.Parameters(parameters)}]" : property.Name;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Access(widest)}{Inheritance(widest)}{required}{ApiNames.Of(property)} {index} {{ {string.Join(' ', accessors.Select(Accessor))} }}";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        var constraints = method.IsGenericMethod ? ApiNames.Constraints(method.GetGenericArguments()) : "";
        return $"{Access(method)}{Inheritance(method)}{ApiNames.Of(method.ReturnParameter)} {method.Name}{generic}({extension}{ApiNames.Parameters(method)}){constraints}";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Inheritance(MethodInfo method) =>
        method.IsStatic ? method.IsAbstract ? "static abstract " : "static "
        : method.DeclaringType!.IsInterface ? ""
        : method.IsAbstract ? "abstract "
        : method.GetBaseDefinition() != method ? method.IsFinal ? "sealed override " : "override "
        : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool Visible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    // What the compiler adds to records; a record's own members are listed.
    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.Name.Contains('<', StringComparison.Ordinal);

    private static bool IsReadOnly(Type type) => type.IsDefined(typeof(IsReadOnlyAttribute));

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;
}
