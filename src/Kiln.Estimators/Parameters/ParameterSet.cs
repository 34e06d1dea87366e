namespace Kiln.Estimators;

/// <summary>The table of an estimator's hyper-parameters: one static table for each type, which takes the place of reflection.</summary>
public abstract class ParameterSet
{
    private readonly List<EstimatorParameter> _parameters = [];

    private protected ParameterSet(string name, string summary) => (Name, Summary) = (name, summary);

    /// <summary>The estimator's name in kebab case.</summary>
    public string Name { get; }

    /// <summary>One line on what the estimator is.</summary>
    public string Summary { get; }

    /// <summary>The parameters, in the order they were added.</summary>
    public IReadOnlyList<EstimatorParameter> Parameters => _parameters;

    /// <summary>A parameter by its name; "-" and "_" are the same, and so are capitals and small letters where only one parameter is meant.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is none; the message lists the near ones.</exception>
    public EstimatorParameter Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = name.Replace('-', '_');
        return _parameters.Find(p => p.Name == plain)
            ?? _parameters.Find(p => p.Name.Equals(plain, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"{Name}: there is no parameter '{name}'; {NearNames.Hint(name, [.. _parameters.Select(p => p.Name)], "the parameters are")}", nameof(name));
    }

    /// <summary>The value a parameter has in a new estimator.</summary>
    /// <param name="parameter">One of this table.</param>
    public abstract object? DefaultOf(EstimatorParameter parameter);

    /// <summary>A new estimator with the defaults.</summary>
    public abstract Estimator Create();

    private protected void Add(EstimatorParameter parameter) => _parameters.Add(parameter);
}
