using System.Globalization;

namespace Kiln.Estimators;

/// <summary>What missing values are filled with.</summary>
public enum ImputationStrategy
{
    /// <summary>The mean of the feature's values; numbers only.</summary>
    Mean,

    /// <summary>The median of the feature's values; numbers only.</summary>
    Median,

    /// <summary>The value that comes most often; of several the smallest.</summary>
    MostFrequent,

    /// <summary>The same value everywhere.</summary>
    Constant,
}

/// <summary>
/// Fills missing values, feature by feature (scikit-learn: <c>SimpleImputer</c>). Numbers and text: a table's text columns need the strategy
/// most_frequent or constant. A feature without any value is left out, unless <see cref="KeepEmptyFeatures"/> or the strategy is constant.
/// </summary>
public sealed record SimpleImputer : FeatureTransformer
{
    internal static readonly ParameterSet<SimpleImputer> Table = new ParameterSet<SimpleImputer>("simple-imputer", "fills missing values")
        .Choice("strategy", e => e.Strategy, (e, v) => e with { Strategy = v }, "what to fill with",
            ("mean", ImputationStrategy.Mean), ("median", ImputationStrategy.Median), ("most_frequent", ImputationStrategy.MostFrequent), ("constant", ImputationStrategy.Constant))
        .OptionalText("fill_value", e => e.FillValue, (e, v) => e with { FillValue = v }, "the value of the strategy constant; 0 or \"missing_value\" where none is given")
        .Number("missing_values", e => e.MissingValues, (e, v) => e with { MissingValues = v }, "the number that stands for a missing value")
        .Flag("add_indicator", e => e.AddIndicator, (e, v) => e with { AddIndicator = v }, "whether to add a feature for each with missing values: 1 where one was missing")
        .Flag("keep_empty_features", e => e.KeepEmptyFeatures, (e, v) => e with { KeepEmptyFeatures = v }, "whether features without any value stay");

    /// <summary>What to fill with; the mean by default.</summary>
    public ImputationStrategy Strategy { get; init; } = ImputationStrategy.Mean;

    /// <summary>The value of the strategy constant, a number or text; null by default: 0 in columns of numbers, "missing_value" in those of text.</summary>
    public string? FillValue { get; init; }

    /// <summary>The number that stands for a missing value; NaN by default. Missing text is null.</summary>
    public double MissingValues { get; init; } = double.NaN;

    /// <summary>Whether to add, for each feature with missing values in the fit, one that is 1 where its value was missing; false by default.</summary>
    public bool AddIndicator { get; init; }

    /// <summary>Whether features without any value stay, filled with 0; false by default.</summary>
    public bool KeepEmptyFeatures { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override SimpleImputerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        Inputs.NoWeights(Name, sampleWeights);
        var samples = Given(Inputs.NotEmpty(Name, x));
        var fills = samples.Kind switch
        {
            FeaturesKind.Table => [.. samples.Table!.Columns.Select(OfColumn)],
            FeaturesKind.Sparse => OfSparse(samples.Sparse!),
            _ => OfRows(samples),
        };
        var layout = FeatureLayout.Of(x);
        var empty = Enumerable.Range(0, fills.Length).Where(c => fills[c].IsEmpty).Select(c => layout.NamesOrNumbers[c]).ToList();
        return new(this, layout, fills)
        {
            Warnings = empty.Count == 0 || KeepEmptyFeatures || Strategy == ImputationStrategy.Constant
                ? []
                : [$"features without any value are left out: {string.Join(", ", empty)}"],
        };
    }

    /// <summary>Tables with text stay tables; everything else becomes numbers, checked.</summary>
    internal Features Given(Features x)
    {
        if (x.Kind == FeaturesKind.Table && x.Table!.Columns.Any(column => column is TextColumn) && Strategy is ImputationStrategy.MostFrequent or ImputationStrategy.Constant)
        {
            return x;
        }

        if (x.Kind == FeaturesKind.Sparse && MissingValues == 0)
        {
            throw new DatasetException($"{Name}: the zeros of sparse samples cannot be the missing values; call ToDense() first");
        }

        return Inputs.Numbers(Name, x, allowMissing: double.IsNaN(MissingValues));
    }

    internal bool IsMissing(double value) => double.IsNaN(MissingValues) ? double.IsNaN(value) : value == MissingValues;

    private double ConstantNumber => FillValue is null ? 0
        : double.TryParse(FillValue, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ArgumentException($"{Name}: fill_value is '{FillValue}'; columns of numbers take a number", nameof(FillValue));

    private ColumnFill[] OfRows(Features x)
    {
        var fills = new ColumnFill[x.Columns];
        if (Strategy == ImputationStrategy.Mean && double.IsNaN(MissingValues))
        {
            var (sums, counts) = ColumnFold.Run<PresentSumTerms>(x, new double[x.Columns]);
            return [.. sums.Select((sum, c) => Number(sum / counts[c], counts[c] == 0, counts[c] < x.Rows))];
        }

        NumberedBlocks.Each(x.Columns, c =>
        {
            var values = new double[x.Rows];
            for (var row = 0; row < values.Length; row++)
            {
                values[row] = x.Values[(row * x.Columns) + c];
            }

            fills[c] = OfNumbers(values, 0, out _);
        });
        return fills;
    }

    private ColumnFill[] OfSparse(SparseMatrix x)
    {
        var columns = x.Transpose();
        var fills = new ColumnFill[x.ColumnCount];
        NumberedBlocks.Each(fills.Length, c => fills[c] = OfNumbers(columns.Row(c).Values.ToArray(), x.RowCount - columns.Row(c).Values.Length, out _));
        return fills;
    }

    private ColumnFill OfColumn(Column column) => column is NumberColumn numbers ? OfNumbers(numbers.Values.ToArray(), 0, out _) : OfTexts(((TextColumn)column).Values);

    private ColumnFill OfTexts(ReadOnlySpan<string?> values)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var missing = 0;
        foreach (var value in values)
        {
            if (value is null)
            {
                missing++;
            }
            else
            {
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _)++;
            }
        }

        var text = Strategy == ImputationStrategy.Constant
            ? FillValue ?? "missing_value"
            : counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, CodePointComparer.Instance).Select(pair => pair.Key).FirstOrDefault() ?? "missing_value";
        return new(double.NaN, text, counts.Count == 0 && Strategy != ImputationStrategy.Constant, missing > 0);
    }

    /// <summary>The fill of a column of numbers, with some zeros besides those listed.</summary>
    private ColumnFill OfNumbers(double[] values, int zeros, out int missing)
    {
        var count = 0;
        foreach (var value in values)
        {
            if (!IsMissing(value))
            {
                values[count++] = value;
            }
        }

        missing = values.Length - count;
        var present = values.AsSpan(0, count);
        var all = count + zeros;
        if (Strategy == ImputationStrategy.Constant)
        {
            return new(ConstantNumber, null, false, missing > 0);
        }

        var fill = all == 0 ? double.NaN : Strategy switch
        {
            ImputationStrategy.Median => Median(present, zeros),
            ImputationStrategy.MostFrequent => MostFrequent(present, zeros),
            _ => System.Numerics.Tensors.TensorPrimitives.Sum<double>(present) / all,
        };
        return Number(fill, all == 0, missing > 0);
    }

    private ColumnFill Number(double fill, bool empty, bool missing) =>
        Strategy == ImputationStrategy.Constant ? new(ConstantNumber, null, false, missing) : new(empty && KeepEmptyFeatures ? 0 : fill, null, empty, missing);

    private static double Median(Span<double> values, int zeros)
    {
        var all = new double[values.Length + zeros];
        values.CopyTo(all);
        return new RankedValues(all, median: true).Median;
    }

    private static double MostFrequent(Span<double> values, int zeros)
    {
        var all = new double[values.Length + zeros];
        values.CopyTo(all);
        FloatSort.Ascending(all);
        var (best, most) = (all[0], 0);
        for (var i = 0; i < all.Length;)
        {
            var end = i + 1;
            while (end < all.Length && all[end] == all[i])
            {
                end++;
            }

            if (end - i > most)
            {
                (best, most) = (all[i], end - i);
            }

            i = end;
        }

        return best;
    }
}
