namespace Kiln.Neural;

/// <summary>Regularizers and constraints on a module's own parameters.</summary>
public abstract partial class Module
{
    private List<(string Parameter, Regularizer Regularizer)>? _regularizers;
    private List<(string Parameter, Constraint Constraint)>? _constraints;

    /// <summary>What training adds to the loss for this module's own parameters, by the parameter's name.</summary>
    public IReadOnlyList<(string Parameter, Regularizer Regularizer)> Regularizers => _regularizers ?? [];

    /// <summary>What this module's own parameters are put back into after each step, by the parameter's name.</summary>
    public IReadOnlyList<(string Parameter, Constraint Constraint)> Constraints => _constraints ?? [];

    /// <summary>Adds a penalty on one of this module's own parameters to the loss of its training.</summary>
    /// <param name="parameter">The parameter's name in this module, as "weight".</param>
    /// <param name="regularizer">The penalty.</param>
    /// <exception cref="ArgumentException">This module has no trainable parameter of that name.</exception>
    public void AddRegularizer(string parameter, Regularizer regularizer)
    {
        ArgumentNullException.ThrowIfNull(regularizer);
        Own(parameter);
        (_regularizers ??= []).Add((parameter, regularizer));
    }

    /// <summary>Puts one of this module's own parameters back into a set after each training step.</summary>
    /// <param name="parameter">The parameter's name in this module, as "weight".</param>
    /// <param name="constraint">The set.</param>
    /// <exception cref="ArgumentException">This module has no trainable parameter of that name.</exception>
    public void AddConstraint(string parameter, Constraint constraint)
    {
        ArgumentNullException.ThrowIfNull(constraint);
        Own(parameter);
        (_constraints ??= []).Add((parameter, constraint));
    }

    /// <summary>
    /// Adds a number to the loss of the training step under way, from within <see cref="Forward(Tensor)"/>: a penalty on activations, the divergence of a variational autoencoder.
    /// Outside a training step it is ignored.
    /// </summary>
    /// <param name="penalty">A differentiable scalar.</param>
    /// <exception cref="ShapeException">It is not a scalar.</exception>
    protected void AddPenalty(Tensor penalty)
    {
        ArgumentNullException.ThrowIfNull(penalty);
        if (penalty.Count != 1)
        {
            throw new ShapeException($"{Label}: a penalty is one number, got shape {penalty.Shape}; take its mean or sum");
        }

        PenaltyScope.Add(penalty);
    }

    /// <summary>Every penalty of this module and of its submodules, with its parameter.</summary>
    internal IEnumerable<(Parameter Parameter, Regularizer Regularizer)> AllRegularizers() =>
        NamedModules().SelectMany(m => m.Value.Regularizers.Select(r => (m.Value.Own(r.Parameter), r.Regularizer)));

    /// <summary>Every constraint of this module and of its submodules, with its parameter.</summary>
    internal IEnumerable<(Parameter Parameter, Constraint Constraint)> AllConstraints() =>
        NamedModules().SelectMany(m => m.Value.Constraints.Select(c => (m.Value.Own(c.Parameter), c.Constraint)));

    internal Parameter Own(string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(parameter);
        foreach ((string name, Parameter own) in _parameters)
        {
            if (name == parameter && own.IsTrainable)
            {
                return own;
            }
        }

        string known = string.Join(", ", _parameters.Where(p => p.Parameter.IsTrainable).Select(p => p.Name));
        throw new ArgumentException(
            $"{Label}: there is no trainable parameter '{parameter}' here; {(known.Length > 0 ? $"there are {known}" : "this module has none of its own")}", nameof(parameter));
    }
}
