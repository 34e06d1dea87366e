namespace Kiln.Tensors.Tests;

/// <summary>Compares an op's backward with numerical derivatives in float64, and float32 with float64.</summary>
internal static class GradientCheck
{
    /// <summary>The bar: relative to the largest element of the gradient or the element itself.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>How many elements of an input are differentiated numerically.</summary>
    private const int Sampled = 48;

    /// <summary>Gradients within 1e-6 of a seven-point central difference, whose own error is some 1e-12.</summary>
    internal static void AgainstDifferences(OpCase @case, OpLayout layout, Random random)
    {
        OpInput[] inputs = @case.Inputs(random);
        double[][] bases = Draw(inputs, layout, random);
        Tensor[] leaves = Leaves(inputs, layout, bases, DType.Float64);
        Tensor y = Apply(@case, inputs, layout, leaves);
        double[] weights = [.. Enumerable.Range(0, y.Count).Select(_ => random.NextDouble() * 2 - 1)];
        y.RequiresGrad.ShouldBeTrue($"{@case}: the result does not require a gradient");
        y.Backward(Tensor.From(weights, y.Shape));
        for (int k = 0; k < inputs.Length; k++)
        {
            if (!inputs[k].Differentiable)
            {
                continue;
            }

            leaves[k].Grad.ShouldNotBeNull($"{@case}: input {k} got no gradient");
            double[] gradient = leaves[k].Grad!.ToArray<double>();
            int[] sample = Sample(gradient.Length, random);
            double[] numerical = Numerical(@case, inputs, layout, bases, weights, k, sample);
            double largest = numerical.Select(Math.Abs).DefaultIfEmpty().Max();
            foreach (int i in sample)
            {
                double error = Math.Abs(gradient[i] - numerical[i]);
                if (!(error <= Tolerance * Math.Max(Math.Abs(numerical[i]), Math.Min(1, largest)) + 1e-9))
                {
                    Assert.Fail(
                        $"{@case}, {layout}, inputs {Shapes(inputs)}: gradient of input {k} at {i} is {gradient[i]:R}, by central differences {numerical[i]:R}");
                }
            }
        }
    }

    /// <summary>float32 forward and backward within the case's tolerance of float64 on the same, exactly representable inputs.</summary>
    internal static void SingleAgainstDouble(OpCase @case, OpLayout layout, Random random)
    {
        OpInput[] inputs = @case.Inputs(random);
        double[][] bases = [.. Draw(inputs, layout, random).Select(b => Array.ConvertAll(b, v => (double)(float)v))];
        Tensor[] single = Leaves(inputs, layout, bases, DType.Float32);
        Tensor[] @double = Leaves(inputs, layout, bases, DType.Float64);
        Tensor ys = Apply(@case, inputs, layout, single);
        Tensor yd = Apply(@case, inputs, layout, @double);
        ys.DType.ShouldBe(DType.Float32, $"{@case}: float32 in, {ys.DType} out");
        float[] weights = [.. Enumerable.Range(0, yd.Count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        Close(@case, "result", yd.Detach().ToArray<double>(), ys.Detach().ToArray<float>(), inputs);
        ys.Backward(Tensor.From(weights, ys.Shape));
        yd.Backward(Tensor.From(Array.ConvertAll(weights, w => (double)w), yd.Shape));
        for (int k = 0; k < inputs.Length; k++)
        {
            if (inputs[k].Differentiable)
            {
                Close(@case, $"gradient {k}", @double[k].Grad!.ToArray<double>(), single[k].Grad!.ToArray<float>(), inputs);
            }
        }
    }

    /// <summary>The float64 result equals the plain function of the elements.</summary>
    internal static void AgainstReference(OpCase @case, OpLayout layout, Random random)
    {
        OpInput[] inputs = @case.Inputs(random);
        double[][] bases = Draw(inputs, layout, random);
        Tensor[] leaves = Leaves(inputs, layout, bases, DType.Float64);
        Tensor y = Apply(@case, inputs, layout, leaves).Detach();
        double[][] values = [.. inputs.Select((input, k) => layout.View(leaves[k].Detach(), input.Shape).BroadcastTo(y.Shape).ToArray<double>())];
        double[] actual = y.To(DType.Float64).ToArray<double>();
        for (int i = 0; i < actual.Length; i++)
        {
            double expected = @case.Reference!([.. values.Select(v => v[i])]);
            if (!(Math.Abs(expected - actual[i]) <= @case.ReferenceTolerance * Math.Max(1, Math.Abs(expected))))
            {
                Assert.Fail($"{@case}, {layout}: element {i} of {y.Shape} is {actual[i]:R}, expected {expected:R}");
            }
        }
    }

    /// <summary>The names of the ops that the case records.</summary>
    internal static IEnumerable<string> RecordedOps(OpCase @case)
    {
        var random = new Random(1);
        OpInput[] inputs = @case.Inputs(random);
        double[][] bases = Draw(inputs, OpLayout.Contiguous, random);
        Tensor y = Apply(@case, inputs, OpLayout.Contiguous, Leaves(inputs, OpLayout.Contiguous, bases, DType.Float64));
        var queue = new Queue<Node>();
        var seen = new HashSet<Node>();
        if (y.Node is { } root)
        {
            queue.Enqueue(root);
        }

        while (queue.TryDequeue(out Node? node))
        {
            if (seen.Add(node))
            {
                yield return node.Op;
                foreach (Edge edge in node.Inputs)
                {
                    if (edge.Node is { } next)
                    {
                        queue.Enqueue(next);
                    }
                }
            }
        }
    }

    private static double[][] Draw(OpInput[] inputs, OpLayout layout, Random random) =>
        [.. inputs.Select(input => (input with { Shape = layout.Base(input.Shape) }).Draw(random))];

    private static Tensor[] Leaves(OpInput[] inputs, OpLayout layout, double[][] bases, DType dtype) =>
    [
        .. inputs.Select((input, k) =>
        {
            Tensor t = Tensor.From(bases[k], layout.Base(input.Shape)).To(dtype);
            return input.Differentiable ? t.RequireGrad() : t;
        }),
    ];

    private static Tensor Apply(OpCase @case, OpInput[] inputs, OpLayout layout, Tensor[] leaves) =>
        @case.Function([.. leaves.Select((leaf, k) => layout.View(leaf, inputs[k].Shape))]);

    // All elements of a small input, some of a large one: six evaluations of the op for each.
    private static int[] Sample(int count, Random random)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        if (count > Sampled)
        {
            random.Shuffle(all);
            Array.Resize(ref all, Sampled);
        }

        return all;
    }

    private static double[] Numerical(OpCase @case, OpInput[] inputs, OpLayout layout, double[][] bases, double[] weights, int k, int[] sample)
    {
        var result = new double[bases[k].Length];
        using (Autograd.NoGrad())
        {
            foreach (int i in sample)
            {
                double x = bases[k][i];
                double h = 1e-3 * Math.Max(1, Math.Abs(x));
                double At(double step)
                {
                    bases[k][i] = x + step * h;
                    double[] y = Apply(@case, inputs, layout, Leaves(inputs, layout, bases, DType.Float64)).ToArray<double>();
                    bases[k][i] = x;
                    double sum = 0;
                    for (int j = 0; j < y.Length; j++)
                    {
                        sum += y[j] * weights[j];
                    }

                    return sum;
                }

                // Seven points: error of order h⁶, so that the step can be large and rounding small.
                result[i] = (45 * (At(1) - At(-1)) - 9 * (At(2) - At(-2)) + (At(3) - At(-3))) / (60 * h);
            }
        }

        return result;
    }

    private static void Close(OpCase @case, string what, double[] expected, float[] actual, OpInput[] inputs)
    {
        double largest = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= @case.SingleTolerance * Math.Max(Math.Abs(expected[i]), largest)) && !expected[i].Equals(actual[i]))
            {
                Assert.Fail($"{@case}: {what} at {i} for inputs {Shapes(inputs)} is {actual[i]:R} in float32, {expected[i]:R} in float64");
            }
        }
    }

    private static string Shapes(OpInput[] inputs) => string.Join(", ", inputs.Select(i => i.Shape.ToString()));
}
