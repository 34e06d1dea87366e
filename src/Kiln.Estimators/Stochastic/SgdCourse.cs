namespace Kiln.Estimators;

/// <summary>How long a stochastic descent goes on, and in which order it takes samples: what classifiers and regressors have in common.</summary>
internal sealed record SgdCourse
{
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

    /// <summary>The share that early stopping holds back, between 0 and 1; 0.1 by default.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>How many epochs without progress end the fit, 1 or more; 5 by default (scikit-learn: <c>n_iter_no_change</c>).</summary>
    public int Patience { get; init; } = 5;

    /// <summary>The settings of an estimator with this course.</summary>
    /// <param name="own">What it has of its own: loss, penalty and steps.</param>
    public SgdSettings With(SgdSettings own) => own with
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

    /// <summary>The hyper-parameters that say how long a fit goes on.</summary>
    /// <param name="table">Those before.</param>
    /// <param name="get">The course of an estimator.</param>
    /// <param name="set">The estimator with another course.</param>
    public static ParameterSet<T> Epochs<T>(ParameterSet<T> table, Func<T, SgdCourse> get, Func<T, SgdCourse, T> set)
        where T : Estimator, new() => table
        .Flag("fit_intercept", e => get(e).FitIntercept, (e, v) => set(e, get(e) with { FitIntercept = v }), "whether to learn an intercept")
        .Integer("max_iter", e => get(e).MaxIterations, (e, v) => set(e, get(e) with { MaxIterations = v }), "the most epochs")
        .OptionalNumber("tol", e => get(e).Tolerance, (e, v) => set(e, get(e) with { Tolerance = v }), "the least progress of an epoch; none to make all epochs");

    /// <summary>The hyper-parameter that says in which order samples are taken.</summary>
    /// <inheritdoc cref="Epochs"/>
    public static ParameterSet<T> Order<T>(ParameterSet<T> table, Func<T, SgdCourse> get, Func<T, SgdCourse, T> set)
        where T : Estimator, new() => table
        .Flag("shuffle", e => get(e).Shuffle, (e, v) => set(e, get(e) with { Shuffle = v }), "whether each epoch takes the samples in another order");

    /// <summary>The hyper-parameters that say when a fit ends early.</summary>
    /// <inheritdoc cref="Epochs"/>
    public static ParameterSet<T> Stopping<T>(ParameterSet<T> table, Func<T, SgdCourse> get, Func<T, SgdCourse, T> set)
        where T : Estimator, new() => table
        .Flag("early_stopping", e => get(e).EarlyStopping, (e, v) => set(e, get(e) with { EarlyStopping = v }), "whether to judge progress by samples held back")
        .Number("validation_fraction", e => get(e).ValidationFraction, (e, v) => set(e, get(e) with { ValidationFraction = v }), "the share held back for early stopping")
        .Integer("n_iter_no_change", e => get(e).Patience, (e, v) => set(e, get(e) with { Patience = v }), "how many epochs without progress end the fit");
}
