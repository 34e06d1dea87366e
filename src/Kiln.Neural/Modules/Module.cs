using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kiln.Neural;

/// <summary>
/// A piece of a network: a function of one tensor (some take several), with parameters of its own and submodules. A subclass registers both in its
/// constructor, with <see cref="Parameter(string, Tensor, bool)"/> and <see cref="Child"/>, and computes in <see cref="Forward(Tensor)"/>.
/// </summary>
/// <remarks>
/// <para>
/// Each parameter has a path, the names from the root joined by points: <c>encoder.layers.0.weight</c>. Checkpoints and optimisers know
/// parameters by it.
/// </para>
/// <para>
/// Whether dropout drops and batch norm tracks is not a field: it is <see cref="Mode"/>, an ambient scope, so that one network serves
/// many threads. Inference is the default. Reading parameters from many threads is safe; training changes them and is for one thread at
/// a time.
/// </para>
/// </remarks>
public abstract partial class Module
{
    private readonly List<(string Name, Module Module)> _children = [];
    private readonly List<(string Name, Parameter Parameter)> _parameters = [];
    private readonly List<string> _lists = [];

    /// <summary>The submodules in the order of their registration.</summary>
    public IReadOnlyList<(string Name, Module Module)> Children => _children;

    /// <summary>The parameters registered in this module itself, without those of its submodules, in the order of their registration.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> OwnParameters => _parameters;

    /// <summary>The module this one was last registered in; null for a root.</summary>
    public Module? Parent { get; private set; }

    /// <summary>The name in the parent; empty for a root.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>The names from the root to this module joined by points, <c>encoder.layers.0</c>; empty for a root.</summary>
    public string Path => Parent is null ? Name : Parent.Path is { Length: > 0 } path ? $"{path}.{Name}" : Name;

    /// <summary>The module in messages: its type and where it stands, <c>Dense layers.3</c>.</summary>
    protected string Label => Path is { Length: > 0 } path ? $"{GetType().Name} {path}" : GetType().Name;

    /// <summary>Computes the module's output.</summary>
    /// <param name="x">The input, with the batch as its first axis.</param>
    public abstract Tensor Forward(Tensor x);

    /// <summary>
    /// Computes the module's output from several inputs. Most modules take one, and need not override this; one that takes several overrides
    /// both (<see cref="MergeModule"/> does so for its subclasses), so that a graph of modules can call any of them the same way.
    /// </summary>
    /// <param name="inputs">The inputs in the module's order, each with the batch as its first axis.</param>
    /// <exception cref="ArgumentException">The module takes another number of inputs.</exception>
    public virtual Tensor Forward(params ReadOnlySpan<Tensor> inputs) => inputs.Length == 1
        ? Forward(inputs[0])
        : throw new ArgumentException(
            $"{Label}: takes one input, got {inputs.Length}; join them first, with {nameof(Concatenate)} or {nameof(Add)} for instance", nameof(inputs));

    /// <summary>
    /// Computes all outputs. Most modules have one, and need not override this; one with several overrides it, and names them in <see cref="OutputNames"/>.
    /// </summary>
    /// <param name="inputs">The inputs in the module's order, each with the batch as its first axis.</param>
    /// <returns>The outputs in the module's order.</returns>
    /// <exception cref="ArgumentException">The module takes another number of inputs.</exception>
    public virtual Tensor[] ForwardAll(params ReadOnlySpan<Tensor> inputs) => [inputs.Length == 1 ? Forward(inputs[0]) : Forward(inputs)];

    /// <summary>The names of the inputs, by which data with names finds them (<see cref="Kiln.Data.NamedTensorDataset"/>); empty, the default, to go by their order.</summary>
    public virtual IReadOnlyList<string> InputNames => [];

    /// <summary>The names of the outputs, by which targets, losses and metrics find them; empty, the default, for one output without a name.</summary>
    public virtual IReadOnlyList<string> OutputNames => [];

    /// <summary>
    /// Every parameter of this module and of its submodules with its path from here, depth first in the order of registration. What is
    /// saved but not trained (<see cref="Kiln.Tensors.Parameter.IsTrainable"/> false, as batch norm's statistics) is included. One that is
    /// registered in several places comes once, under its first path.
    /// </summary>
    public IEnumerable<KeyValuePair<string, Parameter>> NamedParameters()
    {
        var found = new List<KeyValuePair<string, Parameter>>();
        Collect(string.Empty, found, new HashSet<Parameter>(ReferenceEqualityComparer.Instance));
        return found;
    }

    /// <summary>Every module from this one down with its path from here (empty for this one), parents before children, each once.</summary>
    public IEnumerable<KeyValuePair<string, Module>> NamedModules()
    {
        var found = new List<KeyValuePair<string, Module>>();
        Collect(string.Empty, found, new HashSet<Module>(ReferenceEqualityComparer.Instance));
        return found;
    }

    /// <summary>The number of elements of all trainable parameters.</summary>
    public long CountParameters() => NamedParameters().Where(p => p.Value.IsTrainable).Sum(p => (long)p.Value.Shape.ElementCount);

    /// <summary>Registers a submodule, whose parameters become this module's.</summary>
    /// <typeparam name="T">The submodule's type.</typeparam>
    /// <param name="name">Its part of the path: not empty, without points, used once in this module.</param>
    /// <param name="module">The submodule.</param>
    /// <returns>The submodule, to keep in a field.</returns>
    /// <exception cref="ArgumentException">The name is taken or not a name, or the submodule contains this module.</exception>
    protected T Child<T>(string name, T module)
        where T : Module
    {
        CheckName(name);
        Register(name, module);
        return module;
    }

    /// <summary>An empty list of submodules, registered as they are added: <c>NAME.0</c>, <c>NAME.1</c>, ….</summary>
    /// <typeparam name="T">The submodules' type.</typeparam>
    /// <param name="name">The list's part of the path: not empty, without points, used once in this module.</param>
    /// <exception cref="ArgumentException">The name is taken or not a name.</exception>
    protected ModuleList<T> ChildList<T>(string name)
        where T : Module
    {
        CheckName(name);
        _lists.Add(name);
        return new ModuleList<T>((index, module) => Register(string.Create(CultureInfo.InvariantCulture, $"{name}.{index}"), module));
    }

    /// <summary>Makes a parameter that starts as a copy of a tensor, and registers it.</summary>
    /// <param name="name">Its part of the path: not empty, without points, used once in this module.</param>
    /// <param name="initial">The first value; floating point if trainable.</param>
    /// <param name="trainable">False for state that is saved but not trained.</param>
    /// <returns>The parameter, to keep in a field.</returns>
    /// <exception cref="ArgumentException">The name is taken or not a name.</exception>
    protected Parameter Parameter(string name, Tensor initial, bool trainable = true) => Parameter(name, new Parameter(initial, trainable));

    /// <summary>Registers a parameter that exists already: one shared with another module, as tied embeddings are.</summary>
    /// <param name="name">Its part of the path: not empty, without points, used once in this module.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentException">The name is taken or not a name.</exception>
    protected Parameter Parameter(string name, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckName(name);
        _parameters.Add((name, parameter));
        return parameter;
    }

    private void Register(string name, Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (module.NamedModules().Any(m => ReferenceEquals(m.Value, this)))
        {
            throw new ArgumentException($"{GetType().Name}: child '{name}' is this module itself or one that contains it", nameof(module));
        }

        module.Parent = this;
        module.Name = name;
        _children.Add((name, module));
    }

    private void Collect(string prefix, List<KeyValuePair<string, Parameter>> found, HashSet<Parameter> seen)
    {
        foreach ((string name, Parameter parameter) in _parameters)
        {
            if (seen.Add(parameter))
            {
                found.Add(new(prefix + name, parameter));
            }
        }

        foreach ((string name, Module child) in _children)
        {
            child.Collect($"{prefix}{name}.", found, seen);
        }
    }

    private void Collect(string path, List<KeyValuePair<string, Module>> found, HashSet<Module> seen)
    {
        if (!seen.Add(this))
        {
            return;
        }

        found.Add(new(path, this));
        foreach ((string name, Module child) in _children)
        {
            child.Collect(path.Length == 0 ? name : $"{path}.{name}", found, seen);
        }
    }

    private void CheckName([NotNull] string? name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException($"{GetType().Name}: the name '{name}' contains a point, which separates the parts of a path", nameof(name));
        }

        if (_children.Exists(c => c.Name == name) || _parameters.Exists(p => p.Name == name) || _lists.Contains(name))
        {
            throw new ArgumentException($"{GetType().Name}: the name '{name}' is registered already", nameof(name));
        }
    }
}
