using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Classes as normal clouds, each of its own shape, hence quadratic borders (scikit-learn: <c>QuadraticDiscriminantAnalysis</c>).
/// </summary>
/// <remarks>Sparse samples are made dense.</remarks>
public sealed record QuadraticDiscriminantAnalysis : Classifier
{
    // The eigenvalues of the products are the squares of the singular values; down to this ratio their error does not show.
    private const double LeastRatio = 1e-8;

    internal static readonly ParameterSet<QuadraticDiscriminantAnalysis> Table = new ParameterSet<QuadraticDiscriminantAnalysis>(
        "quadratic-discriminant-analysis", "classes as normal clouds, each of its own shape")
        .Numbers("priors", e => e.Priors, (e, v) => e with { Priors = v }, "the probability of each class")
        .Number("reg_param", e => e.Regularization, (e, v) => e with { Regularization = v }, "how far each covariance is moved towards the identity, 0 to 1")
        .Flag("store_covariance", e => e.StoreCovariance, (e, v) => e with { StoreCovariance = v }, "whether the covariance of each class is kept")
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "singular values up to this count as 0 for the warning of collinear features");

    /// <summary>The probability of each class in ascending order of the classes; null (default) takes their shares of the samples.</summary>
    public double[]? Priors { get; init; }

    /// <summary>The share r of the identity in each class's covariance (1 − r) C + r I; 0 by default.</summary>
    public double Regularization { get; init; }

    /// <summary>Whether <see cref="QuadraticDiscriminantModel.Covariances"/> are computed and kept; false by default.</summary>
    public bool StoreCovariance { get; init; }

    /// <summary>Singular values up to this count as 0; there is a warning then, nothing else; 1e-4 by default.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.Share(Name, "reg_param", Regularization);
        Require.NotNegative(Name, "tol", Tolerance);
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(QuadraticDiscriminantAnalysis? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override QuadraticDiscriminantModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        var samples = Inputs.Dense(Name, x);
        var (classes, codes) = Inputs.Classes(Name, samples, y);
        Inputs.NoWeights(Name, sampleWeights);
        var scatter = new ClassScatter(samples, codes, classes.Count);
        Overflow.CheckSquares(Name, samples);
        var priors = ClassPriors.Of(Name, "priors", Priors, scatter.Counts, sumToOne: false);
        var clouds = new ClassCloud[classes.Count];
        var warnings = new List<string>();
        var covariances = new double[StoreCovariance ? checked(clouds.Length * samples.Columns * samples.Columns) : 0];
        for (var c = 0; c < clouds.Length; c++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (scatter.Counts[c] < 2)
            {
                throw new DatasetException($"{Name}: the class '{classes.TextAt(c)}' has one sample; a cloud has no shape with fewer than 2");
            }

            var (values, rotation) = Shape(scatter, c, cancellation);
            if (values.Count(value => value > Tolerance) < samples.Columns)
            {
                warnings.Add($"{Name}: the features of the class '{classes.TextAt(c)}' are collinear; set reg_param, or take features away");
            }

            clouds[c] = ClassCloud.Of(scatter.Mean(c).ToArray(), values, rotation, scatter.Counts[c], Regularization, out var variances);
            if (StoreCovariance)
            {
                ClassCloud.Covariance(rotation, variances).CopyTo(covariances, c * samples.Columns * samples.Columns);
            }
        }

        return new(this, FeatureLayout.Of(x), classes, clouds, priors, covariances) { Warnings = warnings };
    }

    /// <summary>Singular values of a class's centred samples, and the right vectors as columns, (features, values).</summary>
    private static (double[] Values, double[] Rotation) Shape(ClassScatter scatter, int code, CancellationToken cancellation)
    {
        var n = scatter.Features;
        var (squares, vectors) = (new double[n], new double[n * n]);
        SymmetricEigen.Decompose<double>(n, scatter.Products(code, cancellation), n, squares, vectors, n, cancellation);
        if (squares[0] > LeastRatio * squares[n - 1])
        {
            return (Array.ConvertAll(squares, Math.Sqrt), vectors);
        }

        var rows = (int)scatter.Counts[code];
        var k = Math.Min(rows, n);
        var (values, left, right) = (new double[k], new double[rows * k], new double[k * n]);
        Svd.Decompose<double>(rows, n, scatter.Centred(code), n, values, left, k, right, n, cancellation: cancellation);
        var rotation = new double[n * k];
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j < n; j++)
            {
                rotation[(j * k) + i] = right[(i * n) + j];
            }
        }

        return (values, rotation);
    }
}
