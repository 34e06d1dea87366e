namespace Kiln.Estimators;

/// <summary>
/// Whether scores separate the classes. Then coefficients of any size times as large lose less, down to 0: without a penalty logistic losses have no minimum (A. Albert and J. Anderson, "On the
/// existence of maximum likelihood estimates in logistic regression models", Biometrika 71, 1984).
/// </summary>
internal static unsafe class Separation
{
    // Far more than rounding of scores that cancel, far less than what solvers end at.
    private const double LeastMargin = 1e-3;

    /// <summary>Labels of −1 and 1, a score for each sample.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="labels">−1 or 1 of each.</param>
    /// <param name="weights">How much each counts; null for 1. Who counts nothing is not looked at.</param>
    /// <param name="point">Coefficients, then the intercept where there is one.</param>
    public static bool Binary(SampleView x, double[] labels, double[]? weights, double[] point)
    {
        fixed (double* w = point)
        {
            var intercept = point.Length > x.Columns ? w[x.Columns] : 0;
            for (var row = 0; row < x.Rows; row++)
            {
                if (weights?[row] != 0 && !(labels[row] * (x.Dot(row, w) + intercept) > LeastMargin))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Class numbers, a score for each class.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="codes">The class of each.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="weights">How much each counts; null for 1.</param>
    /// <param name="point">(classes, features), then an intercept for each class where there are any.</param>
    public static bool Softmax(SampleView x, int[] codes, int classes, double[]? weights, double[] point)
    {
        fixed (double* w = point)
        {
            var intercepts = point.Length > classes * x.Columns ? w + ((nint)classes * x.Columns) : null;
            for (var row = 0; row < x.Rows; row++)
            {
                if (weights?[row] == 0)
                {
                    continue;
                }

                var (own, others) = (0.0, double.NegativeInfinity);
                for (var k = 0; k < classes; k++)
                {
                    var score = x.Dot(row, w + ((nint)k * x.Columns)) + (intercepts == null ? 0 : intercepts[k]);
                    (own, others) = k == codes[row] ? (score, others) : (own, Math.Max(others, score));
                }

                if (!(own - others > LeastMargin))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
