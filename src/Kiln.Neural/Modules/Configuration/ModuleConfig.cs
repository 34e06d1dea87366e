using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Kiln.Neural;

/// <summary>
/// What a module needs beside its parameters to be built again: named numbers, texts, choices and submodules, an object of
/// <c>config.json</c>. A module writes it in <see cref="Module.Configure"/>; the function it is registered with in
/// <see cref="ModuleRegistry"/> reads it.
/// </summary>
/// <remarks>Reading checks: what is missing, of another kind or out of range is a <see cref="FileFormatException"/> naming the place.</remarks>
public sealed partial class ModuleConfig
{
    private readonly JsonObject _json;
    private readonly HashSet<Module>? _written;

    internal ModuleConfig(JsonObject json, string place, HashSet<Module>? written = null)
    {
        _json = json;
        Place = place;
        _written = written;
    }

    /// <summary>Where in the file this object stands, for messages: <c>module.layers[3]</c>.</summary>
    public string Place { get; }

    /// <summary>Writes an integer.</summary>
    /// <param name="name">The property, in snake case.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This object, for the next.</returns>
    public ModuleConfig Set(string name, int value) => Put(name, JsonValue.Create(value));

    /// <summary>Writes a number.</summary>
    /// <param name="name">The property, in snake case.</param>
    /// <param name="value">Its value; finite.</param>
    /// <returns>This object, for the next.</returns>
    public ModuleConfig Set(string name, double value) => Put(name, JsonValue.Create(value));

    /// <summary>Writes a flag.</summary>
    /// <param name="name">The property, in snake case.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This object, for the next.</returns>
    public ModuleConfig Set(string name, bool value) => Put(name, JsonValue.Create(value));

    /// <summary>Writes a text.</summary>
    /// <param name="name">The property, in snake case.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This object, for the next.</returns>
    public ModuleConfig Set(string name, string value) => Put(name, JsonValue.Create(value));

    /// <summary>Writes integers.</summary>
    /// <param name="name">The property, in snake case.</param>
    /// <param name="values">Its values.</param>
    /// <returns>This object, for the next.</returns>
    public ModuleConfig Set(string name, ReadOnlySpan<int> values)
    {
        var array = new JsonArray();
        foreach (int value in values)
        {
            array.Add((JsonNode)JsonValue.Create(value));
        }

        return Put(name, array);
    }

    /// <summary>Writes one of an enumeration's values, by name in lower case.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="name">The property, in snake case.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This object, for the next.</returns>
    [SuppressMessage("Globalization", "CA1308:Normalize strings to uppercase", Justification = "The file's names are lower case.")]
    public ModuleConfig Set<T>(string name, T value)
        where T : struct, Enum => Put(name, JsonValue.Create(value.ToString().ToLowerInvariant()));

    /// <summary>Writes a submodule.</summary>
    /// <param name="name">The property, in snake case.</param>
    /// <param name="module">A module of a registered type.</param>
    /// <returns>This object, for the next.</returns>
    /// <exception cref="InvalidOperationException">The module's type is not registered, or it stands elsewhere in the network too.</exception>
    public ModuleConfig Set(string name, Module module) => Put(name, ModuleRegistry.Write(module, $"{Place}.{name}", _written!));

    /// <summary>Writes submodules.</summary>
    /// <param name="name">The property, in snake case.</param>
    /// <param name="modules">Modules of registered types.</param>
    /// <returns>This object, for the next.</returns>
    /// <exception cref="InvalidOperationException">A module's type is not registered, or it stands elsewhere in the network too.</exception>
    public ModuleConfig Set(string name, IReadOnlyList<Module> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        var array = new JsonArray();
        for (int i = 0; i < modules.Count; i++)
        {
            array.Add((JsonNode)ModuleRegistry.Write(modules[i], $"{Place}.{name}[{i}]", _written!));
        }

        return Put(name, array);
    }

    private ModuleConfig Put(string name, JsonNode value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name == ModuleRegistry.TypeProperty || !_json.TryAdd(name, value))
        {
            throw new InvalidOperationException($"{Place}: property '{name}' is set already; '{ModuleRegistry.TypeProperty}' is set by the registry");
        }

        return this;
    }
}
