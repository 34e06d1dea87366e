namespace Kiln.Estimators;

/// <summary>Samples and the splits that estimators are tried on. Safe to use from many threads.</summary>
internal sealed class FoldData
{
    // Parts that many candidates are fitted on are kept, unless all of them together would take more than this.
    private const long MostKeptBytes = 1L << 29;

    private readonly Features _x;
    private readonly Target _y;
    private readonly double[]? _weights;
    private readonly Lazy<FoldPart>[]? _train;
    private readonly Lazy<FoldPart>[]? _test;

    public FoldData(Features x, Target y, double[]? weights, (RowIndices Train, RowIndices Test)[] splits)
    {
        (_x, _y, _weights, Splits) = (x, y, weights, splits);
        if (splits.Sum(s => (long)s.Train.Count + s.Test.Count) * x.Columns * sizeof(double) <= MostKeptBytes)
        {
            _train = Array.ConvertAll(splits, split => new Lazy<FoldPart>(() => Take(split.Train)));
            _test = Array.ConvertAll(splits, split => new Lazy<FoldPart>(() => Take(split.Test)));
        }
    }

    public (RowIndices Train, RowIndices Test)[] Splits { get; }

    public FoldPart Train(int split) => _train?[split].Value ?? Take(Splits[split].Train);

    public FoldPart Test(int split) => _test?[split].Value ?? Take(Splits[split].Test);

    /// <summary>The error of a fit on all samples, when there is one: it names the sample's own number, which those of parts cannot.</summary>
    public void ThrowAsOnAllSamples(Predictor estimator, CancellationToken cancellation) => estimator.Fit(_x, _y, _weights, cancellation);

    /// <summary>Splits samples: by the splitter, or in k parts, stratified for a classifier.</summary>
    /// <exception cref="DatasetException">They cannot be split that way.</exception>
    public static (RowIndices Train, RowIndices Test)[] Split(string owner, bool classifier, Splitter? splitter, int folds, Features x, Target y, IReadOnlyList<int>? groups)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rows == 0 || x.Columns == 0)
        {
            throw new DatasetException($"{owner}: {Plural.Of(x.Rows, "sample")} of {Plural.Of(x.Columns, "feature")} were given; at least one of each is needed");
        }

        Inputs.Same(owner, x, y);
        splitter ??= classifier && y.Outputs == 1 ? new StratifiedKFold(folds) : new KFold(folds);
        try
        {
            int[]? labels = null;
            if (splitter.NeedsLabels)
            {
                y.Distinct(out labels);
            }

            var splits = splitter.Split(x.Rows, labels, groups).ToArray();
            return splits.Length > 0 ? splits : throw new ArgumentException($"{splitter.GetType().Name}: it makes no splits");
        }
        catch (ArgumentException e)
        {
            throw new DatasetException($"{owner}: {e.Message}", e);
        }
    }

    private FoldPart Take(RowIndices rows) => new(_x.Take(rows), _y.Take(rows), _weights is null ? null : rows.Of<double>(_weights));
}

/// <summary>Some of the samples.</summary>
internal sealed record FoldPart(Features X, Target Y, double[]? Weights);
