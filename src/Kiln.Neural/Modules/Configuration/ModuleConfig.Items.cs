using System.Text.Json.Nodes;

namespace Kiln.Neural;

/// <summary>Lists of objects with properties of their own.</summary>
public sealed partial class ModuleConfig
{
    /// <summary>Writes an object for each item.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="name">The property, in snake case.</param>
    /// <param name="items">The items.</param>
    /// <param name="write">Writes the properties of one.</param>
    /// <returns>This object, for the next.</returns>
    public ModuleConfig SetItems<T>(string name, IReadOnlyList<T> items, Action<ModuleConfig, T> write)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(write);
        var array = new JsonArray();
        for (int i = 0; i < items.Count; i++)
        {
            var json = new JsonObject();
            write(new ModuleConfig(json, $"{Place}.{name}[{i}]", _written), items[i]);
            array.Add((JsonNode)json);
        }

        return Put(name, array);
    }

    /// <summary>Reads what <see cref="SetItems"/> wrote.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="name">The property.</param>
    /// <param name="read">Reads one item.</param>
    /// <exception cref="FileFormatException">It is missing, not a list of objects, or an object has a property that nobody reads.</exception>
    public T[] Items<T>(string name, Func<ModuleConfig, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        JsonNode node = Get(name);
        if (node is not JsonArray array)
        {
            throw Wrong(name, node, "a list of objects");
        }

        var items = new T[array.Count];
        for (int i = 0; i < items.Length; i++)
        {
            var item = new ModuleConfig(array[i] as JsonObject ?? throw Wrong($"{name}[{i}]", array[i], "an object"), $"{Place}.{name}[{i}]");
            items[i] = read(item);
            item.CheckAllRead();
        }

        return items;
    }
}
