namespace Kiln.Estimators;

/// <summary>A convex function with first and (generalized) second derivatives.</summary>
internal interface ICurvedObjective
{
    /// <summary>How many samples.</summary>
    public int Rows { get; }

    /// <summary>How many variables.</summary>
    public int Size { get; }

    /// <summary>The value and the gradient.</summary>
    public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient);

    /// <summary>The value and the gradient; the curvature at this point is kept for <see cref="HessianProduct"/> and <see cref="Hessian"/>.</summary>
    public double EvaluateCurved(ReadOnlySpan<double> x, Span<double> gradient);

    /// <summary>The Hessian at the point of the last <see cref="EvaluateCurved"/> times a direction.</summary>
    public void HessianProduct(ReadOnlySpan<double> direction, Span<double> product);

    /// <summary>The whole Hessian at the point of the last <see cref="EvaluateCurved"/>, (size, size).</summary>
    public void Hessian(Span<double> hessian);

    /// <summary>About the inverse of each variable's second derivative at 0: what makes variables of different scales alike.</summary>
    public double[] InverseCurvature();
}
