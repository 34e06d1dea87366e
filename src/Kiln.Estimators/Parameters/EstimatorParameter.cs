namespace Kiln.Estimators;

/// <summary>One hyper-parameter of an estimator: its name as in scikit-learn, what it takes, and its default.</summary>
public sealed class EstimatorParameter
{
    private readonly Func<Estimator, object?> _get;
    private readonly Func<Estimator, object?, Estimator> _set;

    internal EstimatorParameter(string name, ParameterKind kind, bool optional, string summary, Func<Estimator, object?> get, Func<Estimator, object?, Estimator> set)
    {
        (Name, Kind, IsOptional, Summary) = (name, kind, optional, summary);
        (_get, _set) = (get, set);
    }

    /// <summary>The name, as in scikit-learn: "max_iter".</summary>
    public string Name { get; }

    /// <summary>What it takes.</summary>
    public ParameterKind Kind { get; }

    /// <summary>Whether it may be null ("none").</summary>
    public bool IsOptional { get; }

    /// <summary>One line on what it does.</summary>
    public string Summary { get; }

    /// <summary>The words a choice takes; empty for other kinds.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>scikit-learn's word for null, where it has one, such as "all"; "none" is understood besides.</summary>
    internal string? NoneWord { get; init; }

    /// <summary>Whether code is asked for by a fit alone, so that a fitted model can be saved without it.</summary>
    internal bool IsForFitAlone { get; init; }

    /// <summary>Whether true and false may be given too: in place of text as they are, in place of a whole number for 1 and 0.</summary>
    internal bool TakesFlags { get; init; }

    /// <summary>Whether two whole numbers may be given in place of one.</summary>
    internal bool TakesPairs { get; init; }

    /// <summary>The value an estimator has: null, bool, long, double, string, double[], string[], steps, or an <see cref="Estimator"/>.</summary>
    /// <param name="estimator">An estimator of the type the parameter belongs to.</param>
    public object? Get(Estimator estimator)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        return _get(estimator);
    }

    /// <summary>The same estimator with another value.</summary>
    /// <param name="estimator">An estimator of the type the parameter belongs to.</param>
    /// <param name="value">A number, bool, text, list, estimator or null; text is parsed.</param>
    /// <exception cref="ArgumentException">The value does not fit; the message says what does.</exception>
    public Estimator Set(Estimator estimator, object? value)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        try
        {
            return _set(estimator, ParameterConversion.Convert(estimator.Name, this, value));
        }
        catch (FormatException e) when (e is not FileFormatException)
        {
            // Texts such as search spaces have parsers of their own, which say what they expect.
            throw new ArgumentException($"{estimator.Name}: {(e.Message.StartsWith(Name + ": ", StringComparison.Ordinal) ? string.Empty : Name + ": ")}{e.Message}", Name, e);
        }
    }
}
