using System.Collections;
using System.Globalization;

namespace Kiln.Estimators;

/// <summary>
/// Which values a search tries: by name of a hyper-parameter a list or, for randomized searches, a distribution; names as in scikit-learn, those of inner
/// estimators with "__". Several spaces are searched one after the other.
/// </summary>
/// <example>
/// <code>
/// new SearchSpace { ["alpha"] = [0.1, 1, 10], ["fit_intercept"] = [true, false] }
/// new SearchSpace { ["alpha"] = ParameterDistribution.LogUniform(1e-4, 1e2) }
/// </code>
/// </example>
public sealed class SearchSpace : IEnumerable<KeyValuePair<string, ParameterChoices>>
{
    private readonly SortedDictionary<string, ParameterChoices> _choices = new(CodePointComparer.Instance);
    private readonly IReadOnlyList<SearchSpace> _alternatives = [];

    /// <summary>A space without parameters yet: one candidate, the estimator as it is.</summary>
    public SearchSpace()
    {
    }

    private SearchSpace(IReadOnlyList<SearchSpace> alternatives) => _alternatives = alternatives;

    /// <summary>How many candidates the lists make.</summary>
    /// <exception cref="ArgumentException">There is a distribution among them.</exception>
    /// <exception cref="OverflowException">They are more than <see cref="int.MaxValue"/>.</exception>
    public int Count => checked((int)Size);

    /// <summary>How many candidates the lists make, however many that are; <see cref="long.MaxValue"/> stands for as many and more.</summary>
    internal long Size => (long)Parts.Aggregate(Int128.Zero, (sum, part) => Int128.Min(sum + part.PartSize, long.MaxValue));

    /// <summary>The candidates, each made when it is asked for: there may be many, and one is looked at after the other.</summary>
    internal IReadOnlyList<IReadOnlyDictionary<string, object?>> AsList => new CandidateList(this);

    /// <summary>Whether all choices are lists.</summary>
    public bool IsGrid => Parts.All(part => part._choices.Values.All(choices => choices.Values is not null));

    /// <summary>The spaces one after the other; this one alone unless it is of several.</summary>
    public IReadOnlyList<SearchSpace> Parts => _alternatives.Count > 0 ? _alternatives : [this];

    internal IReadOnlyDictionary<string, ParameterChoices> Choices => _choices;

    private long PartSize => (long)_choices.Aggregate(Int128.One, (count, choice) => Int128.Min(count * ListOf(choice).Count, long.MaxValue));

    /// <summary>What a hyper-parameter may be.</summary>
    /// <param name="parameter">Its name, as in scikit-learn.</param>
    /// <exception cref="ArgumentException">An empty list.</exception>
    /// <exception cref="KeyNotFoundException">There are no choices for it.</exception>
    public ParameterChoices this[string parameter]
    {
        get => _choices[parameter];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _choices[parameter] = value.Values is { Count: 0 }
                ? throw new ArgumentException($"search: the list for '{parameter}' is empty; give at least one value", nameof(value))
                : value;
        }
    }

    /// <summary>Several spaces, searched one after the other.</summary>
    /// <param name="spaces">The spaces.</param>
    public static SearchSpace Any(params SearchSpace[] spaces)
    {
        ArgumentNullException.ThrowIfNull(spaces);
        return new(spaces.SelectMany(space => space.Parts).ToArray());
    }

    /// <summary>The same space for a pipeline in which the estimator is a step: a name that names no step (it has no "__") gets this one's before it.</summary>
    /// <param name="step">The step's name.</param>
    public SearchSpace Prefixed(string step)
    {
        ArgumentException.ThrowIfNullOrEmpty(step);
        return Any([.. Parts.Select(part =>
        {
            var named = new SearchSpace();
            foreach (var (name, choices) in part._choices)
            {
                named[name.Contains("__", StringComparison.Ordinal) ? name : $"{step}__{name}"] = choices;
            }

            return named;
        })]);
    }

    /// <summary>Reads JSON: <c>{"alpha": [0.1, 1], "C": {"log_uniform": [0.001, 1000]}}</c>, or a list of such objects.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="FormatException">It is not of that form; the message says where.</exception>
    public static SearchSpace Parse(string json) => SearchSpaceJson.Read(json);

    /// <summary>The candidates of the lists, in scikit-learn's order: names ascending, the last one changing fastest.</summary>
    public IEnumerable<IReadOnlyDictionary<string, object?>> Candidates()
    {
        var count = Count;
        for (var i = 0; i < count; i++)
        {
            yield return Candidate(i);
        }
    }

    /// <summary>The candidates one by one, as <see cref="Candidates"/>.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public IReadOnlyDictionary<string, object?> Candidate(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Size);
        var part = 0;
        var place = (long)index;
        while (place >= Parts[part].PartSize)
        {
            place -= Parts[part++].PartSize;
        }

        var candidate = new SortedDictionary<string, object?>(CodePointComparer.Instance);
        foreach (var choice in Parts[part]._choices.Reverse())
        {
            var values = ListOf(choice);
            candidate[choice.Key] = values[(int)(place % values.Count)];
            place /= values.Count;
        }

        return candidate;
    }

    /// <summary>
    /// Random candidates, those of scikit-learn's <c>ParameterSampler</c> for the same seed: of lists alone distinct ones, at most all; otherwise independent draws.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">What they depend on.</param>
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> Sample(int count, uint seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var random = new RandomState(seed);
        if (IsGrid)
        {
            if (Size > int.MaxValue)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"search: the lists make {Size:N0} combinations, of which none can be drawn without keeping count of all; give shorter lists, or distributions"));
            }

            return Array.ConvertAll(Sampling.WithoutReplacement(Count, Math.Min(count, Count), random), Candidate);
        }

        var candidates = new IReadOnlyDictionary<string, object?>[count];
        for (var i = 0; i < count; i++)
        {
            var drawn = new SortedDictionary<string, object?>(CodePointComparer.Instance);
            foreach (var (name, choices) in Parts[(int)random.RandInt(Parts.Count)]._choices)
            {
                drawn[name] = choices is ParameterDistribution distribution ? distribution.Draw(random) : choices.Values![(int)random.RandInt(choices.Values.Count)];
            }

            candidates[i] = drawn;
        }

        return candidates;
    }

    /// <summary>Sees that whole numbers are drawn where an estimator takes nothing else.</summary>
    /// <exception cref="ArgumentException">A hyper-parameter of whole numbers has a distribution of fractions, or there is no such hyper-parameter.</exception>
    internal void CheckIntegers(string owner, Predictor estimator)
    {
        foreach (var (name, choices) in Parts.SelectMany(part => part))
        {
            if (choices is ParameterDistribution { Kind: not "whole" } drawn && estimator.FindInnermost(name).Kind == ParameterKind.Integer)
            {
                var (low, high) = drawn.Kind is "uniform" or "log_uniform" ? (Math.Floor(drawn.First), Math.Ceiling(drawn.Second)) : (1, 10);
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"{owner}: {name} takes whole numbers, and {drawn.Kind} draws fractions; take whole, whose second number is not drawn: {{\"{name}\": {{\"whole\": [{low}, {high}]}}}}"));
            }
        }
    }

    /// <summary>The choices by name.</summary>
    public IEnumerator<KeyValuePair<string, ParameterChoices>> GetEnumerator() => _choices.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As JSON, which <see cref="Parse"/> reads.</summary>
    public override string ToString() => SearchSpaceJson.Write(this);

    private sealed class CandidateList(SearchSpace space) : IReadOnlyList<IReadOnlyDictionary<string, object?>>
    {
        public int Count { get; } = space.Count;

        public IReadOnlyDictionary<string, object?> this[int index] => space.Candidate(index);

        public IEnumerator<IReadOnlyDictionary<string, object?>> GetEnumerator() => space.Candidates().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private static IReadOnlyList<object?> ListOf(KeyValuePair<string, ParameterChoices> choice) => choice.Value.Values
        ?? throw new ArgumentException($"search: '{choice.Key}' has a distribution, of which a grid has no list; give a list, or take a randomized search");
}
