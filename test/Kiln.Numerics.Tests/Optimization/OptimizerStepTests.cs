namespace Kiln.Numerics.Tests;

/// <summary>Optimiser steps against the frameworks' published update rules, written out plainly in float64.</summary>
public class OptimizerStepTests
{
    private static readonly int[] s_lengths = [0, 1, 7, 16, 33, 1000, 40_000];

    [Fact]
    public void Sgd_in_the_convention_of_keras()
    {
        const double Rate = 0.1, Momentum = 0.9;
        foreach (bool nesterov in new[] { false, true })
        {
            var step = new SgdStep(Momentum, -Rate, nesterov ? Momentum : 1, nesterov ? -Rate : 0);
            Check((w, g, v, _) =>
            {
                v = Momentum * v - Rate * g;
                return (nesterov ? w + Momentum * v - Rate * g : w + v, v, 0);
            }, (w, g, v, _) => step.Apply(w, g, v), (w, g, v, _) => step.Apply(w, g, v), states: 1);
        }
    }

    [Fact]
    public void Sgd_in_the_convention_of_pytorch_with_weight_decay()
    {
        const double Rate = 0.1, Momentum = 0.9, Decay = 0.01;
        foreach (bool nesterov in new[] { false, true })
        {
            var step = new SgdStep(Momentum, 1, nesterov ? -Rate * Momentum : -Rate, nesterov ? -Rate : 0, Decay);
            Check((w, g, v, _) =>
            {
                g += Decay * w;
                v = Momentum * v + g;
                return (w - Rate * (nesterov ? g + Momentum * v : v), v, 0);
            }, (w, g, v, _) => step.Apply(w, g, v), (w, g, v, _) => step.Apply(w, g, v), states: 1);
        }
    }

    [Fact]
    public void Plain_sgd_needs_no_velocity()
    {
        var step = new SgdStep(0, 0, 0, -0.5);
        Check((w, g, _, _) => (w - 0.5 * g, 0, 0), (w, g, _, _) => step.Apply(w, g, default), (w, g, _, _) => step.Apply(w, g, default), states: 0);
    }

    [Fact]
    public void Adam_in_both_conventions_and_adamw()
    {
        const double Rate = 0.001, B1 = 0.9, B2 = 0.999, Epsilon = 1e-7, Lambda = 0.01;
        const int T = 3;
        double c1 = 1 - Math.Pow(B1, T), c2 = 1 - Math.Pow(B2, T);
        var keras = new AdamStep(Rate * Math.Sqrt(c2) / c1, 1, B1, B2, Epsilon);
        Check((w, g, m, v) =>
        {
            m = B1 * m + (1 - B1) * g;
            v = B2 * v + (1 - B2) * g * g;
            return (w - Rate * Math.Sqrt(c2) / c1 * m / (Math.Sqrt(v) + Epsilon), m, v);
        }, (w, g, m, v) => keras.Apply(w, g, m, v), (w, g, m, v) => keras.Apply(w, g, m, v), states: 2);
        var torch = new AdamStep(Rate / c1, 1 / Math.Sqrt(c2), B1, B2, Epsilon, DecoupledDecay: Rate * Lambda);
        Check((w, g, m, v) =>
        {
            w -= Rate * Lambda * w;
            m = B1 * m + (1 - B1) * g;
            v = B2 * v + (1 - B2) * g * g;
            return (w - Rate / c1 * m / (Math.Sqrt(v) / Math.Sqrt(c2) + Epsilon), m, v);
        }, (w, g, m, v) => torch.Apply(w, g, m, v), (w, g, m, v) => torch.Apply(w, g, m, v), states: 2);
    }

    [Fact]
    public unsafe void A_step_over_many_parameters_has_the_bits_of_steps_one_by_one()
    {
        var adam = new AdamStep(0.01, 1, 0.9, 0.999, 1e-7, Decay: 0.1);
        var sgd = new SgdStep(0.9, 1, -0.01, 0);
        int[] lengths = [3, 0, 40_000, 1, 16_384, 0, 17, 100_000, 5];
        int total = lengths.Sum();
        foreach (bool isAdam in new[] { true, false })
        {
            float[] w = RowData.Single(RowData.Random(total, 1, 1)), g = RowData.Single(RowData.Random(total, 1, 2));
            float[] m = RowData.Single(RowData.Random(total, 1, 3)), v = Array.ConvertAll(RowData.Single(RowData.Random(total, 1, 4)), Math.Abs);
            float[] w1 = [.. w], m1 = [.. m], v1 = [.. v];
            fixed (float* pw = w, pg = g, pm = m, pv = v)
            {
                var arrays = new StepArrays<float>[lengths.Length];
                for (int i = 0, at = 0; i < lengths.Length; at += lengths[i++])
                {
                    arrays[i] = new(pw + at, pg + at, lengths[i], pm + at, isAdam ? pv + at : null);
                    Span<float> p1 = w1.AsSpan(at, lengths[i]);
                    if (isAdam)
                    {
                        adam.Apply(p1, g.AsSpan(at, lengths[i]), m1.AsSpan(at, lengths[i]), v1.AsSpan(at, lengths[i]));
                    }
                    else
                    {
                        sgd.Apply(p1, g.AsSpan(at, lengths[i]), m1.AsSpan(at, lengths[i]));
                    }
                }

                if (isAdam)
                {
                    adam.Apply(arrays);
                }
                else
                {
                    sgd.Apply(arrays);
                }
            }

            w.ShouldBe(w1);
            m.ShouldBe(m1);
            v.ShouldBe(v1);
        }
    }

    [Fact]
    public unsafe void A_missing_state_is_refused_before_anything_is_written()
    {
        float w = 1, g = 2;
        var arrays = new StepArrays<float>(&w, &g, 1);
        Should.Throw<ArgumentException>(() => new AdamStep(1, 1, 0.9, 0.9, 1).Apply([arrays])).Message.ShouldContain("null");
        w.ShouldBe(1);
        new SgdStep(0, 0, 0, -0.5).Apply([arrays]);
        w.ShouldBe(0);
    }

    [Fact]
    public void Adam_divides_as_ieee_does_by_zero_infinity_and_nan()
    {
        // One element in each vector that is not ordinary. With these factors the averages are m itself and g².
        (float First, float Gradient, float Epsilon)[] cases =
        [
            (1f, 0f, 1e-7f), (0f, 0f, 0f), (1f, 0f, 0f), (1f, 1e25f, 1e-7f), (1f, float.NaN, 1e-7f), (float.NaN, 1f, 1e-7f), (1f, 1e-22f, 0f), (1e-20f, 1e-20f, 0f),
            (1e15f, 1e18f, 1e-7f), (1f, 1e-15f, 1e-30f), (-3f, 1.8e19f, 0f), (1e-30f, -1e-10f, 1e-7f),
        ];
        foreach (var (first, gradient, epsilon) in cases)
        {
            var step = new AdamStep(-1, 1, Beta1: 1, Beta2: 0, epsilon);
            float[] w = new float[48], g = new float[48], m = new float[48], v = new float[48];
            for (var i = 0; i < 48; i++)
            {
                (m[i], g[i]) = i is 5 or 16 or 47 ? (first, gradient) : (0.01f * i, 1e-2f * (i + 1));
            }

            float[] expected = [.. m.Zip(g, (a, b) => a / (MathF.Sqrt(b * b) + epsilon) + (0 * b))];
            step.Apply(w, g, m, v);
            for (var i = 0; i < 48; i++)
            {
                if (float.IsFinite(expected[i]))
                {
                    w[i].ShouldBe(expected[i], Math.Max(Math.Abs(expected[i]) * 3e-7f, float.Epsilon), $"element {i} of {first}, {gradient}, {epsilon}");
                }
                else
                {
                    w[i].ShouldBe(expected[i], $"element {i} of {first}, {gradient}, {epsilon}");
                }
            }
        }
    }

    [Fact]
    public void Adam_is_right_to_the_last_bits_over_the_whole_range()
    {
        var step = new AdamStep(-1, 1, Beta1: 1, Beta2: 0, Epsilon: 1e-12);
        float[] w = new float[64_000], g = new float[w.Length], m = new float[w.Length], v = new float[w.Length];
        for (var i = 0; i < w.Length; i++)
        {
            g[i] = (float)Math.Pow(10, -12 + (i * 24.0 / w.Length));
            m[i] = (float)(g[i] * Math.Sin(i));
        }

        float[] first = [.. m];
        step.Apply(w, g, m, v);
        for (var i = 0; i < w.Length; i++)
        {
            var exact = first[i] / (Math.Sqrt(g[i] * g[i]) + 1e-12f);
            Math.Abs(w[i] - exact).ShouldBeLessThanOrEqualTo(Math.Abs(exact) * 2.5e-7, $"element {i}: {first[i]:R} and {g[i]:R}");
        }
    }

    [Fact]
    public void Lengths_that_differ_are_refused()
    {
        Should.Throw<ArgumentException>(() => new SgdStep(0, 0, 0, -1).Apply(new float[3], new float[2], default)).Message.ShouldContain("3 elements");
        Should.Throw<ArgumentException>(() => new AdamStep(1, 1, 0.9, 0.9, 1).Apply(new float[3], new float[3], [], new float[3]));
    }

    private delegate void Step<T>(Span<T> parameter, ReadOnlySpan<T> gradient, Span<T> first, Span<T> second);

    private static void Check(
        Func<double, double, double, double, (double, double, double)> rule, Step<double> stepDouble, Step<float> stepSingle, int states)
    {
        foreach (int n in s_lengths)
        {
            double[] w = RowData.Random(n, 1, 1), g = RowData.Random(n, 1, 2), m = RowData.Random(n, 1, 3);
            double[] v = Array.ConvertAll(RowData.Random(n, 1, 4), Math.Abs);
            double[] we = new double[n], me = new double[n], ve = new double[n];
            for (int i = 0; i < n; i++)
            {
                (we[i], me[i], ve[i]) = rule(w[i], g[i], m[i], v[i]);
            }

            float[] ws = RowData.Single(w), ms = RowData.Single(m), vs = RowData.Single(v);
            stepSingle(ws, RowData.Single(g), ms, vs);
            stepDouble(w, g, m, v);
            RowData.Compare(we, w, 1e-14);
            RowData.Compare(we, RowData.Double(ws), 1e-6);
            if (states > 0)
            {
                RowData.Compare(me, m, 1e-14);
                RowData.Compare(me, RowData.Double(ms), 1e-6);
            }

            if (states > 1)
            {
                RowData.Compare(ve, v, 1e-14);
                RowData.Compare(ve, RowData.Double(vs), 1e-6);
            }
        }
    }
}
