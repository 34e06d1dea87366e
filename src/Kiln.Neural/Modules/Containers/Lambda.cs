using System.Collections.Concurrent;

namespace Kiln.Neural;

/// <summary>
/// A function as a layer: <c>new Lambda(x => x * 2)</c>. It has no parameters; code with some is a <see cref="Module"/> of its own.
/// </summary>
/// <remarks>
/// A function cannot be saved, but a name can: a program that registers its functions at start (<c>Lambda.Register("double", x => x * 2)</c>) and uses them by
/// name (<c>new Lambda("double")</c>) saves and loads models with them.
/// </remarks>
public sealed class Lambda : Module
{
    private static readonly ConcurrentDictionary<string, Func<Tensor, Tensor>> s_functions = new(StringComparer.Ordinal);

    private readonly Func<Tensor, Tensor> _function;

    /// <summary>A layer of a function, in a model that need not be saved.</summary>
    /// <param name="function">From the input to the output. It may be called from several threads at once.</param>
    public Lambda(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        _function = function;
    }

    /// <summary>A layer of a registered function.</summary>
    /// <param name="function">The name given to <see cref="Register"/>.</param>
    /// <exception cref="ArgumentException">No function is registered under this name.</exception>
    public Lambda(string function)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(function);
        _function = s_functions.TryGetValue(function, out Func<Tensor, Tensor>? known)
            ? known
            : throw new ArgumentException(
                $"no function '{(function.Length <= 60 ? function : function[..60] + "…")}' is registered; call Lambda.Register(\"{(function.Length <= 60 ? function : "name")}\", x => …) at the program's start",
                nameof(function));
        Function = function;
    }

    /// <summary>The registered name; null for a function given as such.</summary>
    public string? Function { get; }

    internal override bool MayHoldTensors => true;

    /// <summary>Makes a function known by a name, for saving and loading.</summary>
    /// <param name="name">The name in configuration files.</param>
    /// <param name="function">From the input to the output.</param>
    /// <exception cref="ArgumentException">The name belongs to another function.</exception>
    public static void Register(string name, Func<Tensor, Tensor> function)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(function);
        if (s_functions.GetOrAdd(name, function) != function)
        {
            throw new ArgumentException($"lambda: '{name}' is registered already; give the function another name", nameof(name));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The function returned null.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return _function(x) ?? throw new InvalidOperationException($"{Label}: the function returned null for {x.Shape}");
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The function has no name.</exception>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("function", Function ?? throw new InvalidOperationException(
            $"{config.Place}: a Lambda of a function without a name cannot be saved; at the program's start call Lambda.Register(\"name\", x => …) and "
            + "build the layer with new Lambda(\"name\"), or save the parameters alone with SaveWeights"));
    }
}
