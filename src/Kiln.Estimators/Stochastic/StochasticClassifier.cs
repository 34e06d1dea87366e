namespace Kiln.Estimators;

/// <summary>A linear classifier that takes one sample after the other, or a few, and makes a step for each.</summary>
/// <remarks>
/// The same seed visits the samples in scikit-learn's order and makes its steps; coefficients differ by rounding only, as products are summed in another order.
/// </remarks>
public abstract record StochasticClassifier : Classifier, IPartialFit<SgdClassifierModel>
{
    private protected StochasticClassifier()
    {
    }

    /// <summary>Whether to learn an intercept; true by default.</summary>
    public bool FitIntercept { get => Course.FitIntercept; init => Course = Course with { FitIntercept = value }; }

    /// <summary>The most epochs, 1 or more; 1000 by default.</summary>
    public int MaxIterations { get => Course.MaxIterations; init => Course = Course with { MaxIterations = value }; }

    /// <summary>The least progress of an epoch, per sample; 1e-3 by default, null to make all epochs.</summary>
    public double? Tolerance { get => Course.Tolerance; init => Course = Course with { Tolerance = value }; }

    /// <summary>Whether each epoch takes the samples in another order; true by default.</summary>
    public bool Shuffle { get => Course.Shuffle; init => Course = Course with { Shuffle = value }; }

    /// <summary>The seed of the order of samples; 0 by default.</summary>
    public uint Seed { get => Course.Seed; init => Course = Course with { Seed = value }; }

    /// <summary>Whether progress is judged by how well samples are predicted that are held back; false by default.</summary>
    public bool EarlyStopping { get => Course.EarlyStopping; init => Course = Course with { EarlyStopping = value }; }

    /// <summary>The share that <see cref="EarlyStopping"/> holds back, between 0 and 1; 0.1 by default.</summary>
    public double ValidationFraction { get => Course.ValidationFraction; init => Course = Course with { ValidationFraction = value }; }

    /// <summary>How many epochs without progress end the fit, 1 or more; 5 by default (scikit-learn: <c>n_iter_no_change</c>).</summary>
    public int Patience { get => Course.Patience; init => Course = Course with { Patience = value }; }

    /// <summary>How much each class counts; null (all the same) by default.</summary>
    public ClassWeights? ClassWeight { get; init; }

    /// <summary>What the estimator has of its own: loss, penalty and steps.</summary>
    private protected abstract SgdSettings Own { get; }

    // What a classifier and a regressor have in common, in one place.
    private SgdCourse Course { get; init; } = new();

    private SgdSettings Settings => Course.With(Own);

    /// <inheritdoc/>
    public override void CheckParameters() => Settings.Check(partial: false);

    /// <inheritdoc/>
    public override SgdClassifierModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        SgdClassifierFit.Fit(this, Settings, ClassWeight, null, x, y, sampleWeights, cancellation);

    /// <summary>Fits from another model's coefficients on, with the steps of a new fit (scikit-learn: <c>warm_start</c>).</summary>
    /// <param name="start">A model of as many features and the same classes.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="DatasetException">The samples have other features or classes than the model.</exception>
    public SgdClassifierModel FitFrom(SgdClassifierModel start, Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return SgdClassifierFit.Fit(this, Settings, ClassWeight, start, x, y, sampleWeights, cancellation);
    }

    /// <summary>Learns from one more part of the data, in one epoch.</summary>
    /// <inheritdoc/>
    public SgdClassifierModel PartialFit(SgdClassifierModel? model, Features x, Target y, Target? classes = null, double[]? sampleWeights = null) =>
        SgdClassifierFit.Partial(this, Settings, ClassWeight, model, x, y, classes, sampleWeights);

    /// <inheritdoc cref="SgdCourse.Epochs"/>
    private protected static ParameterSet<T> Epochs<T>(ParameterSet<T> table)
        where T : StochasticClassifier, new() => SgdCourse.Epochs(table, e => e.Course, (e, course) => e with { Course = course });

    /// <inheritdoc cref="SgdCourse.Order"/>
    private protected static ParameterSet<T> Order<T>(ParameterSet<T> table)
        where T : StochasticClassifier, new() => SgdCourse.Order(table, e => e.Course, (e, course) => e with { Course = course });

    /// <inheritdoc cref="SgdCourse.Stopping"/>
    private protected static ParameterSet<T> Stopping<T>(ParameterSet<T> table)
        where T : StochasticClassifier, new() => SgdCourse.Stopping(table, e => e.Course, (e, course) => e with { Course = course });

    /// <summary>The hyper-parameter of all of them that weighs classes.</summary>
    private protected static ParameterSet<T> Weighing<T>(ParameterSet<T> table)
        where T : StochasticClassifier, new() => table
        .OptionalText("class_weight", e => e.ClassWeight?.ToString(), (e, v) => e with { ClassWeight = v is null ? null : ClassWeights.Parse(v) }, "how much each class counts: balanced, or such as spam:5,ham:1");
}
