namespace Kiln.Estimators;

/// <summary>Fitted linear discriminants.</summary>
public sealed class LinearDiscriminantModel : ClassificationModel, IProbabilityModel, IDecisionModel, ILinearModel
{
    private readonly DiscriminantSolution _solution;
    private readonly double[] _means;
    private readonly double[] _priors;

    internal LinearDiscriminantModel(Estimator estimator, FeatureLayout layout, Target classes, DiscriminantSolution solution, double[] means, double[] priors)
        : base(estimator, layout, classes) => (_solution, _means, _priors) = (solution, means, priors);

    /// <inheritdoc/>
    public Tensor Coefficients => Tensor.From(_solution.Coefficients, [_solution.Intercept.Length, FeatureCount]);

    /// <inheritdoc/>
    public Tensor Intercept => Tensor.From(_solution.Intercept);

    /// <summary>The mean of each class: float64, (classes, features).</summary>
    public Tensor Means => Tensor.From(_means, [Classes.Count, FeatureCount]);

    /// <summary>The probability of each class before the features are seen.</summary>
    public ReadOnlyMemory<double> ClassProbabilities => _priors;

    /// <summary>The share of the variance between classes that each direction has; empty of the solver lsqr.</summary>
    public ReadOnlyMemory<double> ExplainedVarianceRatios => _solution.Shares;

    /// <summary>
    /// The covariance within the classes, each class's times its probability: float64, (features, features). Null where the solver was svd and
    /// <see cref="LinearDiscriminantAnalysis.StoreCovariance"/> false.
    /// </summary>
    public Tensor? Covariance => _solution.Covariance.Length == 0 ? null : Tensor.From(_solution.Covariance, [FeatureCount, FeatureCount]);

    /// <inheritdoc/>
    public override Target Predict(Features x) => Rule.Labels(Samples(x), Classes);

    /// <inheritdoc/>
    public Tensor DecisionFunction(Features x) => Rule.ScoreTensor(Samples(x));

    /// <inheritdoc/>
    public Tensor PredictProbabilities(Features x) => Rule.Probabilities(Samples(x), Classes.Count, softmax: Classes.Count > 2);

    /// <summary>Turns samples to the directions in which the classes lie farthest apart.</summary>
    /// <param name="x">The samples, with the features of the fit.</param>
    /// <returns>Dense, (samples, directions): the most telling first. The sign of a direction is arbitrary.</returns>
    /// <exception cref="NotSupportedException">The solver was lsqr, which finds no directions.</exception>
    public Features Transform(Features x)
    {
        if (_solution.Scalings.Length == 0)
        {
            throw new NotSupportedException($"{Estimator.Name}: the solver lsqr finds no directions; take svd or eigen");
        }

        var samples = Samples(x);
        var (n, directions) = (FeatureCount, _solution.Scalings.Length / FeatureCount);
        var count = Math.Min(directions, _solution.Shares.Length);
        var (turned, shift) = (new double[count * n], new double[count]);
        for (var k = 0; k < count; k++)
        {
            for (var i = 0; i < n; i++)
            {
                turned[(k * n) + i] = _solution.Scalings[(i * directions) + k];
                shift[k] -= _solution.Center[i] * turned[(k * n) + i];
            }
        }

        return Features.Dense(new LinearRule(Estimator.Name, turned, shift).Scores(samples), samples.Rows, count);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Target("classes", Classes);
        writer.Numbers("coefficients", _solution.Coefficients);
        writer.Numbers("intercept", _solution.Intercept);
        writer.Numbers("scalings", _solution.Scalings);
        writer.Numbers("xbar", _solution.Center);
        writer.Numbers("explained_variance_ratio", _solution.Shares);
        if (_solution.Covariance.Length > 0)
        {
            writer.Numbers("covariance", _solution.Covariance);
        }

        writer.Numbers("means", _means);
        writer.Numbers("priors", _priors);
    }

    internal static LinearDiscriminantModel Read(ModelReader reader)
    {
        var (classes, n) = (reader.Target("classes"), reader.Layout.Count);
        var scores = classes.Count == 2 ? 1 : classes.Count;
        var scalings = reader.Numbers("scalings");
        if (n == 0 || scalings.Length % n != 0)
        {
            throw reader.Damaged($"'scalings' has {scalings.Length} numbers for {n} features");
        }

        var solution = new DiscriminantSolution(
            reader.Numbers("coefficients", checked(scores * n)), reader.Numbers("intercept", scores), scalings, reader.Numbers("xbar", n), reader.Numbers("explained_variance_ratio"),
            reader.Has("covariance") ? reader.Numbers("covariance", checked(n * n)) : []);
        return new(reader.Fitted, reader.Layout, classes, solution, reader.Numbers("means", checked(classes.Count * n)), reader.Numbers("priors", classes.Count)) { Warnings = reader.Warnings };
    }

    private LinearRule Rule => new(Estimator.Name, _solution.Coefficients, _solution.Intercept);

    private Features Samples(Features x) => Inputs.Unchecked(Estimator.Name, Align(x));
}
