using System.Globalization;

namespace Kiln.Estimators;

/// <summary>
/// Classes as normal clouds of the same shape, hence linear borders (scikit-learn: <c>LinearDiscriminantAnalysis</c>); also the directions in which the classes
/// lie farthest apart, <see cref="LinearDiscriminantModel.Transform"/>.
/// </summary>
/// <remarks>Sparse samples are made dense.</remarks>
public sealed record LinearDiscriminantAnalysis : Classifier
{
    internal static readonly ParameterSet<LinearDiscriminantAnalysis> Table = new ParameterSet<LinearDiscriminantAnalysis>(
        "linear-discriminant-analysis", "classes as normal clouds of one shape")
        .Choice("solver", e => e.Solver, (e, v) => e with { Solver = v }, "how to solve",
            ("svd", DiscriminantSolver.Svd), ("lsqr", DiscriminantSolver.Lsqr), ("eigen", DiscriminantSolver.Eigen))
        .OptionalText("shrinkage", e => e.Shrinkage, (e, v) => e with { Shrinkage = v }, "how far the covariance is moved towards the identity: 0 to 1, auto, or none")
        .Numbers("priors", e => e.Priors, (e, v) => e with { Priors = v }, "the probability of each class")
        .OptionalInteger("n_components", e => e.Components, (e, v) => e with { Components = v }, "how many directions a transformation keeps")
        .Flag("store_covariance", e => e.StoreCovariance, (e, v) => e with { StoreCovariance = v }, "whether the solver svd keeps the covariance within the classes; the others always do")
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "singular values up to this count as 0 (svd)")
        .Code("covariance_estimator", e => e.CovarianceEstimator, (e, v) => e with { CovarianceEstimator = v }, "a function that estimates a covariance (lsqr, eigen)", forFitAlone: true);

    /// <summary>How to solve; by singular values by default.</summary>
    public DiscriminantSolver Solver { get; init; }

    /// <summary>
    /// How far each class's covariance is moved towards a multiple of the identity: a number from 0 to 1 as text, "auto" (Ledoit and Wolf), or null (default) for
    /// not at all. For lsqr and eigen.
    /// </summary>
    public string? Shrinkage { get; init; }

    /// <summary>The probability of each class in ascending order of the classes; null (default) takes their shares of the samples.</summary>
    public double[]? Priors { get; init; }

    /// <summary>How many directions a transformation keeps; null (default) for all, which are the fewer of features and classes − 1.</summary>
    public int? Components { get; init; }

    /// <summary>Whether the solver svd computes and keeps <see cref="LinearDiscriminantModel.Covariance"/>, which it does not need; false by default. The others always do.</summary>
    public bool StoreCovariance { get; init; }

    /// <summary>
    /// A function that estimates the covariance of samples, (samples, features), as (features, features): for lsqr and eigen, instead of <see cref="Shrinkage"/>. It is asked for each
    /// class (its samples less their mean), and by eigen for all samples. Null (default) for the samples' own. The fitted model is saved without it.
    /// </summary>
    public Func<Features, Tensor>? CovarianceEstimator { get; init; }

    /// <summary>Singular values of the scaled samples up to this count as 0; 1e-4 by default. For svd.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.NotNegative(Name, "tol", Tolerance);
        Require.That(Components is null or >= 1, Name, "n_components", Components, "1 or more, or none for all");
        Require.Together(Share() is null || Solver != DiscriminantSolver.Svd, Name, "shrinkage", Shrinkage, "none with the solver svd; lsqr and eigen can shrink");
        Require.Together(CovarianceEstimator is null || Solver != DiscriminantSolver.Svd, Name, "covariance_estimator", "a function", "none with the solver svd; take lsqr or eigen");
        Require.Together(CovarianceEstimator is null || Share() is null, Name, "covariance_estimator", "a function", "none where shrinkage is given");
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(LinearDiscriminantAnalysis? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override LinearDiscriminantModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        var samples = Inputs.Dense(Name, x);
        var (classes, codes) = Inputs.Classes(Name, samples, y);
        Inputs.NoWeights(Name, sampleWeights);
        var most = Math.Min(classes.Count - 1, samples.Columns);
        Require.That(Components is null || (Components >= 1 && Components <= most), Name, "n_components", Components,
            string.Create(CultureInfo.InvariantCulture, $"1 to {most}, the fewer of features and classes - 1"));
        if (samples.Rows <= classes.Count)
        {
            throw new DatasetException($"{Name}: {samples.Rows} samples are of {classes.Count} classes; more samples than classes are needed");
        }

        var scatter = new ClassScatter(samples, codes, classes.Count);
        Overflow.CheckSquares(Name, samples);
        var priors = ClassPriors.Of(Name, "priors", Priors, scatter.Counts, sumToOne: false);
        var components = Components ?? most;
        var solution = Solver == DiscriminantSolver.Svd
            ? DiscriminantBySvd.Solve(Name, scatter, samples.Rows, priors, Tolerance, components, cancellation)
            : DiscriminantByCovariance.Solve(samples, scatter, priors, new(Name, Share(), CovarianceEstimator, cancellation), Solver == DiscriminantSolver.Eigen, components);
        if (Solver == DiscriminantSolver.Svd && StoreCovariance)
        {
            solution = solution with { Covariance = new ClassCovariance(Name, null, null, cancellation).Within(scatter, priors) };
        }

        return new(this, FeatureLayout.Of(x), classes, solution.ForTwo(), scatter.Means, priors);
    }

    /// <summary>NaN for "auto", null for none.</summary>
    private double? Share()
    {
        if (Shrinkage is null || Shrinkage.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (Shrinkage.Equals("auto", StringComparison.OrdinalIgnoreCase))
        {
            return double.NaN;
        }

        var isNumber = double.TryParse(Shrinkage, NumberStyles.Float, CultureInfo.InvariantCulture, out var share);
        Require.That(isNumber && share is >= 0 and <= 1, Name, "shrinkage", Shrinkage, "a number from 0 to 1, auto, or none");
        return share;
    }
}
