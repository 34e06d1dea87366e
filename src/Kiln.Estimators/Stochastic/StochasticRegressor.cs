namespace Kiln.Estimators;

/// <summary>A linear model of numbers that takes one sample after the other, or a few, and makes a step for each.</summary>
/// <remarks>
/// The same seed visits the samples in scikit-learn's order and makes its steps; coefficients differ by rounding only, as products are summed in another order.
/// </remarks>
public abstract record StochasticRegressor : Regressor, IPartialFit<SgdRegressorModel>
{
    private protected StochasticRegressor()
    {
    }

    /// <summary>Whether to learn an intercept; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>The most epochs, 1 or more; 1000 by default.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>The least progress of an epoch, per sample; 1e-3 by default, null to make all epochs.</summary>
    public double? Tolerance { get; init; } = 1e-3;

    /// <summary>Whether each epoch takes the samples in another order; true by default.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of the order of samples; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <summary>Whether progress is judged by how well samples are predicted that are held back; false by default.</summary>
    public bool EarlyStopping { get; init; }

    /// <summary>The share that <see cref="EarlyStopping"/> holds back, between 0 and 1; 0.1 by default.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>How many epochs without progress end the fit, 1 or more; 5 by default (scikit-learn: <c>n_iter_no_change</c>).</summary>
    public int Patience { get; init; } = 5;

    /// <summary>What the estimator has of its own: loss, penalty and steps.</summary>
    private protected abstract SgdSettings Own { get; }

    private SgdSettings Settings => Own with
    {
        FitIntercept = FitIntercept,
        MaxEpochs = MaxIterations,
        Tolerance = Tolerance,
        Shuffle = Shuffle,
        Seed = Seed,
        EarlyStopping = EarlyStopping,
        ValidationFraction = ValidationFraction,
        Patience = Patience,
    };

    /// <inheritdoc/>
    public override void CheckParameters() => Settings.Check(partial: false);

    /// <inheritdoc/>
    public override SgdRegressorModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        SgdRegressorFit.Fit(this, Settings, null, x, y, sampleWeights, cancellation);

    /// <summary>Fits from another model's coefficients on, with the steps of a new fit (scikit-learn: <c>warm_start</c>).</summary>
    /// <remarks>Averages begin anew; scikit-learn 1.2.1 leaves the former ones among them.</remarks>
    /// <param name="start">A model of as many features.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="DatasetException">The samples have other features than the model.</exception>
    public SgdRegressorModel FitFrom(SgdRegressorModel start, Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return SgdRegressorFit.Fit(this, Settings, start, x, y, sampleWeights, cancellation);
    }

    /// <summary>Learns from one more part of the data, in one epoch.</summary>
    /// <inheritdoc/>
    public SgdRegressorModel PartialFit(SgdRegressorModel? model, Features x, Target y, Target? classes = null, double[]? sampleWeights = null) =>
        SgdRegressorFit.Partial(this, Settings, model, x, y, sampleWeights);

    /// <summary>The hyper-parameters of all of them that say how long a fit goes on.</summary>
    private protected static ParameterSet<T> Epochs<T>(ParameterSet<T> table)
        where T : StochasticRegressor, new() => table
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .Integer("max_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most epochs")
        .OptionalNumber("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "the least progress of an epoch; none to make all epochs");

    /// <summary>The hyper-parameter of all of them that says in which order samples are taken.</summary>
    private protected static ParameterSet<T> Order<T>(ParameterSet<T> table)
        where T : StochasticRegressor, new() => table
        .Flag("shuffle", e => e.Shuffle, (e, v) => e with { Shuffle = v }, "whether each epoch takes the samples in another order");

    /// <summary>The hyper-parameters of all of them that say when a fit ends early.</summary>
    private protected static ParameterSet<T> Stopping<T>(ParameterSet<T> table)
        where T : StochasticRegressor, new() => table
        .Flag("early_stopping", e => e.EarlyStopping, (e, v) => e with { EarlyStopping = v }, "whether to judge progress by samples held back")
        .Number("validation_fraction", e => e.ValidationFraction, (e, v) => e with { ValidationFraction = v }, "the share held back for early stopping")
        .Integer("n_iter_no_change", e => e.Patience, (e, v) => e with { Patience = v }, "how many epochs without progress end the fit");
}
