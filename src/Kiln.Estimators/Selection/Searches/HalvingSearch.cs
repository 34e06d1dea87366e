using System.Globalization;

namespace Kiln.Estimators;

/// <summary>
/// Tries all candidates with few samples (or little of another resource), the best of them with more, and so on (K. Jamieson and A. Talwalkar, "Non-stochastic best
/// arm identification and hyperparameter optimization", AISTATS 2016; scikit-learn: <c>HalvingGridSearchCV</c>, <c>HalvingRandomSearchCV</c>).
/// </summary>
public abstract record HalvingSearch : ParameterSearch
{
    private const string Samples = "n_samples";

    /// <summary>One in how many candidates goes on to the next round, and how many times more it gets; above 1; 3 by default.</summary>
    public double Factor { get; init; } = 3;

    /// <summary>What grows from round to round: "n_samples", the default, or a hyper-parameter that takes whole numbers, such as max_iter.</summary>
    public string Resource { get; init; } = Samples;

    /// <summary>The most a candidate gets; null for all samples.</summary>
    public int? MaxResources { get; init; }

    /// <summary>What candidates get in the first round, at least 1; null, the default, to choose it by <see cref="Start"/>.</summary>
    public int? MinResources { get; init; }

    /// <summary>How the resources of the first round are chosen where <see cref="MinResources"/> does not say them: by default exhaustive for grids, the smallest for random candidates.</summary>
    public HalvingStart Start { get; init; } = HalvingStart.Smallest;

    /// <summary>Whether candidates are dropped in extra first rounds when there are too many for the resources; false by default.</summary>
    public bool AggressiveElimination { get; init; }

    /// <summary>What the choice of samples (and of random candidates) depends on; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <summary>The candidates of the first round.</summary>
    private protected abstract IReadOnlyList<IReadOnlyDictionary<string, object?>> First(int minResources, int maxResources);

    /// <inheritdoc/>
    private protected override void CheckSettings()
    {
        Require.That(Factor > 1 && double.IsFinite(Factor), Name, "factor", Factor, "a number above 1");
        Require.That(MaxResources is null or >= 1, Name, "max_resources", MaxResources, "1 or more, or none");
        Require.That(MinResources is null or >= 1, Name, "min_resources", MinResources, "1 or more, or none");
        base.CheckSettings();
        if (Resource != Samples)
        {
            _ = Estimator![Resource];
        }
    }

    private protected override SearchResults Run(CandidateRun run, SearchData search, FoldData data, CancellationToken cancellation)
    {
        var bySamples = Resource == Samples;
        var maximum = MaxResources ?? (bySamples ? search.X.Rows : throw new ArgumentException($"{Name}: max_resources is needed when the resource is {Resource}"));
        var minimum = MinResources ?? (bySamples ? 2 * search.Splits.Length * (IsClassifier ? search.Y.Distinct(out _).Count : 1) : 1);
        if (minimum < 1 || minimum > maximum)
        {
            throw new DatasetException($"{Name}: the first round needs {minimum} of {Resource}, but there are {maximum}; give min_resources, or more samples");
        }

        cancellation.ThrowIfCancellationRequested();
        var candidates = First(minimum, maximum);
        if (!bySamples && candidates.Any(candidate => candidate.ContainsKey(Resource)))
        {
            throw new ArgumentException($"{Name}: {Resource} is the resource, so it cannot be searched too");
        }

        var required = 1 + (int)Math.Floor(Math.Log(candidates.Count) / Math.Log(Factor));
        if (MinResources is null && Start == HalvingStart.Exhaust)
        {
            minimum = Math.Max(minimum, (int)Math.Floor(maximum / Math.Pow(Factor, required - 1)));
        }

        var possible = 1 + (int)Math.Floor(Math.Log(maximum / minimum) / Math.Log(Factor));
        var rounds = AggressiveElimination ? required : Math.Min(possible, required);
        var means = Array.Empty<double>();
        for (var round = 0; round < rounds; round++)
        {
            var power = AggressiveElimination ? Math.Max(0, round - required + possible) : round;
            var resources = (int)Math.Min(maximum, Math.Pow(Factor, power) * minimum);
            var part = bySamples ? Part(search, resources) : data;
            var tried = bySamples ? candidates : [.. candidates.Select(candidate => With(candidate, resources))];
            means = run.Try(tried, part, cancellation, round, resources);
            candidates = Keep(tried, means, (int)Math.Ceiling(tried.Count / Factor));
        }

        return run.Results(run.Candidates.Count - means.Length + CandidateRun.Best(means));
    }

    /// <summary>The parameters that both halving searches have.</summary>
    private protected static ParameterSet<T> Halving<T>(ParameterSet<T> table)
        where T : HalvingSearch, new() => Common(table)
        .Number("factor", e => e.Factor, (e, v) => e with { Factor = v }, "one in how many candidates goes on, with how many times more")
        .Text("resource", e => e.Resource, (e, v) => e with { Resource = v }, "what grows: n_samples or a parameter")
        .OptionalInteger("max_resources", e => e.MaxResources, (e, v) => e with { MaxResources = v }, "the most a candidate gets; auto for all samples", none: "auto")
        .OptionalText("min_resources", ReadStart, WithStart, "what candidates get in the first round: a number, smallest, or exhaust to leave the last round all")
        .Flag("aggressive_elimination", e => e.AggressiveElimination, (e, v) => e with { AggressiveElimination = v }, "whether extra first rounds drop candidates")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v });

    private static string ReadStart(HalvingSearch search) => search.MinResources is { } number ? number.ToString(CultureInfo.InvariantCulture)
        : search.Start == HalvingStart.Exhaust ? "exhaust" : "smallest";

    private static T WithStart<T>(T search, string? text)
        where T : HalvingSearch, new() => text switch
        {
            null or "none" => search with { MinResources = null, Start = new T().Start },
            "smallest" => search with { MinResources = null, Start = HalvingStart.Smallest },
            "exhaust" => search with { MinResources = null, Start = HalvingStart.Exhaust },
            _ when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => search with { MinResources = number },
            _ => throw new ArgumentException($"{search.Name}: min_resources cannot be '{text}'; expected a whole number, smallest or exhaust", nameof(text)),
        };

    /// <summary>Both parts of each split, thinned out alike.</summary>
    private FoldData Part(SearchData search, int resources)
    {
        var fraction = (double)resources / search.X.Rows;
        return new(search.X, search.Y, search.Weights, Array.ConvertAll(search.Splits, split => (Thin(split.Train, fraction), Thin(split.Test, fraction))));
    }

    private RowIndices Thin(RowIndices rows, double fraction) => Array.ConvertAll(new RandomState(Seed).Permutation(rows.Count)[..(int)(fraction * rows.Count)], i => rows[i]);

    private SortedDictionary<string, object?> With(IReadOnlyDictionary<string, object?> candidate, int resources)
    {
        var changed = new SortedDictionary<string, object?>(CodePointComparer.Instance) { [Resource] = resources };
        foreach (var (name, value) in candidate)
        {
            changed.TryAdd(name, value);
        }

        return changed;
    }

    /// <summary>The best candidates, the best last; equal ones in the order that NumPy's argsort leaves them in, failed ones first.</summary>
    private static IReadOnlyDictionary<string, object?>[] Keep(IReadOnlyList<IReadOnlyDictionary<string, object?>> candidates, double[] means, int count)
    {
        var distinct = means.Where(mean => !double.IsNaN(mean)).Distinct().Order().ToArray();
        var order = NumPyOrder.Sort(Array.ConvertAll(means, mean => double.IsNaN(mean) ? distinct.Length : Array.BinarySearch(distinct, mean)));
        var failed = means.Count(double.IsNaN);
        int[] rolled = [.. order[(order.Length - failed)..], .. order[..(order.Length - failed)]];
        return [.. rolled.TakeLast(count).Select(i => candidates[i])];
    }
}
