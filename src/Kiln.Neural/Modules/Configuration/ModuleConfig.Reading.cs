using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kiln.Neural;

public sealed partial class ModuleConfig
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal)
    {
        ModuleRegistry.TypeProperty, ModuleRuleFiles.Regularizers, ModuleRuleFiles.Constraints,
    };

    /// <summary>Reads an integer.</summary>
    /// <param name="name">The property.</param>
    /// <param name="minimum">The least it may be.</param>
    /// <param name="maximum">The most it may be.</param>
    /// <exception cref="FileFormatException">It is missing, not an integer or out of range.</exception>
    public int Int(string name, int minimum = 1, int maximum = int.MaxValue)
    {
        JsonNode node = Get(name);
        return node is JsonValue value && node.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out int number)
            && number >= minimum && number <= maximum
            ? number
            : throw Wrong(name, node, $"an integer from {minimum} to {maximum}");
    }

    /// <summary>Reads a finite number.</summary>
    /// <param name="name">The property.</param>
    /// <exception cref="FileFormatException">It is missing or not a number.</exception>
    public double Number(string name)
    {
        JsonNode node = Get(name);
        return node is JsonValue value && node.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out double number)
            && double.IsFinite(number)
            ? number
            : throw Wrong(name, node, "a number");
    }

    /// <summary>Reads a flag.</summary>
    /// <param name="name">The property.</param>
    /// <exception cref="FileFormatException">It is missing or neither true nor false.</exception>
    public bool Flag(string name)
    {
        JsonNode node = Get(name);
        return node.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(name, node, "true or false"),
        };
    }

    /// <summary>Reads a text.</summary>
    /// <param name="name">The property.</param>
    /// <exception cref="FileFormatException">It is missing or not a text.</exception>
    public string Text(string name)
    {
        JsonNode node = Get(name);
        return node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : throw Wrong(name, node, "a text");
    }

    /// <summary>Whether a property is there, where it may be missing.</summary>
    /// <param name="name">The property.</param>
    public bool Has(string name) => _json.ContainsKey(name);

    /// <summary>Whether a property is a text, where it may also be something else.</summary>
    /// <param name="name">The property.</param>
    /// <exception cref="FileFormatException">It is missing.</exception>
    public bool IsText(string name) => Get(name).GetValueKind() == JsonValueKind.String;

    /// <summary>Reads a fixed number of integers.</summary>
    /// <param name="name">The property.</param>
    /// <param name="count">How many there must be.</param>
    /// <param name="minimum">The least each may be.</param>
    /// <exception cref="FileFormatException">It is missing, not a list of that many integers, or one is too small.</exception>
    public int[] Ints(string name, int count, int minimum = 1)
    {
        JsonNode node = Get(name);
        return node is JsonArray array && array.Count == count ? Ints(name, array, minimum) : throw Wrong(name, node, $"a list of {count} integers");
    }

    /// <summary>Reads any number of integers.</summary>
    /// <param name="name">The property.</param>
    /// <param name="minimum">The least each may be.</param>
    /// <exception cref="FileFormatException">It is missing, not a list of integers, or one is too small.</exception>
    public int[] IntList(string name, int minimum = 1)
    {
        JsonNode node = Get(name);
        return node is JsonArray array ? Ints(name, array, minimum) : throw Wrong(name, node, "a list of integers");
    }

    /// <summary>Reads one of an enumeration's values by its name, in any letter case.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="name">The property.</param>
    /// <exception cref="FileFormatException">It is missing or no such name.</exception>
    public T Choice<T>(string name)
        where T : struct, Enum
    {
        string text = Text(name);
        foreach (T value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw Wrong(name, _json[name], $"one of {string.Join(", ", Enum.GetNames<T>())}");
    }

    /// <summary>Builds the submodule a property describes.</summary>
    /// <param name="name">The property.</param>
    /// <exception cref="FileFormatException">It is missing or describes no module.</exception>
    public Module Module(string name) => ModuleRegistry.Read(Get(name), $"{Place}.{name}");

    /// <summary>Builds the submodules a property describes.</summary>
    /// <param name="name">The property.</param>
    /// <exception cref="FileFormatException">It is missing, not a list, or an item describes no module.</exception>
    public Module[] Modules(string name)
    {
        JsonNode node = Get(name);
        if (node is not JsonArray array)
        {
            throw Wrong(name, node, "a list of modules");
        }

        var modules = new Module[array.Count];
        for (int i = 0; i < modules.Length; i++)
        {
            modules[i] = ModuleRegistry.Read(array[i], $"{Place}.{name}[{i}]");
        }

        return modules;
    }

    /// <summary>Refuses properties that nobody asked for: a typing mistake must not silently leave a default in place.</summary>
    internal void CheckAllRead()
    {
        foreach (var (name, _) in _json)
        {
            if (!_read.Contains(name))
            {
                throw new FileFormatException($"{Place}: unknown property '{Shorten(name)}'; known are {string.Join(", ", _read)}");
            }
        }
    }

    private int[] Ints(string name, JsonArray array, int minimum)
    {
        var values = new int[array.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (array[i] is not JsonValue value || value.GetValueKind() != JsonValueKind.Number || !value.TryGetValue(out values[i])
                || values[i] < minimum)
            {
                throw Wrong($"{name}[{i}]", array[i], $"an integer of at least {minimum}");
            }
        }

        return values;
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private JsonNode Get(string name)
    {
        _read.Add(name);
        return _json[name] ?? throw new FileFormatException($"{Place}: '{name}' is missing");
    }

    private FileFormatException Wrong(string name, JsonNode? node, string expected) =>
        new($"{Place}.{name}: expected {expected}, found {Shorten(node?.ToJsonString() ?? "null")}");
}
