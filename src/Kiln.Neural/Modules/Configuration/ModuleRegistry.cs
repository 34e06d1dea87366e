using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Kiln.Neural;

/// <summary>
/// The modules that a configuration file can name. Registration is explicit, so that trimming keeps what is used and a file can build
/// nothing else. A program registers its own modules at start:
/// <c>ModuleRegistry.Register("my_block", config => new MyBlock(config.Int("width")));</c>
/// </summary>
public static partial class ModuleRegistry
{
    internal const string TypeProperty = "type";

    private static readonly ConcurrentDictionary<string, Entry> s_byName = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Type, string> s_byType = new();

    static ModuleRegistry() => RegisterBuiltIn();

    /// <summary>The registered names, sorted.</summary>
    public static IReadOnlyList<string> Names => [.. s_byName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Makes a module type known by a name, for saving and loading.</summary>
    /// <typeparam name="T">The module's type; subclasses register their own.</typeparam>
    /// <param name="name">Its name in configuration files, in snake case.</param>
    /// <param name="read">Builds the module from what its <see cref="Module.Configure"/> wrote.</param>
    /// <exception cref="ArgumentException">The name belongs to another type, or the type has another name.</exception>
    public static void Register<T>(string name, Func<ModuleConfig, T> read)
        where T : Module
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(read);
        Entry entry = s_byName.GetOrAdd(name, new Entry(typeof(T), read));
        if (entry.Type != typeof(T))
        {
            throw new ArgumentException($"module registry: '{name}' is {entry.Type.Name} already; give {typeof(T).Name} another name", nameof(name));
        }

        string known = s_byType.GetOrAdd(typeof(T), name);
        if (known != name)
        {
            s_byName.TryRemove(name, out _);
            throw new ArgumentException($"module registry: {typeof(T).Name} is registered as '{known}' already", nameof(name));
        }
    }

    /// <summary>The type registered under a name; null when there is none.</summary>
    /// <param name="name">A name in configuration files.</param>
    public static Type? TypeOf(string name) => s_byName.TryGetValue(name, out Entry? entry) ? entry.Type : null;

    internal static JsonObject Write(Module module, string place, HashSet<Module> written)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (!s_byType.TryGetValue(module.GetType(), out string? name))
        {
            throw new InvalidOperationException(
                $"{place}: {module.GetType().Name} is not registered, so a saved model could not build it again; at the program's start, call "
                + $"ModuleRegistry.Register<{module.GetType().Name}>(\"name\", config => …) and override Configure, or save the parameters alone "
                + "with SaveWeights");
        }

        if (!written.Add(module))
        {
            throw new InvalidOperationException(
                $"{place}: this {name} stands elsewhere in the network too, which a configuration cannot say unless a Graph applies it in both places; save the parameters alone with SaveWeights");
        }

        var json = new JsonObject { [TypeProperty] = name };
        module.WriteConfiguration(new ModuleConfig(json, place, written));
        ModuleRuleFiles.Write(module, json, place);
        return json;
    }

    internal static Module Read(JsonNode? node, string place)
    {
        if (node is not JsonObject json)
        {
            throw new FileFormatException($"{place}: expected an object that describes a module");
        }

        var config = new ModuleConfig(json, place);
        string name = config.Text(TypeProperty);
        if (!s_byName.TryGetValue(name, out Entry? entry))
        {
            throw new FileFormatException(
                $"{place}: no module type '{(name.Length <= 60 ? name : name[..60] + "…")}' is registered; known are {string.Join(", ", Names)}. "
                + "A program registers its own with ModuleRegistry.Register before loading");
        }

        try
        {
            Module module = entry.Read(config);
            ModuleRuleFiles.Read(module, json, place);
            config.CheckAllRead();
            return module;
        }
        catch (ArgumentException error)
        {
            // What a constructor refuses is the file's fault here.
            throw new FileFormatException($"{place}: {error.Message}", error);
        }
    }

    private sealed record Entry(Type Type, Func<ModuleConfig, Module> Read);
}
