namespace Kiln.Estimators;

/// <summary>What becomes of a category that was not there in the fit.</summary>
public enum UnknownCategories
{
    /// <summary>An error that names it.</summary>
    Error,

    /// <summary>Zeros in all columns of its feature.</summary>
    Ignore,

    /// <summary>It counts as infrequent, where the feature has infrequent categories; otherwise as with <see cref="Ignore"/>.</summary>
    InfrequentIfExist,
}

/// <summary>Which category of a feature gets no column, so that the columns are not collinear.</summary>
public enum CategoryDrop
{
    /// <summary>Every category has its column.</summary>
    None,

    /// <summary>The first of each feature has none.</summary>
    First,

    /// <summary>The first of each feature with two categories has none.</summary>
    IfBinary,
}

/// <summary>
/// A column of 0 and 1 for each category of each feature (scikit-learn: <c>OneHotEncoder</c>). Takes text and numbers; a missing value is a category of its own. The
/// result is sparse unless asked otherwise.
/// </summary>
public sealed record OneHotEncoder : FeatureTransformer
{
    internal static readonly ParameterSet<OneHotEncoder> Table = new ParameterSet<OneHotEncoder>("one-hot-encoder", "a column of 0 and 1 for each category")
        .OptionalText("categories", e => e.Categories?.ToString(), (e, v) => e with { Categories = v is null or "auto" ? null : CategoryList.Parse(v) }, "the categories of each feature as a JSON list of lists; none for those that are there")
        .Choice("drop", e => e.Drop, (e, v) => e with { Drop = v }, "which category gets no column", ("none", CategoryDrop.None), ("first", CategoryDrop.First), ("if_binary", CategoryDrop.IfBinary))
        .Texts("drop_categories", e => e.DropCategories, (e, v) => e with { DropCategories = v }, "for each feature the category that gets no column")
        .Flag("sparse_output", e => e.SparseOutput, (e, v) => e with { SparseOutput = v }, "whether the result is sparse")
        .Choice("handle_unknown", e => e.HandleUnknown, (e, v) => e with { HandleUnknown = v }, "what becomes of unknown categories",
            ("error", UnknownCategories.Error), ("ignore", UnknownCategories.Ignore), ("infrequent_if_exist", UnknownCategories.InfrequentIfExist))
        .OptionalNumber("min_frequency", e => e.MinFrequency, (e, v) => e with { MinFrequency = v }, "categories that come less often share a column: a count, or below 1 a share of the samples")
        .OptionalInteger("max_categories", e => e.MaxCategories, (e, v) => e with { MaxCategories = v }, "at most so many columns for each feature, the last for the rarer categories together");

    /// <summary>The categories of each feature; null (those that are there, ascending) by default.</summary>
    public CategoryList? Categories { get; init; }

    /// <summary>Which category of each feature gets no column; none by default.</summary>
    public CategoryDrop Drop { get; init; } = CategoryDrop.None;

    /// <summary>For each feature the text of the category that gets no column; null by default. It goes before <see cref="Drop"/>.</summary>
    public string[]? DropCategories { get; init; }

    /// <summary>Whether the result is sparse; true by default.</summary>
    public bool SparseOutput { get; init; } = true;

    /// <summary>What becomes of categories that were not there in the fit; an error by default.</summary>
    public UnknownCategories HandleUnknown { get; init; } = UnknownCategories.Error;

    /// <summary>Categories that come less often share one column: from 1 a count, below 1 a share of the samples; null by default.</summary>
    public double? MinFrequency { get; init; }

    /// <summary>At most so many columns for each feature (before one is dropped): the rarest categories share the last; null by default.</summary>
    public int? MaxCategories { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.That(MinFrequency is null or (> 0 and < 1) || (MinFrequency >= 1 && MinFrequency == Math.Floor(MinFrequency.Value)), Name, "min_frequency", MinFrequency, "a count of 1 or more, or a share between 0 and 1");
        Require.That(MaxCategories is null or >= 1, Name, "max_categories", MaxCategories, "1 or more");
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(OneHotEncoder? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override OneHotEncoderModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        Inputs.NoWeights(Name, sampleWeights);
        var samples = CategoryColumns.Given(Name, x);
        var sets = CategoryColumns.Fit(Name, samples, Categories, HandleUnknown == UnknownCategories.Error);
        var columns = new OneHotColumns[sets.Length];
        for (var c = 0; c < sets.Length; c++)
        {
            var infrequent = MinFrequency is null && MaxCategories is null ? null : Infrequent(sets[c], sets[c].Encode(Name, samples, c), samples.Rows);
            columns[c] = OneHotColumns.Of(sets[c], infrequent, DroppedOf(c, sets[c], infrequent));
        }

        return new(this, FeatureLayout.Of(x), columns);
    }

    /// <summary>Which categories are infrequent: those below the frequency, and then the rarest (of equals the first) until the columns are few enough. Null where none is.</summary>
    private bool[]? Infrequent(CategorySet set, int[] codes, int rows)
    {
        var counts = new int[set.Count];
        foreach (var code in codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        var least = MinFrequency is null ? 0 : MinFrequency < 1 ? rows * MinFrequency.Value : MinFrequency.Value;
        var infrequent = Array.ConvertAll(counts, count => count < least);
        var columns = counts.Length - infrequent.Count(rare => rare) + 1;
        if (MaxCategories < columns)
        {
            foreach (var rare in Enumerable.Range(0, counts.Length).OrderBy(code => counts[code]).Take(MaxCategories.Value == 1 ? counts.Length : counts.Length - MaxCategories.Value + 1))
            {
                infrequent[rare] = true;
            }
        }

        return infrequent.Any(rare => rare) ? infrequent : null;
    }

    /// <summary>The column of a feature that is left out; −1 for none.</summary>
    private int DroppedOf(int feature, CategorySet set, bool[]? infrequent)
    {
        if (DropCategories is null)
        {
            var columns = infrequent is null ? set.Count : infrequent.Count(rare => !rare) + 1;
            return Drop == CategoryDrop.First || (Drop == CategoryDrop.IfBinary && columns == 2) ? 0 : -1;
        }

        if (feature >= DropCategories.Length)
        {
            throw new ArgumentException($"{Name}: drop_categories names {DropCategories.Length} categories, one for each feature is expected");
        }

        var code = set.Find(DropCategories[feature]);
        return code < 0 ? throw new ArgumentException($"{Name}: feature {feature} has no category '{DropCategories[feature]}' to drop; "
                + NearNames.Hint(DropCategories[feature], [.. Enumerable.Range(0, set.Count).Select(set.NameOf)], "its categories are"))
            : infrequent?[code] == true ? throw new ArgumentException($"{Name}: category '{DropCategories[feature]}' of feature {feature} is infrequent and cannot be dropped alone")
            : infrequent is null ? code : infrequent.Take(code).Count(rare => !rare);
    }
}
