namespace Kiln.Estimators;

/// <summary>A fitted classifier by ridge.</summary>
public class RidgeClassifierModel : LinearClassificationModel
{
    internal RidgeClassifierModel(Estimator estimator, FeatureLayout layout, Target classes, double[] coefficients, double[] intercept)
        : base(estimator, layout, classes, coefficients, intercept)
    {
    }

    /// <summary>The iterations of an iterative solver (of several classes the most any took); 0 of a direct one.</summary>
    public int Iterations { get; internal init; }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        base.Write(writer);
        writer.Integer("n_iter", Iterations);
    }

    internal static RidgeClassifierModel Read(ModelReader reader)
    {
        var (classes, coefficients, intercept) = ReadWeights(reader);
        return new(reader.Fitted, reader.Layout, classes, coefficients, intercept) { Iterations = reader.Count("n_iter"), Warnings = reader.Warnings };
    }
}
