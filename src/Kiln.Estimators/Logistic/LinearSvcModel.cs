namespace Kiln.Estimators;

/// <summary>A fitted linear support vector machine.</summary>
public sealed class LinearSvcModel : LinearClassificationModel
{
    internal LinearSvcModel(Estimator estimator, FeatureLayout layout, Target classes, double[] coefficients, double[] intercept, int iterations)
        : base(estimator, layout, classes, coefficients, intercept) => Iterations = iterations;

    /// <summary>Iterations of the solver: the most of any class.</summary>
    public int Iterations { get; }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        base.Write(writer);
        writer.Integer("iterations", Iterations);
    }

    internal static LinearSvcModel Read(ModelReader reader)
    {
        var (classes, coefficients, intercept) = ReadWeights(reader);
        return new(reader.Fitted, reader.Layout, classes, coefficients, intercept, reader.Count("iterations")) { Warnings = reader.Warnings };
    }
}
