namespace Kiln.Estimators;

/// <summary>A fitted lasso or elastic net.</summary>
public class ElasticNetModel : LinearRegressionModel
{
    private readonly double[] _gaps;

    internal ElasticNetModel(Estimator estimator, FeatureLayout layout, double[] coefficients, double[] intercept, double[] gaps)
        : base(estimator, layout, coefficients, intercept) => _gaps = gaps;

    /// <summary>For each output how far its objective is above the minimum, at most.</summary>
    public ReadOnlyMemory<double> DualGaps => _gaps;

    /// <summary>How many coefficients are not 0.</summary>
    public int NonZeroCount
    {
        get
        {
            var count = 0;
            foreach (var weight in Weights)
            {
                count += weight != 0 ? 1 : 0;
            }

            return count;
        }
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        base.Write(writer);
        writer.Numbers("dual_gap", _gaps);
    }

    internal static new ElasticNetModel Read(ModelReader reader)
    {
        var (coefficients, intercept) = ReadWeights(reader);
        return new(reader.Fitted, reader.Layout, coefficients, intercept, reader.Numbers("dual_gap")) { Iterations = reader.Count("n_iter"), Warnings = reader.Warnings };
    }
}
