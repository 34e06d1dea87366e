namespace Kiln.Estimators;

/// <summary>A fitted dummy: one number for each output.</summary>
public sealed class DummyRegressorModel : RegressionModel
{
    private readonly double[] _values;

    internal DummyRegressorModel(Estimator estimator, FeatureLayout layout, double[] values)
        : base(estimator, layout) => _values = values;

    /// <summary>What is predicted, one number for each output.</summary>
    public ReadOnlyMemory<double> Values => _values;

    /// <inheritdoc/>
    public override Target Predict(Features x)
    {
        var rows = Inputs.Numbers(Estimator.Name, Align(x)).Rows;
        var predicted = new double[checked(rows * _values.Length)];
        for (var row = 0; row < rows; row++)
        {
            _values.CopyTo(predicted.AsSpan(row * _values.Length));
        }

        return Target.Of(predicted, _values.Length);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Numbers("constant", _values);
    }

    internal static DummyRegressorModel Read(ModelReader reader)
    {
        var values = reader.Numbers("constant");
        return values.Length > 0 ? new(reader.Fitted, reader.Layout, values) { Warnings = reader.Warnings } : throw reader.Damaged("'constant' is empty");
    }
}
