using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Kiln.Estimators;

/// <summary>Gives back what a <see cref="ModelWriter"/> took. Whatever is missing or of the wrong type is a <see cref="FileFormatException"/> that names it.</summary>
public sealed class ModelReader
{
    private const int DeepestModel = 16;

    private readonly IReadOnlyDictionary<string, Tensor> _tensors;
    private readonly string _prefix;
    private readonly JsonObject _values;
    private readonly string _path;
    private readonly int _depth;

    internal ModelReader(IReadOnlyDictionary<string, Tensor> tensors, string prefix, JsonObject values, Estimator estimator, string path, int depth = 0)
    {
        (_tensors, _prefix, _values, _path, _depth) = (tensors, prefix, values, path, depth);
        Fitted = estimator;
        var count = Integer("features");
        Layout = count is >= 0 and <= int.MaxValue
            ? new FeatureLayout((int)count, Has("feature_names.ends") ? Texts("feature_names") : null)
            : throw Damaged($"{count} features");
        if (Layout.Names is { } names && names.Count != Layout.Count)
        {
            throw Damaged($"{count} features with {names.Count} names");
        }

        Warnings = Has("warnings.ends") ? Texts("warnings") : [];
    }

    /// <summary>The estimator the model was fitted by.</summary>
    public Estimator Fitted { get; }

    /// <summary>The features it was fitted on.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>The warnings of the fit.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The estimator, of the type that the model expects.</summary>
    /// <typeparam name="T">That type.</typeparam>
    public T EstimatorAs<T>()
        where T : Estimator => Fitted as T ?? throw Damaged($"its estimator is {Fitted.Name}");

    /// <summary>Whether there is a tensor or a value of a name.</summary>
    /// <param name="name">The name.</param>
    public bool Has(string name) => _tensors.ContainsKey(_prefix + name) || _values.ContainsKey(name);

    /// <summary>One number.</summary>
    /// <param name="name">Its name.</param>
    public double Number(string name)
    {
        var value = Value(name);
        if (value.TryGetValue<double>(out var number))
        {
            return number;
        }

        return value.TryGetValue<string>(out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            ? number
            : throw Damaged($"'{name}' is no number");
    }

    /// <summary>One whole number.</summary>
    /// <param name="name">Its name.</param>
    public long Integer(string name) => Value(name).TryGetValue<long>(out var number) ? number : throw Damaged($"'{name}' is no whole number");

    /// <summary>One whole number that fits 32 bits and is not negative: a count.</summary>
    /// <param name="name">Its name.</param>
    public int Count(string name) => Integer(name) is >= 0 and <= int.MaxValue and var count ? (int)count : throw Damaged($"'{name}' is no count");

    /// <summary>True or false.</summary>
    /// <param name="name">Its name.</param>
    public bool Flag(string name) => Value(name).TryGetValue<bool>(out var flag) ? flag : throw Damaged($"'{name}' is neither true nor false");

    /// <summary>A short text, or null.</summary>
    /// <param name="name">Its name.</param>
    public string? Text(string name)
    {
        if (!_values.TryGetPropertyValue(name, out var node))
        {
            throw Damaged($"'{name}' is missing");
        }

        return node is null ? null : Value(name).TryGetValue<string>(out var text) ? text : throw Damaged($"'{name}' is no text");
    }

    /// <summary>A tensor of any type.</summary>
    /// <param name="name">Its name.</param>
    public Tensor Tensor(string name) => _tensors.TryGetValue(_prefix + name, out var tensor) ? tensor : throw Damaged($"the array '{_prefix}{name}' is missing");

    /// <summary>A float64 tensor of a given shape.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape it must have.</param>
    public Tensor Tensor(string name, Shape shape)
    {
        var tensor = Tensor(name);
        return tensor.DType == DType.Float64 && tensor.Shape == shape
            ? tensor
            : throw Damaged($"the array '{_prefix}{name}' is {tensor.DType.Name()} {tensor.Shape}; expected float64 {shape}");
    }

    /// <summary>Numbers.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="count">How many there must be; −1 for any number.</param>
    public double[] Numbers(string name, int count = -1) => Array<double>(name, DType.Float64, count);

    /// <summary>Whole numbers.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="count">How many there must be; −1 for any number.</param>
    public int[] Integers(string name, int count = -1) => Array<int>(name, DType.Int32, count);

    /// <summary>Texts.</summary>
    /// <param name="name">Their name.</param>
    public string[] Texts(string name)
    {
        var bytes = Array<byte>(name + ".utf8", DType.UInt8, -1);
        var ends = Array<long>(name + ".ends", DType.Int64, -1);
        var texts = new string[ends.Length];
        var start = 0L;
        for (var i = 0; i < texts.Length; i++)
        {
            if (ends[i] < start || ends[i] > bytes.Length)
            {
                throw Damaged($"text {i} of '{name}' ends at {ends[i]}");
            }

            texts[i] = Encoding.UTF8.GetString(bytes, (int)start, (int)(ends[i] - start));
            start = ends[i];
        }

        return texts;
    }

    /// <summary>A target, such as the classes.</summary>
    /// <param name="name">Its name.</param>
    public Target Target(string name)
    {
        if (Has(name + ".ends"))
        {
            return Data.Target.Of(Texts(name));
        }

        var tensor = Tensor(name);
        return tensor.Rank is 1 or 2 && tensor.DType is DType.Float64 or DType.Int64
            ? Data.Target.Of(tensor)
            : throw Damaged($"the array '{_prefix}{name}' is {tensor.DType.Name()} {tensor.Shape}");
    }

    /// <summary>A model inside this one.</summary>
    /// <typeparam name="T">What it must be.</typeparam>
    /// <param name="name">Its name.</param>
    public T Model<T>(string name)
        where T : Model
    {
        if (_depth >= DeepestModel)
        {
            throw Damaged($"models inside models more than {DeepestModel} deep");
        }

        var described = _values[name] as JsonObject ?? throw Damaged($"the model '{_prefix}{name}' is missing");
        return ModelFile.Read(described, _tensors, $"{_prefix}{name}.", _path, _depth + 1) as T ?? throw Damaged($"the model '{_prefix}{name}' is of another kind");
    }

    /// <summary>An estimator with its parameters.</summary>
    /// <typeparam name="T">What it must be.</typeparam>
    /// <param name="name">Its name.</param>
    public T Estimator<T>(string name)
        where T : Estimator =>
        EstimatorJson.Read(_values[name] as JsonObject ?? throw Damaged($"the estimator '{name}' is missing"), _path) as T
        ?? throw Damaged($"the estimator '{name}' is of another kind");

    /// <summary>Reads something of each feature or part. A count in a file may say anything: room is made for what is there, as it is read.</summary>
    /// <param name="count">How many there are said to be.</param>
    /// <param name="read">Reads one; throws where there is none.</param>
    internal T[] Each<T>(int count, Func<int, T> read)
    {
        var items = new List<T>(Math.Min(count, _tensors.Count));
        for (var i = 0; i < count; i++)
        {
            items.Add(read(i));
        }

        return [.. items];
    }

    /// <summary>The error of a damaged file.</summary>
    /// <param name="what">What is wrong, as in "'alpha' is missing".</param>
    public FileFormatException Damaged(string what) => new($"{_path}: not a model as Kiln writes them: {what}");

    private T[] Array<T>(string name, DType type, int count)
        where T : unmanaged
    {
        var tensor = Tensor(name);
        return tensor.DType == type && tensor.Rank == 1 && (count < 0 || tensor.Shape[0] == count)
            ? tensor.ToArray<T>()
            : throw Damaged($"the array '{_prefix}{name}' is {tensor.DType.Name()} {tensor.Shape}; expected {type.Name()} ({(count < 0 ? "n" : count)})");
    }

    private JsonValue Value(string name) => _values[name] as JsonValue ?? throw Damaged($"'{name}' is missing");
}
