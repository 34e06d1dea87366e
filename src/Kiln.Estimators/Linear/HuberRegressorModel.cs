namespace Kiln.Estimators;

/// <summary>A fitted Huber regression.</summary>
public sealed class HuberRegressorModel : LinearRegressionModel
{
    internal HuberRegressorModel(Estimator estimator, FeatureLayout layout, double[] coefficients, double[] intercept, double scale, int outliers)
        : base(estimator, layout, coefficients, intercept) => (Scale, OutlierCount) = (scale, outliers);

    /// <summary>The scale σ of the residuals.</summary>
    public double Scale { get; }

    /// <summary>How many samples of the fit lie beyond ε scales.</summary>
    public int OutlierCount { get; }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        base.Write(writer);
        writer.Number("scale", Scale);
        writer.Integer("outliers", OutlierCount);
    }

    internal static new HuberRegressorModel Read(ModelReader reader)
    {
        var (coefficients, intercept) = ReadWeights(reader);
        return new(reader.Fitted, reader.Layout, coefficients, intercept, reader.Number("scale"), reader.Count("outliers")) { Iterations = reader.Count("n_iter"), Warnings = reader.Warnings };
    }
}
