namespace Kiln.Tensors.Tests;

/// <summary>Compares gradients with central differences in float64, and float32 results and gradients with those of float64.</summary>
internal static class CentralDifferences
{
    private const double Step = 1e-5;

    /// <summary>Checks a function of float64 tensors at some inputs; the loss is a random weighting of its result.</summary>
    public static void Check(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        (double[] result, double[][] gradients, Tensor weights) = Run(function, inputs, DType.Float64);
        for (int i = 0; i < inputs.Length; i++)
        {
            double[] values = inputs[i].ToArray<double>();
            double scale = Math.Max(1, gradients[i].Select(Math.Abs).DefaultIfEmpty().Max());
            for (int j = 0; j < values.Length; j++)
            {
                double numeric = (Loss(function, inputs, i, j, Step, weights) - Loss(function, inputs, i, j, -Step, weights)) / (2 * Step);
                gradients[i][j].ShouldBe(numeric, 1e-6 * scale, $"gradient of input {i} {inputs[i].Shape}, element {j}");
            }
        }

        (double[] single, double[][] singleGradients, _) = Run(function, inputs, DType.Float32);
        Close(single, result, "float32 result");
        for (int i = 0; i < inputs.Length; i++)
        {
            Close(singleGradients[i], gradients[i], $"float32 gradient of input {i}");
        }
    }

    /// <summary>A tensor of numbers that float32 holds exactly.</summary>
    public static Tensor Draw(Random random, Shape shape)
    {
        var values = new double[shape.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)((random.NextDouble() * 2) - 1);
        }

        return Tensor.From(values, shape);
    }

    /// <summary>The same elements in another float type.</summary>
    public static Tensor Cast(Tensor x, DType dtype) =>
        dtype == DType.Float64 ? x : Tensor.From<float>([.. x.ToArray<double>().Select(v => (float)v)], x.Shape);

    private static (double[] Result, double[][] Gradients, Tensor Weights) Run(Func<Tensor[], Tensor> function, Tensor[] inputs, DType dtype)
    {
        Tensor[] leaves = [.. inputs.Select(x => Cast(x, dtype).RequireGrad())];
        Tensor y = function(leaves);
        y.DType.ShouldBe(dtype);
        Tensor weights = Draw(new Random(99), y.Shape);
        y.Backward(Cast(weights, dtype));
        return (Doubles(y), [.. leaves.Select(x => x.Grad is { } g ? Doubles(g) : new double[x.Count])], weights);
    }

    private static double Loss(Func<Tensor[], Tensor> function, Tensor[] inputs, int input, int element, double step, Tensor weights)
    {
        Tensor[] moved = [.. inputs];
        double[] values = inputs[input].ToArray<double>();
        values[element] += step;
        moved[input] = Tensor.From(values, inputs[input].Shape);
        double[] y = function(moved).ToArray<double>();
        double[] w = weights.ToArray<double>();
        return y.Select((v, i) => v * w[i]).Sum();
    }

    private static double[] Doubles(Tensor x) =>
        x.DType == DType.Float64 ? x.ToArray<double>() : [.. x.ToArray<float>().Select(v => (double)v)];

    private static void Close(double[] actual, double[] expected, string what)
    {
        double scale = Math.Max(1, expected.Select(Math.Abs).DefaultIfEmpty().Max());
        for (int i = 0; i < expected.Length; i++)
        {
            actual[i].ShouldBe(expected[i], 2e-5 * scale, $"{what}, element {i}");
        }
    }
}
