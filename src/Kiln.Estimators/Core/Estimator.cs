namespace Kiln.Estimators;

/// <summary>
/// A recipe: hyper-parameters, no data, no logic in the constructor. <c>Fit</c> returns a model that does not change. Estimators are records: copy one with
/// <c>ridge with { Alpha = 2 }</c>, or by a name that is only known at run time with <see cref="With"/>.
/// </summary>
public abstract record Estimator
{
    /// <summary>The name in kebab case, as in <c>kiln fit</c>: "logistic-regression".</summary>
    public string Name => ParameterSet.Name;

    /// <summary>One line on what it is.</summary>
    public string Summary => ParameterSet.Summary;

    /// <summary>The hyper-parameters, with the names, kinds and defaults that <c>kiln fit --list</c> shows: those of scikit-learn.</summary>
    public IReadOnlyList<EstimatorParameter> Parameters => ParameterSet.Parameters;

    /// <summary>The table of hyper-parameters: one static table for each type.</summary>
    protected internal abstract ParameterSet ParameterSet { get; }

    /// <summary>The value of a hyper-parameter.</summary>
    /// <param name="parameter">Its name, as in scikit-learn: "max_iter" (or "max-iter"); "estimator__alpha" for one of an inner estimator.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message lists the near ones.</exception>
    public object? this[string parameter] =>
        Inner(parameter) is var (outer, inner)
            ? InnerEstimator(outer)[inner]
            : FindParameter(parameter).Get(this);

    /// <summary>The same estimator with another value of one hyper-parameter.</summary>
    /// <param name="parameter">Its name, as in scikit-learn: "max_iter" (or "max-iter"); "estimator__alpha" for one of an inner estimator.</param>
    /// <param name="value">A number, bool, text, list, estimator or null; text is parsed.</param>
    /// <exception cref="ArgumentException">There is none of that name, or the value does not fit; the message says what does.</exception>
    public Estimator With(string parameter, object? value) =>
        Inner(parameter) is var (outer, inner)
            ? ReplaceInner(outer, InnerEstimator(outer).With(inner, value))
            : FindParameter(parameter).Set(this, value);

    /// <summary>
    /// Throws when a hyper-parameter is out of its range or two do not go together, as far as that shows without samples. A fit begins with it; a search asks it of all its
    /// candidates before the first fit, and <c>kiln fit</c> before it reads a table.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names the parameter and the range.</exception>
    /// <exception cref="ArgumentException">Values do not go together.</exception>
    public virtual void CheckParameters()
    {
    }

    /// <summary>A hyper-parameter by its name. Estimators with named parts (a pipeline's steps) find those too.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message lists the near ones.</exception>
    protected internal virtual EstimatorParameter FindParameter(string name) => ParameterSet.Find(name);

    /// <summary>A hyper-parameter by its name, which may be that of an inner estimator ("estimator__alpha").</summary>
    internal EstimatorParameter FindInnermost(string name) => Inner(name) is var (outer, inner) ? InnerEstimator(outer).FindInnermost(inner) : FindParameter(name);

    /// <summary>The inner estimator of a name such as "estimator" or, in a pipeline, a step's name.</summary>
    /// <param name="name">The part of a parameter's name before "__".</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    protected internal virtual Estimator InnerEstimator(string name) => Parameters.All(parameter => parameter.Kind is not (ParameterKind.Estimator or ParameterKind.Steps))
        ? throw new ArgumentException($"{Name}: it has no part '{name}'; its own parameters come without '{name}__': {string.Join(", ", Parameters.Select(parameter => parameter.Name))}")
        : FindParameter(name).Get(this) as Estimator
            ?? throw new ArgumentException($"{Name}: '{name}' is no estimator, so it has no parameters of its own; use '{name}' without '__'");

    /// <summary>This estimator with another inner one.</summary>
    /// <param name="name">The part of a parameter's name before "__".</param>
    /// <param name="inner">The new one.</param>
    protected internal virtual Estimator ReplaceInner(string name, Estimator inner) => FindParameter(name).Set(this, inner);

    /// <summary>The name and the parameters that differ from their defaults: <c>ridge(alpha=2)</c>.</summary>
    public sealed override string ToString() => ParameterText.Describe(this);

    private static (string Outer, string Remainder)? Inner(string parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        var at = parameter.IndexOf("__", StringComparison.Ordinal);
        return at > 0 ? (parameter[..at], parameter[(at + 2)..]) : null;
    }
}
