using System.Globalization;

namespace Kiln.Estimators;

/// <summary>Builds the table of one estimator's hyper-parameters.</summary>
/// <typeparam name="T">The estimator.</typeparam>
public sealed class ParameterSet<T> : ParameterSet
    where T : Estimator, new()
{
    /// <summary>Begins a table.</summary>
    /// <param name="name">The estimator's name in kebab case.</param>
    /// <param name="summary">One line on what it is.</param>
    public ParameterSet(string name, string summary)
        : base(name, summary)
    {
    }

    /// <summary>What estimators have in common: goes on with a part of the table that is written once for several.</summary>
    /// <param name="part">Adds the part.</param>
    /// <returns>This table.</returns>
    internal ParameterSet<T> With(Func<ParameterSet<T>, ParameterSet<T>> part) => part(this);

    /// <summary>A float64 number.</summary>
    /// <param name="name">The name in scikit-learn.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">The estimator with another value.</param>
    /// <param name="summary">One line on what it does.</param>
    /// <returns>This table.</returns>
    public ParameterSet<T> Number(string name, Func<T, double> get, Func<T, double, T> set, string summary) =>
        Add(name, ParameterKind.Number, false, summary, e => get(e), (e, v) => set(e, (double)v!));

    /// <summary>A float64 number or null.</summary>
    /// <param name="name">The name in scikit-learn.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">The estimator with another value.</param>
    /// <param name="summary">One line on what it does.</param>
    /// <param name="none">scikit-learn's word for null, where it has one: "all".</param>
    /// <returns>This table.</returns>
    public ParameterSet<T> OptionalNumber(string name, Func<T, double?> get, Func<T, double?, T> set, string summary, string? none = null) =>
        Add(name, ParameterKind.Number, true, summary, e => get(e), (e, v) => set(e, (double?)v), none: none);

    /// <summary>A whole number.</summary>
    /// <inheritdoc cref="Number"/>
    public ParameterSet<T> Integer(string name, Func<T, int> get, Func<T, int, T> set, string summary) =>
        Add(name, ParameterKind.Integer, false, summary, e => (long)get(e), (e, v) => set(e, ToInt32(name, (long)v!)));

    /// <summary>A whole number or null.</summary>
    /// <param name="name">The name in scikit-learn.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">The estimator with another value.</param>
    /// <param name="summary">One line on what it does.</param>
    /// <param name="none">scikit-learn's word for null, where it has one: "all".</param>
    /// <returns>This table.</returns>
    public ParameterSet<T> OptionalInteger(string name, Func<T, int?> get, Func<T, int?, T> set, string summary, string? none = null) =>
        Add(name, ParameterKind.Integer, true, summary, e => (long?)get(e), (e, v) => set(e, v is long whole ? ToInt32(name, whole) : null), none: none);

    /// <summary>A whole number, for which true and false may be given too: 1 and 0.</summary>
    /// <inheritdoc cref="Number"/>
    public ParameterSet<T> IntegerOrFlag(string name, Func<T, int> get, Func<T, int, T> set, string summary) =>
        Add(name, ParameterKind.Integer, false, summary, e => (long)get(e), (e, v) => set(e, ToInt32(name, (long)v!)), takesFlags: true);

    /// <summary>A whole number, for which two may be given, of which the other is a hyper-parameter of its own: scikit-learn's <c>degree=(2, 3)</c>.</summary>
    /// <param name="name">The name in scikit-learn.</param>
    /// <param name="get">Reads the one number.</param>
    /// <param name="set">The estimator with another number; the other one stays.</param>
    /// <param name="setBoth">The estimator with two others, in the order in which they are given.</param>
    /// <param name="summary">One line on what it does.</param>
    /// <returns>This table.</returns>
    internal ParameterSet<T> IntegerOrPair(string name, Func<T, int> get, Func<T, int, T> set, Func<T, int, int, T> setBoth, string summary) =>
        Add(name, ParameterKind.Integer, false, summary, e => (long)get(e),
            (e, v) => v is (long first, long second) ? setBoth(e, ToInt32(name, first), ToInt32(name, second)) : set(e, ToInt32(name, (long)v!)), takesPairs: true);

    /// <summary>The seed of random choices, called random_state.</summary>
    /// <param name="get">Reads it.</param>
    /// <param name="set">The estimator with another value.</param>
    /// <returns>This table.</returns>
    public ParameterSet<T> Seed(Func<T, uint> get, Func<T, uint, T> set) =>
        Add("random_state", ParameterKind.Integer, false, "seed of the random choices; the same seed gives the same model", e => (long)get(e),
            (e, v) => set(e, v is long whole and >= 0 and <= uint.MaxValue ? (uint)whole : throw OutOfRange("random_state", v)));

    /// <summary>True or false.</summary>
    /// <inheritdoc cref="Number"/>
    public ParameterSet<T> Flag(string name, Func<T, bool> get, Func<T, bool, T> set, string summary) =>
        Add(name, ParameterKind.Flag, false, summary, e => get(e), (e, v) => set(e, (bool)v!));

    /// <summary>One of a few words, each for a value of an enumeration.</summary>
    /// <typeparam name="TEnum">The enumeration.</typeparam>
    /// <param name="name">The name in scikit-learn.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">The estimator with another value.</param>
    /// <param name="summary">One line on what it does.</param>
    /// <param name="words">The word of each value, as in scikit-learn.</param>
    /// <returns>This table.</returns>
    public ParameterSet<T> Choice<TEnum>(
        string name, Func<T, TEnum> get, Func<T, TEnum, T> set, string summary, params (string Word, TEnum Value)[] words)
        where TEnum : struct, Enum =>
        Add(
            name, ParameterKind.Choice, false, summary,
            e => Array.Find(words, w => EqualityComparer<TEnum>.Default.Equals(w.Value, get(e))).Word,
            (e, v) => set(e, Array.Find(words, w => w.Word == (string)v!).Value),
            [.. words.Select(w => w.Word)]);

    /// <summary>Any text.</summary>
    /// <inheritdoc cref="Number"/>
    public ParameterSet<T> Text(string name, Func<T, string> get, Func<T, string, T> set, string summary) =>
        Add(name, ParameterKind.Text, false, summary, e => get(e), (e, v) => set(e, (string)v!));

    /// <summary>Any text or null.</summary>
    /// <inheritdoc cref="Number"/>
    public ParameterSet<T> OptionalText(string name, Func<T, string?> get, Func<T, string?, T> set, string summary) =>
        Add(name, ParameterKind.Text, true, summary, e => get(e), (e, v) => set(e, (string?)v));

    /// <summary>Any text, or true or false.</summary>
    /// <param name="name">The name in scikit-learn.</param>
    /// <param name="get">Reads it: a string or a bool.</param>
    /// <param name="set">The estimator with another value, a string or a bool.</param>
    /// <param name="summary">One line on what it does.</param>
    /// <returns>This table.</returns>
    internal ParameterSet<T> TextOrFlag(string name, Func<T, object> get, Func<T, object, T> set, string summary) =>
        Add(name, ParameterKind.Text, false, summary, get, (e, v) => set(e, v!), takesFlags: true);

    /// <summary>A list of numbers or null.</summary>
    /// <inheritdoc cref="Number"/>
    public ParameterSet<T> Numbers(string name, Func<T, double[]?> get, Func<T, double[]?, T> set, string summary) =>
        Add(name, ParameterKind.Numbers, true, summary, e => get(e), (e, v) => set(e, (double[]?)v));

    /// <summary>A list of texts or null.</summary>
    /// <inheritdoc cref="Number"/>
    public ParameterSet<T> Texts(string name, Func<T, string[]?> get, Func<T, string[]?, T> set, string summary) =>
        Add(name, ParameterKind.Texts, true, summary, e => get(e), (e, v) => set(e, (string[]?)v));

    /// <summary>Another estimator.</summary>
    /// <typeparam name="TInner">What it must be.</typeparam>
    /// <param name="name">The name in scikit-learn.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">This estimator with another inner one.</param>
    /// <param name="summary">One line on what it does.</param>
    /// <returns>This table.</returns>
    public ParameterSet<T> Estimator<TInner>(string name, Func<T, TInner?> get, Func<T, TInner, T> set, string summary)
        where TInner : Estimator =>
        Add(name, ParameterKind.Estimator, false, summary, e => get(e),
            (e, v) => set(e, v as TInner ?? throw new ArgumentException($"{Name}: {name} cannot be {v}; expected a {typeof(TInner).Name.ToLowerInvariant()}", name)));

    /// <summary>A list of named estimators.</summary>
    /// <param name="name">The name in scikit-learn.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">This estimator with another list.</param>
    /// <param name="summary">One line on what it does.</param>
    /// <returns>This table.</returns>
    public ParameterSet<T> Steps(string name, Func<T, IReadOnlyList<EstimatorStep>> get, Func<T, IReadOnlyList<EstimatorStep>, T> set, string summary) =>
        Add(name, ParameterKind.Steps, false, summary, e => get(e), (e, v) => set(e, (IReadOnlyList<EstimatorStep>)v!));

    /// <summary>Something only a program can give, such as a function or an object.</summary>
    /// <typeparam name="TValue">Its type.</typeparam>
    /// <param name="name">The name in scikit-learn.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">The estimator with another value.</param>
    /// <param name="summary">One line on what it does.</param>
    /// <param name="forFitAlone">Whether the fit alone asks for it: a fitted model is saved without it then. One that a model needs cannot be saved.</param>
    /// <returns>This table.</returns>
    public ParameterSet<T> Code<TValue>(string name, Func<T, TValue?> get, Func<T, TValue?, T> set, string summary, bool forFitAlone = false)
        where TValue : class =>
        Add(name, ParameterKind.Code, true, summary, e => get(e),
            (e, v) => set(e, v is null ? null : v as TValue ?? throw new ArgumentException($"{Name}: {name} cannot be '{ParameterText.Of(v)}'; only a program can give it", name)), forFitAlone: forFitAlone);

    /// <inheritdoc/>
    public override object? DefaultOf(EstimatorParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Get(new T());
    }

    /// <inheritdoc/>
    public override Estimator Create() => new T();

    private ParameterSet<T> Add(
        string name, ParameterKind kind, bool optional, string summary, Func<T, object?> get, Func<T, object?, Estimator> set, IReadOnlyList<string>? choices = null, string? none = null, bool takesFlags = false,
        bool forFitAlone = false, bool takesPairs = false)
    {
        Add(new EstimatorParameter(name, kind, optional, summary, e => get((T)e), (e, v) => set((T)e, v)) { Choices = choices ?? [], NoneWord = none, TakesFlags = takesFlags, TakesPairs = takesPairs, IsForFitAlone = forFitAlone });
        return this;
    }

    private int ToInt32(string name, long value) => value is >= int.MinValue and <= int.MaxValue ? (int)value : throw OutOfRange(name, value);

    private ArgumentOutOfRangeException OutOfRange(string name, object? value) =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"{Name}: {name} cannot be {value}; it is too small or too large"));
}
