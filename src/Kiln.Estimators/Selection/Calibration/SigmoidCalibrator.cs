namespace Kiln.Estimators;

/// <summary>
/// p = 1 / (1 + e^(a s + b)), where a and b make the cross entropy smallest; targets are drawn towards one half by as much as few samples warrant (Platt 1999,
/// section 2.2).
/// </summary>
/// <remarks>
/// Newton's method with halved steps (H.-T. Lin, C.-J. Lin and R. Weng, "A note on Platt's probabilistic outputs for support vector machines", Machine Learning 68,
/// 2007): the problem is convex in two unknowns, so the minimum is found to rounding. scikit-learn stops a quasi-Newton method earlier; its values differ in the sixth digit.
/// </remarks>
internal sealed class SigmoidCalibrator(double a, double b) : Calibrator
{
    private const int MaxIterations = 200;
    private const double Damping = 1e-12;

    public double A => a;

    public double B => b;

    public override double Probability(double score) => 1 / (1 + Math.Exp((a * score) + b));

    public override void Write(ModelWriter writer, string name) => writer.Numbers(name, [a, b]);

    public static SigmoidCalibrator Read(ModelReader reader, string name) => reader.Numbers(name, 2) is var curve ? new(curve[0], curve[1]) : throw reader.Damaged(name);

    public static SigmoidCalibrator Fit(double[] scores, bool[] positive, double[]? weights)
    {
        var (yes, no) = (0.0, 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            var weight = weights?[i] ?? 1;
            (yes, no) = positive[i] ? (yes + weight, no) : (yes, no + weight);
        }

        var problem = new Problem(scores, positive, weights, (yes + 1) / (yes + 2), 1 / (no + 2));
        var (a, b) = (0.0, Math.Log((no + 1) / (yes + 1)));
        var loss = problem.Loss(a, b);
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            var (da, db, descent) = problem.Step(a, b);
            var step = 1.0;
            var next = problem.Loss(a + da, b + db);
            while (!(next <= loss - (1e-4 * step * descent)) && step > 1e-10)
            {
                step /= 2;
                next = problem.Loss(a + (step * da), b + (step * db));
            }

            if (!(next < loss))
            {
                break;
            }

            (a, b, loss) = (a + (step * da), b + (step * db), next);
        }

        return new(a, b);
    }

    private sealed record Problem(double[] Scores, bool[] Positive, double[]? Weights, double High, double Low)
    {
        public double Loss(double a, double b)
        {
            var loss = 0.0;
            for (var i = 0; i < Scores.Length; i++)
            {
                // t (a s + b) + ln(1 + e^−(a s + b)), written so that neither exponential overflows.
                var z = (a * Scores[i]) + b;
                var target = Positive[i] ? High : Low;
                loss += (Weights?[i] ?? 1) * ((z >= 0 ? target * z : (target - 1) * z) + Math.Log(1 + Math.Exp(-Math.Abs(z))));
            }

            return loss;
        }

        /// <summary>Newton's step, and by how much the loss falls along it at first.</summary>
        public (double A, double B, double Descent) Step(double a, double b)
        {
            double ga = 0, gb = 0, haa = Damping, hab = 0, hbb = Damping;
            for (var i = 0; i < Scores.Length; i++)
            {
                var (s, weight) = (Scores[i], Weights?[i] ?? 1);
                var p = 1 / (1 + Math.Exp((a * s) + b));
                var (g, h) = (weight * ((Positive[i] ? High : Low) - p), weight * p * (1 - p));
                ga += g * s;
                gb += g;
                haa += h * s * s;
                hab += h * s;
                hbb += h;
            }

            var determinant = (haa * hbb) - (hab * hab);
            var (da, db) = (-((hbb * ga) - (hab * gb)) / determinant, -((haa * gb) - (hab * ga)) / determinant);
            return (da, db, -((ga * da) + (gb * db)));
        }
    }
}
