namespace Kiln.Numerics.Tests;

/// <summary>A search that is told the scales of its variables (<see cref="LbfgsOptions.InverseCurvature"/>).</summary>
public class LbfgsCurvatureTests
{
    private const int Variables = 40;

    [Fact]
    public void Variables_of_very_different_scales_converge_as_fast_as_those_of_one()
    {
        var curvature = Scales();
        var told = Minimize(curvature, Array.ConvertAll(curvature, d => 1 / d));
        var untold = Minimize(curvature, null);
        var even = Minimize(Array.ConvertAll(curvature, _ => 1.0), null);
        told.X.ShouldAllBe(x => Math.Abs(x - 1) < 1e-6);
        told.Evaluations.ShouldBeLessThanOrEqualTo(even.Evaluations + 3, told.ToString());
        told.Evaluations.ShouldBeLessThan(untold.Evaluations / 5, untold.ToString());
    }

    [Fact]
    public void Rough_curvatures_help_and_do_not_change_the_minimum()
    {
        // Off by up to ten times, as the diagonal of a matrix that is not diagonal is.
        var curvature = Scales();
        var rough = curvature.Select((d, i) => Math.Pow(10, (i % 5 / 2.0) - 1) / d).ToArray();
        var told = Minimize(curvature, rough);
        told.X.ShouldAllBe(x => Math.Abs(x - 1) < 1e-6);
        told.Evaluations.ShouldBeLessThan(Minimize(curvature, null).Evaluations / 2, told.ToString());
    }

    [Fact]
    public void Ones_are_what_no_curvature_is()
    {
        var curvature = Array.ConvertAll(Scales(), Math.Sqrt);
        var (ones, none) = (Minimize(curvature, [.. Enumerable.Repeat(1.0, Variables)]), Minimize(curvature, null));
        ones.Value.ShouldBe(none.Value, 1e-12);

        // The same steps but for rounding, which a long search amplifies.
        ones.Iterations.ShouldBeInRange(none.Iterations / 2, none.Iterations * 2);
    }

    [Fact]
    public void A_curvature_for_each_variable_is_positive()
    {
        Refused([1, 1, 1]);
        foreach (var bad in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Refused([.. Enumerable.Repeat(1.0, Variables - 1), bad]);
        }

        static void Refused(double[] inverse) => Should.Throw<ArgumentException>(() => Minimize(Scales(), inverse)).Message.ShouldContain(nameof(LbfgsOptions.InverseCurvature));
    }

    private static double[] Scales() => [.. Enumerable.Range(0, Variables).Select(i => Math.Pow(10, (8.0 * i / (Variables - 1)) - 4))];

    // Σ d (x − 1)² / 2
    private static LbfgsResult Minimize(double[] curvature, double[]? inverse) => Lbfgs.Minimize(
        (x, g) =>
        {
            var sum = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                g[i] = curvature[i] * (x[i] - 1);
                sum += g[i] * (x[i] - 1) / 2;
            }

            return sum;
        },
        new double[Variables],
        new LbfgsOptions { GradientTolerance = 1e-11, ValueTolerance = 0, InverseCurvature = inverse });
}
