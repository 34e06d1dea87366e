using System.Globalization;
using System.Reflection;

namespace Kiln.Architecture.Tests;

/// <summary>Types and parameters as C# writes them, nullable annotations included.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
    };

    /// <summary>A type with its namespace and the types around it.</summary>
    public static string Full(Type type) =>
        (type.DeclaringType is { } outer ? Full(outer) + "." : type.Namespace is { } space ? space + "." : "") + Short(type)
        + (type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(argument => argument.Name))}>" : "");

    /// <summary>A type's own name, without its type parameters.</summary>
    public static string Short(Type type) => type.Name.Split('`')[0];

    /// <summary>A type where it is used.</summary>
    public static string Of(Type type) => Of(type, null);

    /// <summary>The type of a field.</summary>
    public static string Of(FieldInfo field) => Of(field.FieldType, new NullabilityInfoContext().Create(field));

    /// <summary>The type of a property.</summary>
    public static string Of(PropertyInfo property) => ByReference(property.PropertyType, property.GetMethod?.ReturnParameter) + Of(property.PropertyType, new NullabilityInfoContext().Create(property));

    /// <summary>The type of a parameter or a return value.</summary>
    public static string Of(ParameterInfo parameter) => ByReference(parameter.ParameterType, parameter) + Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    /// <summary>The parameters of a method or constructor.</summary>
    public static string Parameters(MethodBase method) => Parameters(method.GetParameters());

    /// <summary>Parameters with types, names and default values.</summary>
    public static string Parameters(IEnumerable<ParameterInfo> parameters) => string.Join(", ", parameters.Select(parameter =>
    {
        var variable = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.GetCustomAttributesData().Any(data => data.AttributeType.Name == "ParamCollectionAttribute") ? "params " : "";
        var value = parameter.HasDefaultValue ? " = " + DefaultOf(parameter) : "";
        return $"{variable}{Of(parameter)} {parameter.Name}{value}";
    }));

    /// <summary>The constraints of type parameters.</summary>
    public static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(argument =>
    {
        var flags = argument.GenericParameterAttributes;
        var constraints = new List<string>();
        if (flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
        {
            constraints.Add(argument.GetCustomAttributesData().Any(data => data.AttributeType.Name == "IsUnmanagedAttribute") ? "unmanaged" : "struct");
        }
        else if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            constraints.Add("class");
        }

        constraints.AddRange(argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(Of));
        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
        {
            constraints.Add("new()");
        }

        return constraints.Count == 0 ? "" : $" where {argument.Name} : {string.Join(", ", constraints)}";
    }));

    /// <summary>A constant as C# writes it.</summary>
    public static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text.Replace("\n", "\\n", StringComparison.Ordinal)}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string DefaultOf(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return parameter.RawDefaultValue is null ? parameter.ParameterType.IsValueType && type == parameter.ParameterType ? "default" : "null"
            : type.IsEnum ? $"{type.Name}.{Enum.ToObject(type, parameter.RawDefaultValue)}"
            : Literal(parameter.RawDefaultValue);
    }

    private static string ByReference(Type type, ParameterInfo? parameter) => !type.IsByRef ? ""
        : parameter is { IsOut: true } ? "out "
        : parameter?.GetCustomAttributesData().Any(data => data.AttributeType.Name is "IsReadOnlyAttribute" or "RequiresLocationAttribute") == true
            ? parameter.Position < 0 ? "ref readonly " : "in " : "ref ";

    private static string Of(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability?.ElementType ?? nullability);
        }

        var mark = nullability is { ReadState: NullabilityState.Nullable } && !type.IsValueType ? "?" : "";
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }

        if (type.IsPointer)
        {
            return Of(type.GetElementType()!, null) + "*";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Of(value) + "?";
        }

        if (s_keywords.TryGetValue(type, out var keyword))
        {
            return keyword + mark;
        }

        if (!type.IsGenericType)
        {
            return (type is { IsNested: true, IsGenericParameter: false } ? Short(type.DeclaringType!) + "." : "") + type.Name + mark;
        }

        var arguments = type.GetGenericArguments().Select((argument, index) =>
            Of(argument, nullability?.GenericTypeArguments is { Length: > 0 } inner && index < inner.Length ? inner[index] : null));
        return type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true
            ? $"({string.Join(", ", arguments)}){mark}"
            : $"{Short(type)}<{string.Join(", ", arguments)}>{mark}";
    }
}
