namespace Kiln.Estimators;

/// <summary>
/// A step of an L1-penalized quadratic model over all coefficients that are not 0 at once, their signs kept: to the minimum on that face, or to where the first of them becomes 0 on the way.
/// Columns that are all but parallel, as where they lie far from 0, leave coordinate descent to creep; this goes along their valley.
/// </summary>
internal static class FaceStep
{
    /// <summary>Makes the step; returns whether a coefficient became 0 on the way, so that the others may go on.</summary>
    /// <param name="model">½ d·H·d, at d.</param>
    /// <param name="point">w.</param>
    /// <param name="gradient">The linear part.</param>
    /// <param name="step">d; on return the next one.</param>
    /// <param name="lambda">What ‖w + d‖₁ is multiplied by.</param>
    public static bool Make(IQuadraticModel model, double[] point, double[] gradient, double[] step, double lambda)
    {
        var face = Enumerable.Range(0, point.Length).Where(j => point[j] + step[j] != 0).ToArray();
        var size = face.Length;
        var (hessian, slopes, direction) = (new double[size * size], new double[size], new double[size]);
        for (var a = 0; a < size; a++)
        {
            slopes[a] = gradient[face[a]] + model.Slope(face[a]) + (lambda * Math.Sign(point[face[a]] + step[face[a]]));
            for (var b = 0; b < size; b++)
            {
                hessian[(a * size) + b] = model.At(face[a], face[b]);
            }
        }

        if (size == 0 || !(NewtonPolish.Direction(hessian, slopes, direction) < 0))
        {
            return false;
        }

        var (length, first) = (1.0, -1);
        for (var a = 0; a < size; a++)
        {
            var crossing = -(point[face[a]] + step[face[a]]) / direction[a];
            if (crossing > 0 && crossing < length)
            {
                (length, first) = (crossing, a);
            }
        }

        for (var a = 0; a < size; a++)
        {
            var j = face[a];
            var change = a == first ? -point[j] - step[j] : length * direction[a];
            model.Move(j, change);
            step[j] = a == first ? -point[j] : step[j] + change;
        }

        return first >= 0;
    }
}
