namespace Kiln.Estimators.Tests;

/// <summary>Newton's methods make many passes over the samples for one step, and look at the token before each.</summary>
public class StoppedSolverTests
{
    [Fact]
    public void Conjugate_gradients_within_a_step_end_when_they_are_stopped()
    {
        foreach (var minimize in new Action<StoppingBowl, CancellationToken>[]
        {
            (bowl, token) => TrustRegionNewton.Minimize(bowl, 1e-12, 100, token),
            (bowl, token) => NewtonCg.Minimize(bowl, new double[bowl.Size], 1e-12, 100, null, token),
        })
        {
            using var source = new CancellationTokenSource();
            var bowl = new StoppingBowl(source, products: 3);
            Should.Throw<OperationCanceledException>(() => minimize(bowl, source.Token));
            bowl.Products.ShouldBe(3);
        }
    }

    /// <summary>½ x·D·x − Σ x with very different curvatures, for which a step takes many products; stops its fit at one of them.</summary>
    private sealed class StoppingBowl(CancellationTokenSource source, int products) : ICurvedObjective
    {
        public int Rows => 1;

        public int Size => 40;

        public int Products { get; private set; }

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            var sum = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                gradient[i] = (Curvature(i) * x[i]) - 1;
                sum += (0.5 * Curvature(i) * x[i] * x[i]) - x[i];
            }

            return sum;
        }

        public double EvaluateCurved(ReadOnlySpan<double> x, Span<double> gradient) => Evaluate(x, gradient);

        public void HessianProduct(ReadOnlySpan<double> direction, Span<double> product)
        {
            for (var i = 0; i < direction.Length; i++)
            {
                product[i] = Curvature(i) * direction[i];
            }

            if (++Products == products)
            {
                source.Cancel();
            }
        }

        public void Hessian(Span<double> hessian) => throw new NotSupportedException();

        public double[] InverseCurvature() => throw new NotSupportedException();

        private static double Curvature(int i) => Math.Pow(10, i / 8.0) * 1e-2;
    }
}
