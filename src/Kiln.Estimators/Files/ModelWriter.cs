using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Kiln.Estimators;

/// <summary>
/// Takes what a model has learned, by name: numbers and short texts go into JSON, arrays into tensors. A model inside a model writes below a name of its own.
/// </summary>
public sealed class ModelWriter
{
    private readonly Dictionary<string, Tensor> _tensors;
    private readonly string _prefix;
    private readonly JsonObject _values;

    internal ModelWriter(Dictionary<string, Tensor> tensors, string prefix, JsonObject values) => (_tensors, _prefix, _values) = (tensors, prefix, values);

    /// <summary>One number; NaN and the infinities are allowed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number.</param>
    public void Number(string name, double value) => _values[name] =
        double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>One whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number.</param>
    public void Integer(string name, long value) => _values[name] = JsonValue.Create(value);

    /// <summary>True or false.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    public void Flag(string name, bool value) => _values[name] = JsonValue.Create(value);

    /// <summary>A short text, or null.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The text.</param>
    public void Text(string name, string? value) => _values[name] = value is null ? null : JsonValue.Create(value);

    /// <summary>A tensor of any type.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The tensor.</param>
    public void Tensor(string name, Tensor value) => _tensors.Add(_prefix + name, value);

    /// <summary>Numbers.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="values">The numbers.</param>
    public void Numbers(string name, ReadOnlySpan<double> values) => Tensor(name, Kiln.Tensors.Tensor.From(values, [values.Length]));

    /// <summary>Whole numbers.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="values">The numbers.</param>
    public void Integers(string name, ReadOnlySpan<int> values) => Tensor(name, Kiln.Tensors.Tensor.From(values, [values.Length]));

    /// <summary>Texts, any number of them: their UTF-8 one after the other, and where each ends.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="values">The texts.</param>
    public void Texts(string name, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var ends = new long[values.Count];
        using var bytes = new MemoryStream();
        for (var i = 0; i < values.Count; i++)
        {
            bytes.Write(Encoding.UTF8.GetBytes(values[i]));
            ends[i] = bytes.Length;
        }

        Tensor(name + ".utf8", Kiln.Tensors.Tensor.From(bytes.ToArray()));
        Tensor(name + ".ends", Kiln.Tensors.Tensor.From(ends));
    }

    /// <summary>A target, such as the classes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The target.</param>
    public void Target(string name, Target value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Kind == TargetKind.Text)
        {
            Texts(name, value.Texts());
        }
        else
        {
            Tensor(name, value.ToTensor());
        }
    }

    /// <summary>A model inside this one, with its own estimator and settings.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="model">The model.</param>
    public void Model(string name, Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var described = ModelFile.Describe(model, out var values);
        _values[name] = described;
        model.Write(new ModelWriter(_tensors, $"{_prefix}{name}.", values));
        ModelFile.WriteLayout(model, new ModelWriter(_tensors, $"{_prefix}{name}.", values));
    }

    /// <summary>An estimator with its parameters, apart from those of the model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="estimator">The estimator.</param>
    public void Estimator(string name, Estimator estimator)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        _values[name] = EstimatorJson.Write(estimator);
    }
}
