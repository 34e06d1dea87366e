namespace Kiln.Estimators;

/// <summary>A fitted calibration: the mean of the probabilities of its parts.</summary>
public sealed class CalibratedClassificationModel : ClassificationModel, IProbabilityModel
{
    private readonly CalibratedPart[] _parts;

    internal CalibratedClassificationModel(Estimator estimator, FeatureLayout layout, Target classes, CalibratedPart[] parts)
        : base(estimator, layout, classes) => _parts = parts;

    /// <inheritdoc/>
    public Tensor PredictProbabilities(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tensor.From(Probabilities(x), [x.Rows, Classes.Count]);
    }

    /// <inheritdoc/>
    public override Target Predict(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var probabilities = Probabilities(x);
        var best = new int[x.Rows];
        for (var i = 0; i < best.Length; i++)
        {
            var row = probabilities.AsSpan(i * Classes.Count, Classes.Count);
            best[i] = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(row);
        }

        return Classes.Take(best);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Target("classes", Classes);
        writer.Integer("parts", _parts.Length);
        for (var p = 0; p < _parts.Length; p++)
        {
            _parts[p].Write(writer, $"part{p}");
        }
    }

    internal static CalibratedClassificationModel Read(ModelReader reader)
    {
        var classes = reader.Target("classes");
        var method = reader.EstimatorAs<CalibratedClassifier>().Method;
        var parts = reader.Count("parts");
        return parts is > 0 and <= 100_000
            ? new(reader.Fitted, reader.Layout, classes, [.. Enumerable.Range(0, parts).Select(p => CalibratedPart.Read(reader, $"part{p}", method, classes.Count))]) { Warnings = reader.Warnings }
            : throw reader.Damaged($"{parts} parts");
    }

    private double[] Probabilities(Features x)
    {
        x = Align(x);
        var sum = new double[checked(x.Rows * Classes.Count)];
        foreach (var part in _parts)
        {
            part.AddProbabilities(Estimator.Name, x, Classes.Count, sum);
        }

        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] /= _parts.Length;
        }

        return sum;
    }
}
