using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kiln.Tokenizers;

/// <summary>
/// What templates compute with: null, bool, long, double, string, <see cref="TemplateList"/>, <see cref="TemplateDict"/>,
/// <see cref="TemplateUndefined"/> and things that can be called. This makes them of a program's objects.
/// </summary>
internal static class TemplateValues
{
    private const int MaxDepth = 128;

    /// <summary>The value, and into <paramref name="size"/> how many characters and elements it holds.</summary>
    public static object? From(object? value, ref long size, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            throw new ArgumentException($"a variable of a chat template nests more than {MaxDepth} levels deep, or holds itself");
        }

        size++;
        switch (value)
        {
            case null or bool or double or long:
                return value;
            case string text:
                size += text.Length;
                return text;
            case char c:
                return c.ToString();
            case int or short or byte or sbyte or ushort or uint:
                return Convert.ToInt64(value, CultureInfo.InvariantCulture);
            case float or decimal or Half:
                return value is Half half ? (double)half : Convert.ToDouble(value, CultureInfo.InvariantCulture);
            case ChatMessage message:
                return FromMessage(message, ref size, depth);
            case JsonElement element:
                return FromJson(element, ref size, depth);
            case JsonNode node:
                return FromNode(node, ref size, depth);
            case IReadOnlyDictionary<string, object?> map:
                var dict = new TemplateDict();
                foreach (var (key, item) in map)
                {
                    size += key.Length;
                    dict.Items[key] = From(item, ref size, depth + 1);
                }

                return dict;
            case IDictionary map:
                dict = new TemplateDict();
                foreach (DictionaryEntry entry in map)
                {
                    dict.Items[TemplateDict.Key(From(entry.Key, ref size, depth + 1)!)] = From(entry.Value, ref size, depth + 1);
                }

                return dict;
            case IEnumerable items:
                var list = new List<object?>();
                foreach (var item in items)
                {
                    list.Add(From(item, ref size, depth + 1));
                }

                return new TemplateList(list);
            default:
                throw new ArgumentException(
                    $"a variable of a chat template is a {value.GetType().Name}; strings, numbers, booleans, null, lists, dictionaries with string keys, "
                    + "ChatMessage and JSON are expected");
        }
    }

    private static TemplateDict FromMessage(ChatMessage message, ref long size, int depth)
    {
        var dict = new TemplateDict();
        dict.Items["role"] = message.Role;
        dict.Items["content"] = message.Content;
        size += message.Role.Length + (message.Content?.Length ?? 0);
        foreach (var (key, item) in message.Properties ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            dict.Items[key] = From(item, ref size, depth + 1);
        }

        return dict;
    }

    private static object? FromJson(JsonElement element, ref long size, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var dict = new TemplateDict();
                foreach (var property in element.EnumerateObject())
                {
                    size += property.Name.Length;
                    dict.Items[property.Name] = From(property.Value, ref size, depth + 1);
                }

                return dict;
            case JsonValueKind.Array:
                var list = new List<object?>(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                {
                    list.Add(From(item, ref size, depth + 1));
                }

                return new TemplateList(list);
            case JsonValueKind.String:
                var text = element.GetString()!;
                size += text.Length;
                return text;
            case JsonValueKind.Number:
                return FromNumber(element.GetRawText());
            case JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            default:
                return null;
        }
    }

    private static object? FromNode(JsonNode node, ref long size, int depth)
    {
        switch (node)
        {
            case JsonObject map:
                var dict = new TemplateDict();
                foreach (var (key, item) in map)
                {
                    size += key.Length;
                    dict.Items[key] = From(item, ref size, depth + 1);
                }

                return dict;
            case JsonArray items:
                var list = new List<object?>(items.Count);
                foreach (var item in items)
                {
                    list.Add(From(item, ref size, depth + 1));
                }

                return new TemplateList(list);
            default:
                using (var document = JsonDocument.Parse(node.ToJsonString()))
                {
                    return FromJson(document.RootElement, ref size, depth);
                }
        }
    }

    // 3 is an integer and 3.0 is none, as Python's reader has it.
    private static object FromNumber(string text) =>
        text.AsSpan().ContainsAny('.', 'e', 'E') || !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? (object)double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : integer;

    /// <summary>The name of a value's type in the language of templates.</summary>
    public static string TypeName(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        long => "int",
        double => "float",
        string => "str",
        TemplateList list => list.Kind switch
        {
            TemplateListKind.List => "list",
            TemplateListKind.Tuple => "tuple",
            TemplateListKind.View => "dict view",
            _ => "generator",
        },
        TemplateDict => "dict",
        TemplateUndefined => "Undefined",
        TemplateNamespace => "Namespace",
        TemplateLoop => "LoopContext",
        TemplateMacro => "Macro",
        TemplateCallable => "function",
        _ => value.GetType().Name,
    };

    /// <summary>What counts as true.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null or TemplateUndefined => false,
        bool b => b,
        long n => n != 0,
        double d => d != 0,
        string s => s.Length > 0,
        TemplateList list => list.Kind == TemplateListKind.Generator || list.Items.Count > 0,
        TemplateDict dict => dict.Items.Count > 0,
        _ => true,
    };
}
