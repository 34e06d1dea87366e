using System.Collections;

namespace Kiln.Neural;

/// <summary>
/// Submodules under one name and a number, <c>layers.0</c>, <c>layers.1</c>, …, as <see cref="Module.ChildList"/> makes it. Adding
/// registers.
/// </summary>
/// <typeparam name="T">The submodules' type.</typeparam>
public sealed class ModuleList<T> : IReadOnlyList<T>
    where T : Module
{
    private readonly Action<int, T> _register;
    private readonly List<T> _items = [];

    internal ModuleList(Action<int, T> register) => _register = register;

    /// <summary>How many there are.</summary>
    public int Count => _items.Count;

    /// <summary>One of them.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public T this[int index] => _items[index];

    /// <summary>Registers a submodule under the next number.</summary>
    /// <param name="module">The submodule.</param>
    public void Add(T module)
    {
        _register(_items.Count, module);
        _items.Add(module);
    }

    /// <summary>Enumerates them in order.</summary>
    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
