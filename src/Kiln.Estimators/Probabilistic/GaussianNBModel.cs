using System.Numerics;

namespace Kiln.Estimators;

/// <summary>Fitted normal distributions of every feature in every class.</summary>
public sealed class GaussianNBModel : ClassificationModel, IProbabilityModel
{
    private readonly double[] _priors;
    private readonly double[] _inverse;
    private readonly double[] _offsets;

    internal GaussianNBModel(Estimator estimator, FeatureLayout layout, Target classes, ClassMoments moments, double smoothing, double[] priors)
        : base(estimator, layout, classes)
    {
        (Moments, Smoothing, _priors) = (moments, smoothing, priors);
        (_inverse, _offsets) = (new double[moments.Variances.Length], new double[priors.Length]);
        for (var c = 0; c < priors.Length; c++)
        {
            var logarithms = 0.0;
            for (var i = c * layout.Count; i < (c + 1) * layout.Count; i++)
            {
                var variance = moments.Variances[i] + smoothing;
                _inverse[i] = 1 / variance;
                logarithms += Math.Log(2 * Math.PI * variance);
            }

            _offsets[c] = Math.Log(priors[c]) - (0.5 * logarithms);
        }
    }

    /// <summary>The means: float64, (classes, features).</summary>
    public Tensor Means => Tensor.From(Moments.Means, [Classes.Count, FeatureCount]);

    /// <summary>The variances with what was added to them: float64, (classes, features).</summary>
    public Tensor Variances => Tensor.From(Array.ConvertAll(Moments.Variances, v => v + Smoothing), [Classes.Count, FeatureCount]);

    /// <summary>The probability of each class before the features are seen.</summary>
    public ReadOnlyMemory<double> ClassProbabilities => _priors;

    /// <summary>The sum of weights of each class.</summary>
    public ReadOnlyMemory<double> ClassWeights => Moments.Weights;

    internal ClassMoments Moments { get; }

    /// <summary>What is added to every variance.</summary>
    internal double Smoothing { get; }

    /// <inheritdoc/>
    public override Target Predict(Features x) => ClassScores.Labels(LogLikelihoods(x), Classes);

    /// <inheritdoc/>
    public Tensor PredictProbabilities(Features x)
    {
        var scores = LogLikelihoods(x);
        ClassScores.Normalize(scores, Classes.Count);
        return Tensor.From(scores, [scores.Length / Classes.Count, Classes.Count]);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Target("classes", Classes);
        writer.Numbers("class_count", Moments.Weights);
        writer.Numbers("theta", Moments.Means);
        writer.Numbers("var", Moments.Variances);
        writer.Numbers("class_prior", _priors);
        writer.Number("epsilon", Smoothing);
    }

    internal static GaussianNBModel Read(ModelReader reader)
    {
        var classes = reader.Target("classes");
        var values = checked(classes.Count * reader.Layout.Count);
        var moments = new ClassMoments(reader.Numbers("class_count", classes.Count), reader.Numbers("theta", values), reader.Numbers("var", values));
        return new(reader.Fitted, reader.Layout, classes, moments, reader.Number("epsilon"), reader.Numbers("class_prior", classes.Count)) { Warnings = reader.Warnings };
    }

    /// <summary>log P(class) + log P(x | class), (samples, classes).</summary>
    private double[] LogLikelihoods(Features x)
    {
        var samples = Inputs.Dense(Estimator.Name, Align(x));
        var (n, classes) = (samples.Columns, Classes.Count);
        var scores = new double[checked(samples.Rows * classes)];
        RowBlocks.Run(samples.Rows, (long)samples.Rows * n * classes, (start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                var values = samples.Row(row);
                for (var c = 0; c < classes; c++)
                {
                    scores[(row * classes) + c] = _offsets[c] - (0.5 * Distance(values, Moments.Means.AsSpan(c * n, n), _inverse.AsSpan(c * n, n)));
                }
            }
        });
        return scores;
    }

    /// <summary>Σ (x − μ)² / σ²; two sums at a time, so that one addition need not wait for the last.</summary>
    private static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> mean, ReadOnlySpan<double> inverse)
    {
        var width = Vector<double>.Count;
        var (one, other) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= x.Length - (2 * width); i += 2 * width)
        {
            var d = new Vector<double>(x[i..]) - new Vector<double>(mean[i..]);
            var e = new Vector<double>(x[(i + width)..]) - new Vector<double>(mean[(i + width)..]);
            one += d * d * new Vector<double>(inverse[i..]);
            other += e * e * new Vector<double>(inverse[(i + width)..]);
        }

        var sum = Vector.Sum(one + other);
        for (; i < x.Length; i++)
        {
            var d = x[i] - mean[i];
            sum += d * d * inverse[i];
        }

        return sum;
    }
}
