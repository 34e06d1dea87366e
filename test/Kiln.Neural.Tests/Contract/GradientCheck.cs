namespace Kiln.Neural.Tests;

/// <summary>Gradients of a module's input and parameters against central differences, in float64.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    public static void Run(ModuleCase c, Tensor input, bool training)
    {
        Module module = c.Make(DType.Float64);
        var start = module.NamedParameters().ToDictionary(p => p.Key, p => p.Value.Value.Detach().Copy());
        bool differentiable = input.DType.IsFloatingPoint();
        Tensor x = differentiable ? input.RequireGrad() : input;
        Tensor y = Forward(c, module, x, training, start);
        Tensor weights = Initializers.Normal(0, 1).Create(y.Shape, RandomKey.FromSeed(11), DType.Float64);
        if (!y.RequiresGrad)
        {
            Assert.Fail($"{module.GetType().Name} cuts the gradient of its input");
        }

        module.ClearGradients();
        y.Backward(weights);
        double[] w = weights.ToArray<double>();
        double Loss(Tensor at) => Forward(c, module, at, training, start).ToArray<double>().Zip(w, (a, b) => a * b).Sum();

        if (differentiable)
        {
            Compare(
                $"input, training: {training}", x.Grad!.ToArray<double>(), input.ToArray<double>(), changed => Loss(Tensor.From(changed, input.Shape)));
        }

        foreach (var (path, parameter) in module.NamedParameters().Where(p => p.Value.IsTrainable))
        {
            Tensor original = start[path];
            Compare($"{path}, training: {training}", parameter.Gradient!.ToArray<double>(), original.ToArray<double>(), changed =>
            {
                start[path] = Tensor.From(changed, original.Shape);
                double loss = Loss(input);
                start[path] = original;
                return loss;
            });
        }
    }

    private static Tensor Forward(ModuleCase c, Module module, Tensor x, bool training, Dictionary<string, Tensor> parameters)
    {
        foreach (var (path, parameter) in module.NamedParameters())
        {
            parameter.Assign(parameters[path]);
        }

        using (training ? Mode.Training() : Autograd.EnableGrad())
        using (RandomScope.Use(RandomKey.FromSeed(3)))
        {
            return c.Run(module, x);
        }
    }

    private static void Compare(string what, double[] gradient, double[] values, Func<double[], double> loss)
    {
        double scale = Math.Max(1, gradient.Max(Math.Abs));
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            values[i] = value + Step;
            double above = loss(values);
            values[i] = value - Step;
            double below = loss(values);
            values[i] = value;
            double expected = (above - below) / (2 * Step);
            if (!(Math.Abs(gradient[i] - expected) <= 1e-6 * Math.Max(scale, Math.Abs(expected))))
            {
                Assert.Fail($"{what}: element {i} has gradient {gradient[i]:R}, central differences give {expected:R}");
            }
        }
    }
}
