using System.Diagnostics.CodeAnalysis;

namespace Kiln.Neural;

/// <summary>
/// What a callback remembers between two steps, by name, as a checkpoint keeps it: numbers to the bit, texts, and copies of tensors.
/// </summary>
public sealed class SavedState
{
    private readonly SortedDictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>Everything in it: long, double, string or Tensor, by name.</summary>
    internal IReadOnlyDictionary<string, object> Values => _values;

    /// <summary>True when nothing was saved.</summary>
    public bool IsEmpty => _values.Count == 0;

    /// <summary>Whether there is a value of this name.</summary>
    /// <param name="name">The name.</param>
    public bool Contains(string name) => _values.ContainsKey(name);

    /// <summary>Saves an integer.</summary>
    /// <param name="name">Its name; an older value under it is replaced.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, long value) => Put(name, value);

    /// <summary>Saves a number, NaN and infinities included.</summary>
    /// <param name="name">Its name; an older value under it is replaced.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, double value) => Put(name, value);

    /// <summary>Saves a text.</summary>
    /// <param name="name">Its name; an older value under it is replaced.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Put(name, value);
    }

    /// <summary>Saves a copy of a tensor.</summary>
    /// <param name="name">Its name; an older value under it is replaced.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Put(name, value.Detach().Copy());
    }

    /// <summary>An integer that was saved.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="CheckpointException">There is none of this name.</exception>
    public long GetInteger(string name) => Get<long>(name, "an integer");

    /// <summary>A number that was saved.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="CheckpointException">There is none of this name.</exception>
    public double GetNumber(string name) => Get<double>(name, "a number");

    /// <summary>A text that was saved.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="CheckpointException">There is none of this name.</exception>
    public string GetText(string name) => Get<string>(name, "a text");

    /// <summary>A tensor that was saved.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="CheckpointException">There is none of this name.</exception>
    public Tensor GetTensor(string name) => Get<Tensor>(name, "a tensor");

    /// <summary>The tensors whose names begin with a prefix, by the rest of their names.</summary>
    /// <param name="prefix">The prefix.</param>
    public IReadOnlyDictionary<string, Tensor> GetTensors(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return _values.Where(v => v.Value is Tensor && v.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(v => v.Key[prefix.Length..], v => (Tensor)v.Value, StringComparer.Ordinal);
    }

    internal void Put(string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _values[name] = value;
    }

    private T Get<T>(string name, [ConstantExpected] string kind) => _values.TryGetValue(name, out object? value) && value is T typed
        ? typed
        : throw new CheckpointException($"saved state: {kind} named '{name}' is missing; the checkpoint was written by another version of the callback");
}
