namespace Kiln.Numerics.Tests;

public class LbfgsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Rosenbrocks_valley_ends_at_ones(int n)
    {
        var start = Enumerable.Range(0, n).Select(i => i % 2 == 0 ? -1.2 : 1.0).ToArray();
        var result = Lbfgs.Minimize(Rosenbrock, start, new LbfgsOptions { GradientTolerance = 1e-9, ValueTolerance = 0 });
        result.Reason.ShouldBe(StopReason.GradientTolerance);
        result.Converged.ShouldBeTrue();
        result.Gradient.ShouldAllBe(x => Math.Abs(x) <= 1e-9);
        if (n == 2)
        {
            result.X.ShouldAllBe(x => Math.Abs(x - 1) < 1e-8);
            result.Evaluations.ShouldBeLessThan(60);
        }
    }

    [Fact]
    public void A_minimum_very_far_away_is_reached_over_the_lowest_points_seen()
    {
        var result = Lbfgs.Minimize(
            (x, g) =>
            {
                var d = x[0] - 1e12;
                g[0] = d / Math.Sqrt(1 + (d * d));
                return Math.Sqrt(1 + (d * d));
            },
            [0.0],
            new LbfgsOptions { MaxIterations = 1000 });
        result.Value.ShouldBeLessThan(2, result.ToString());
    }

    [Fact]
    public void Where_a_function_falls_without_end_the_lowest_point_seen_is_returned()
    {
        var lowest = double.PositiveInfinity;
        var result = Lbfgs.Minimize(
            (x, g) =>
            {
                g[0] = -1;
                lowest = Math.Min(lowest, -x[0]);
                return -x[0];
            },
            [1.0],
            new LbfgsOptions { MaxIterations = 5 });
        result.Value.ShouldBe(lowest);
        result.Value.ShouldBeLessThan(-1e9);
    }

    [Theory]
    [InlineData(1e2)]
    [InlineData(1e6)]
    public void A_quadratic_is_minimized_whatever_its_condition(double condition)
    {
        const int N = 50;
        var d = Enumerable.Range(0, N).Select(i => Math.Pow(condition, i / (N - 1.0))).ToArray();
        var result = Lbfgs.Minimize(
            (x, g) =>
            {
                double sum = 0;
                for (var i = 0; i < N; i++)
                {
                    g[i] = d[i] * (x[i] - i);
                    sum += 0.5 * g[i] * (x[i] - i);
                }

                return sum;
            },
            new double[N],
            new LbfgsOptions { GradientTolerance = 1e-6, ValueTolerance = 0 });
        result.Reason.ShouldBe(StopReason.GradientTolerance);
        for (var i = 0; i < N; i++)
        {
            result.X[i].ShouldBe(i, 1e-6);
        }
    }

    [Fact]
    public void Logistic_regression_reaches_the_minimum_that_Newtons_method_finds()
    {
        var features = TestMatrices.Normal(200, 6, 1);
        var noise = TestMatrices.Normal(200, 1, 2);
        var labels = Enumerable.Range(0, 200).Select(i => features[i, 0] - (2 * features[i, 1]) + noise[i, 0] > 0 ? 1.0 : -1.0).ToArray();
        var result = Lbfgs.Minimize(
            (w, g) =>
            {
                double sum = 0;
                g.Clear();
                for (var i = 0; i < features.Rows; i++)
                {
                    double margin = 0;
                    for (var j = 0; j < features.Columns; j++)
                    {
                        margin += labels[i] * features[i, j] * w[j];
                    }

                    sum += margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin;
                    for (var j = 0; j < features.Columns; j++)
                    {
                        g[j] -= labels[i] * features[i, j] / (1 + Math.Exp(margin));
                    }
                }

                for (var j = 0; j < features.Columns; j++)
                {
                    sum += 0.5 * w[j] * w[j];
                    g[j] += w[j];
                }

                return sum;
            },
            new double[features.Columns],
            new LbfgsOptions { GradientTolerance = 1e-10, ValueTolerance = 0 });
        result.Converged.ShouldBeTrue();
        var expected = Newton(features, labels);
        for (var j = 0; j < expected.Length; j++)
        {
            result.X[j].ShouldBe(expected[j], 1e-9);
        }
    }

    [Fact]
    public void Where_the_function_has_no_value_steps_get_shorter()
    {
        // x − log x has no value for x ≤ 0, and the first steps go there.
        var missing = 0;
        var result = Lbfgs.Minimize(
            (x, g) =>
            {
                missing += x[0] <= 0 ? 1 : 0;
                g[0] = 40 - (40 / x[0]);
                return 40 * (x[0] - Math.Log(x[0]));
            },
            [0.5],
            new LbfgsOptions { GradientTolerance = 1e-9, ValueTolerance = 0 });
        result.Reason.ShouldBe(StopReason.GradientTolerance);
        result.X[0].ShouldBe(1, 1e-9);

        Lbfgs.Minimize(
            (x, g) =>
            {
                missing += x[0] <= 0 ? 1 : 0;
                g[0] = (2 * x[0]) - (1e-3 / x[0]);
                return x[0] <= 0 ? double.NaN : (x[0] * x[0]) - (1e-3 * Math.Log(x[0]));
            },
            [0.9],
            new LbfgsOptions { GradientTolerance = 1e-9, ValueTolerance = 0 }).X[0].ShouldBe(Math.Sqrt(5e-4), 1e-8);
        missing.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_start_without_a_value_is_reported() =>
        Lbfgs.Minimize((_, _) => double.NaN, [1.0]).Reason.ShouldBe(StopReason.NotFinite);

    [Fact]
    public void A_wrong_gradient_is_reported_by_the_line_search()
    {
        var result = Lbfgs.Minimize(
            (x, g) =>
            {
                g[0] = -x[0];
                return x[0] * x[0];
            },
            [1.0]);
        result.Reason.ShouldBe(StopReason.LineSearchFailed);
        result.Converged.ShouldBeFalse();
        result.X.ShouldBe([1.0]);
    }

    [Fact]
    public void Every_limit_has_its_reason()
    {
        Lbfgs.Minimize(Rosenbrock, [-1.2, 1], new LbfgsOptions { MaxIterations = 3 }).Reason.ShouldBe(StopReason.MaxIterations);
        Lbfgs.Minimize(Rosenbrock, [-1.2, 1], new LbfgsOptions { MaxEvaluations = 4 }).Reason.ShouldBe(StopReason.MaxEvaluations);
        Lbfgs.Minimize(Rosenbrock, [-1.2, 1], new LbfgsOptions { ValueTolerance = 0.9 }).Reason.ShouldBe(StopReason.ValueTolerance);
    }

    [Fact]
    public void Each_iteration_is_told_of_with_a_falling_value_and_a_token_ends_all()
    {
        var values = new List<double>();
        var result = Lbfgs.Minimize(Rosenbrock, [-1.2, 1], new LbfgsOptions { Progress = p => values.Add(p.Value) });
        values.Count.ShouldBe(result.Iterations);
        values.ShouldBe(values.OrderDescending());
        using var source = new CancellationTokenSource();
        var options = new LbfgsOptions { Progress = p => Cancel(source, p.Iteration == 2) };
        Should.Throw<OperationCanceledException>(() => Lbfgs.Minimize(Rosenbrock, [-1.2, 1], options, source.Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(int.MaxValue)]
    public void Memory_is_taken_as_it_is_filled(int memory)
    {
        var start = Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? -1.2 : 1.0).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = Lbfgs.Minimize(Rosenbrock, start, new LbfgsOptions { Memory = memory, GradientTolerance = 1e-6, ValueTolerance = 0 });
        result.Reason.ShouldBe(StopReason.GradientTolerance);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }

    [Fact]
    public void The_start_is_not_changed_and_an_empty_one_is_a_minimum()
    {
        var start = new[] { -1.2, 1 };
        Lbfgs.Minimize(Rosenbrock, start);
        start.ShouldBe([-1.2, 1]);
        Lbfgs.Minimize((_, _) => 3, []).Value.ShouldBe(3);
    }

    [Fact]
    public void An_option_outside_its_range_is_named()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Lbfgs.Minimize(Rosenbrock, [1, 1], new LbfgsOptions { Memory = 0 })).Message.ShouldContain("Memory is 0");
        Should.Throw<ArgumentOutOfRangeException>(() => Lbfgs.Minimize(Rosenbrock, [1, 1], new LbfgsOptions { GradientTolerance = double.NaN }));
        Should.Throw<ArgumentOutOfRangeException>(() => Lbfgs.Minimize(Rosenbrock, [1, 1], new LbfgsOptions { GradientTolerance = double.PositiveInfinity }))
            .Message.ShouldContain("GradientTolerance is Infinity; expected 0 or more, and finite");
        Should.Throw<ArgumentOutOfRangeException>(() => Lbfgs.Minimize(Rosenbrock, [1, 1], new LbfgsOptions { ValueTolerance = double.PositiveInfinity }));
    }

    private static void Cancel(CancellationTokenSource source, bool now)
    {
        if (now)
        {
            source.Cancel();
        }
    }

    private static double Rosenbrock(ReadOnlySpan<double> x, Span<double> g)
    {
        double sum = 0;
        g.Clear();
        for (var i = 0; i < x.Length - 1; i++)
        {
            var a = x[i + 1] - (x[i] * x[i]);
            var b = 1 - x[i];
            sum += (100 * a * a) + (b * b);
            g[i] -= (400 * a * x[i]) + (2 * b);
            g[i + 1] += 200 * a;
        }

        return sum;
    }

    // Newton's method with elimination on its linear system: another way to the same minimum.
    private static double[] Newton(TestMatrix features, double[] labels)
    {
        var n = features.Columns;
        var w = new double[n];
        for (var round = 0; round < 30; round++)
        {
            var system = TestMatrix.Of(n, n + 1, (i, j) => j < n ? i == j ? 1 : 0 : w[i]);
            for (var r = 0; r < features.Rows; r++)
            {
                var margin = labels[r] * Enumerable.Range(0, n).Sum(j => features[r, j] * w[j]);
                var p = 1 / (1 + Math.Exp(margin));
                for (var i = 0; i < n; i++)
                {
                    system[i, n] -= labels[r] * features[r, i] * p;
                    for (var j = 0; j < n; j++)
                    {
                        system[i, j] += p * (1 - p) * features[r, i] * features[r, j];
                    }
                }
            }

            for (var k = 0; k < n; k++)
            {
                for (var i = 0; i < n; i++)
                {
                    var factor = i == k ? 0 : system[i, k] / system[k, k];
                    for (var j = k; j <= n; j++)
                    {
                        system[i, j] -= factor * system[k, j];
                    }
                }
            }

            for (var i = 0; i < n; i++)
            {
                w[i] -= system[i, n] / system[i, i];
            }
        }

        return w;
    }
}
