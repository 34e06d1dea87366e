namespace Kiln.Estimators;

/// <summary>A curve that turns a score into a probability.</summary>
internal abstract class Calibrator
{
    public abstract double Probability(double score);

    /// <summary>Writes the curve below a name.</summary>
    public abstract void Write(ModelWriter writer, string name);

    public static Calibrator Fit(CalibrationMethod method, double[] scores, bool[] positive, double[]? weights) => method == CalibrationMethod.Sigmoid
        ? SigmoidCalibrator.Fit(scores, positive, weights)
        : IsotonicCalibrator.Fit(scores, positive, weights);

    public static Calibrator Read(ModelReader reader, CalibrationMethod method, string name) =>
        method == CalibrationMethod.Sigmoid ? SigmoidCalibrator.Read(reader, name) : IsotonicCalibrator.Read(reader, name);
}
