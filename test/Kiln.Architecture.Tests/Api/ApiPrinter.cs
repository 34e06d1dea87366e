using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Kiln.Architecture.Tests;

/// <summary>
/// Prints what an assembly promises, a line for each public or protected member, sorted, so that a change of the promise is a change of
/// a line.
/// </summary>
internal static class ApiPrinter
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static string Print(Assembly assembly)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Type type in assembly.GetExportedTypes())
        {
            lines.Add(Header(type));
            foreach (string member in Members(type))
            {
                lines.Add(Name(type) + "." + member);
            }
        }

        return string.Join('\n', lines) + "\n";
    }

    private static string Header(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => IsReadOnly(type) ? "readonly struct" : "struct",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        IEnumerable<Type> bases = type.GetInterfaces().Where(i => i.IsPublic || i.IsNestedPublic);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
        {
            bases = bases.Except(parent.GetInterfaces()).Prepend(parent);
        }

        string list = type.IsEnum ? string.Empty : string.Join(", ", bases.Select(Name).Order(StringComparer.Ordinal));
        return $"{Name(type)} {kind}{(list.Length > 0 ? " : " + list : string.Empty)}{Constraints(type.GetGenericArguments())}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(f => $"{f.Name} = {System.Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
        }

        return type.GetConstructors(Declared).Where(IsPromised).Select(c => $"{Modifiers(c)}.ctor({Parameters(c)})")
            .Concat(type.GetMethods(Declared).Where(m => IsPromised(m) && !m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)).Select(Method))
            .Concat(type.GetProperties(Declared).Where(p => IsPromised(p.GetMethod) || IsPromised(p.SetMethod)).Select(Property))
            .Concat(type.GetEvents(Declared).Where(e => IsPromised(e.AddMethod)).Select(e => $"event {e.Name} -> {Name(e.EventHandlerType!)}"))
            .Concat(type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly).Select(Field));
    }

    private static string Method(MethodInfo method) =>
        $"{Modifiers(method)}{method.Name}{Generics(method.GetGenericArguments())}({Parameters(method)}) -> {Name(method.ReturnType)}"
        + (method.IsGenericMethod ? Constraints(method.GetGenericArguments()) : string.Empty);

    private static string Property(PropertyInfo property)
    {
        var accessors = new StringBuilder();
        if (IsPromised(property.GetMethod))
        {
            accessors.Append(" get;");
        }

        if (IsPromised(property.SetMethod))
        {
            bool init = property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
            accessors.Append(init ? " init;" : " set;");
        }

        string index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{Parameters(parameters)}]" : string.Empty;
        return $"{Modifiers(property.GetMethod ?? property.SetMethod!)}{property.Name}{index} {{{accessors} }} -> {Name(property.PropertyType)}";
    }

    private static string Field(FieldInfo field)
    {
        string modifiers = field.IsLiteral ? "const " : field.IsStatic ? field.IsInitOnly ? "static readonly " : "static " : string.Empty;
        string value = field.IsLiteral ? " = " + Value(field.GetRawConstantValue()) : string.Empty;
        return $"{modifiers}{field.Name} -> {Name(field.FieldType)}{value}";
    }

    private static bool IsPromised(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static string Modifiers(MethodBase method) =>
        (method.IsPublic ? string.Empty : "protected ")
        + (method.IsStatic ? "static " : string.Empty)
        + (method.DeclaringType!.IsInterface ? string.Empty
            : method.IsAbstract ? "abstract "
            : method is MethodInfo m && m.GetBaseDefinition() != m ? "override "
            : method is { IsVirtual: true, IsFinal: false } ? "virtual "
            : string.Empty);

    private static string Parameters(MethodBase method) => Parameters(method.GetParameters());

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(p =>
        (p.IsDefined(typeof(ParamArrayAttribute)) || p.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : string.Empty)
        + (p.ParameterType.IsByRef ? p.IsOut ? "out " : p.IsIn ? "in " : "ref " : string.Empty)
        + $"{Name(p.ParameterType)} {p.Name}"
        + (p.HasDefaultValue ? " = " + Value(p.RawDefaultValue) : string.Empty)));

    private static string Value(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        }

        if (type.IsPointer)
        {
            return Name(type.GetElementType()!) + "*";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }

        string name = type.Name;
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        int inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        string outer = type.DeclaringType is { } declaring ? Name(declaring) + "." : type.Namespace is { Length: > 0 } space ? space + "." : string.Empty;
        return outer + (tick < 0 ? name : name[..tick]) + Generics(type.GetGenericArguments()[inherited..]);
    }

    private static string Generics(Type[] arguments) =>
        arguments.Length == 0 ? string.Empty : "<" + string.Join(", ", arguments.Select(Name)) + ">";

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Where(a => a.IsGenericParameter).Select(a =>
    {
        IEnumerable<string> wanted = a.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(Name).Order(StringComparer.Ordinal);
        if (a.GenericParameterAttributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
        {
            wanted = wanted.Prepend("struct");
        }

        string list = string.Join(", ", wanted);
        return list.Length == 0 ? string.Empty : $" where {a.Name} : {list}";
    }));

    private static bool IsReadOnly(Type type) => type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false);
}
