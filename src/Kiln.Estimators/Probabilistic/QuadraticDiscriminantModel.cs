using System.Globalization;

namespace Kiln.Estimators;

/// <summary>Fitted normal clouds.</summary>
public sealed class QuadraticDiscriminantModel : ClassificationModel, IProbabilityModel, IDecisionModel
{
    private readonly ClassCloud[] _clouds;
    private readonly double[] _priors;
    private readonly double[] _covariances;

    internal QuadraticDiscriminantModel(Estimator estimator, FeatureLayout layout, Target classes, ClassCloud[] clouds, double[] priors, double[] covariances)
        : base(estimator, layout, classes) => (_clouds, _priors, _covariances) = (clouds, priors, covariances);

    /// <summary>The mean of each class: float64, (classes, features).</summary>
    public Tensor Means => Tensor.From(_clouds.SelectMany(cloud => cloud.Mean).ToArray(), [Classes.Count, FeatureCount]);

    /// <summary>The probability of each class before the features are seen.</summary>
    public ReadOnlyMemory<double> ClassProbabilities => _priors;

    /// <summary>
    /// The covariance of each class, regularized: float64, (classes, features, features); null unless <see cref="QuadraticDiscriminantAnalysis.StoreCovariance"/> asked for it.
    /// </summary>
    public Tensor? Covariances => _covariances.Length == 0 ? null : Tensor.From(_covariances, [Classes.Count, FeatureCount, FeatureCount]);

    /// <inheritdoc/>
    public override Target Predict(Features x) => ClassScores.Labels(Scores(x), Classes);

    /// <inheritdoc/>
    public Tensor DecisionFunction(Features x)
    {
        var scores = Scores(x);
        if (Classes.Count != 2)
        {
            return Tensor.From(scores, [scores.Length / Classes.Count, Classes.Count]);
        }

        var differences = new double[scores.Length / 2];
        for (var i = 0; i < differences.Length; i++)
        {
            differences[i] = scores[(2 * i) + 1] - scores[2 * i];
        }

        return Tensor.From(differences);
    }

    /// <inheritdoc/>
    public Tensor PredictProbabilities(Features x)
    {
        var scores = Scores(x);
        ClassScores.Normalize(scores, Classes.Count);
        return Tensor.From(scores, [scores.Length / Classes.Count, Classes.Count]);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Target("classes", Classes);
        writer.Numbers("priors", _priors);
        if (_covariances.Length > 0)
        {
            writer.Numbers("covariances", _covariances);
        }

        for (var c = 0; c < _clouds.Length; c++)
        {
            var prefix = Prefix(c);
            writer.Numbers(prefix + "mean", _clouds[c].Mean);
            writer.Numbers(prefix + "rounding", _clouds[c].Rounding);
            writer.Number(prefix + "log_volume", _clouds[c].LogVolume);
        }
    }

    internal static QuadraticDiscriminantModel Read(ModelReader reader)
    {
        var (classes, n) = (reader.Target("classes"), reader.Layout.Count);
        var clouds = new ClassCloud[classes.Count];
        for (var c = 0; c < clouds.Length; c++)
        {
            var prefix = Prefix(c);
            var rounding = reader.Numbers(prefix + "rounding");
            clouds[c] = n > 0 && rounding.Length > 0 && rounding.Length % n == 0
                ? new(reader.Numbers(prefix + "mean", n), rounding, reader.Number(prefix + "log_volume"))
                : throw reader.Damaged($"'{prefix}rounding' has {rounding.Length} numbers for {n} features");
        }

        var covariances = reader.Has("covariances") ? reader.Numbers("covariances", checked(classes.Count * n * n)) : [];
        return new(reader.Fitted, reader.Layout, classes, clouds, reader.Numbers("priors", classes.Count), covariances) { Warnings = reader.Warnings };
    }

    private static string Prefix(int code) => string.Create(CultureInfo.InvariantCulture, $"class{code}.");

    private double[] Scores(Features x)
    {
        var samples = Inputs.Dense(Estimator.Name, Align(x));
        var scores = new double[checked(samples.Rows * _clouds.Length)];
        for (var c = 0; c < _clouds.Length; c++)
        {
            _clouds[c].Score(samples, scores, _clouds.Length, c, Math.Log(_priors[c]));
        }

        return scores;
    }
}
