using Kiln.Data;

namespace Kiln.Neural;

/// <summary>
/// L-BFGS: full-batch training by a quasi-Newton method with a strong-Wolfe line search, for small networks and exact minima. It evaluates the loss over all samples several
/// times per iteration, so it is not an <see cref="Optimizer"/> that is stepped. Nocedal and Wright, "Numerical optimization" (2006), algorithm 7.5.
/// </summary>
/// <example><code>
/// var result = LBFGS.Minimize(network, train, new MeanSquaredError());
/// Console.WriteLine($"{result.Value:G4} after {result.Iterations} iterations");
/// </code></example>
public static class LBFGS
{
    /// <summary>Makes the loss of all samples small. The network is evaluated in inference mode: nothing is drawn, and batch norm uses its averages.</summary>
    /// <param name="network">The network; its trainable parameters end at the best point found.</param>
    /// <param name="data">The samples, all used at every evaluation.</param>
    /// <param name="loss">What is made small, the mean over the samples; regularizers are added.</param>
    /// <param name="options">Tolerances and limits; those of <see cref="Lbfgs"/> by default.</param>
    /// <param name="batchSize">Samples at a time, which bounds memory and changes no more than rounding; at least 1, 4,096 by default.</param>
    /// <param name="cancellationToken">Ends the search; the network is put back as it was.</param>
    /// <returns>Where and why the search ended.</returns>
    /// <exception cref="ArgumentException">The network has no trainable parameter.</exception>
    /// <exception cref="DatasetException">There are no samples.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public static LbfgsResult Minimize(
        Module network, Dataset data, Loss loss, LbfgsOptions? options = null, int batchSize = 4096, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(loss);
        HyperParameter.AtLeast(batchSize, 1, nameof(batchSize), nameof(LBFGS));
        if (data.Count == 0)
        {
            throw new DatasetException("L-BFGS: the training set has no samples");
        }

        Parameter[] parameters = [.. network.NamedParameters().Select(p => p.Value).Where(p => p.IsTrainable)];
        if (parameters.Length == 0)
        {
            throw new ArgumentException($"L-BFGS: {network.GetType().Name} has no trainable parameter", nameof(network));
        }

        var wiring = new Wiring(network);
        var total = new TotalLoss(wiring, loss);
        (Parameter Parameter, Regularizer Regularizer)[] penalties = [.. network.AllRegularizers()];
        double[] start = Read(parameters);
        double[] end = start;
        try
        {
            LbfgsResult result = Lbfgs.Minimize(Evaluate, start, options, cancellationToken);
            end = result.X;
            return result;
        }
        finally
        {
            Write(parameters, end);
            network.ClearGradients();
        }

        double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            Write(parameters, x);
            network.ClearGradients();
            double sum = 0;
            foreach (Batch batch in new DataLoader(data, batchSize, shuffle: false).Epoch(0, 0, cancellationToken))
            {
                using var recording = Autograd.EnableGrad();
                Tensor value = total.Compute(wiring.Forward(batch), batch, batch.Weights, out _);
                sum += Add(value * (batch.Count / (double)data.Count));
            }

            foreach ((Parameter parameter, Regularizer regularizer) in penalties)
            {
                using var recording = Autograd.EnableGrad();
                sum += Add(regularizer.Penalty(parameter.Value));
            }

            Gradients(parameters, gradient);
            return sum;
        }

        double Add(Tensor value)
        {
            Autograd.Backward(value, parameters);
            return value.Item<double>();
        }
    }

    private static double[] Read(Parameter[] parameters) => [.. parameters.SelectMany(p => p.Value.Detach().To(DType.Float64).Contiguous().ToArray<double>())];

    private static void Write(Parameter[] parameters, ReadOnlySpan<double> x)
    {
        int offset = 0;
        foreach (Parameter parameter in parameters)
        {
            int count = parameter.Shape.ElementCount;
            parameter.Assign(Tensor.From(x.Slice(offset, count), parameter.Shape).To(parameter.Value.DType));
            offset += count;
        }
    }

    private static void Gradients(Parameter[] parameters, Span<double> gradient)
    {
        int offset = 0;
        foreach (Parameter parameter in parameters)
        {
            int count = parameter.Shape.ElementCount;
            if (parameter.Gradient is { } own)
            {
                own.To(DType.Float64).Contiguous().ToArray<double>().CopyTo(gradient.Slice(offset, count));
            }
            else
            {
                gradient.Slice(offset, count).Clear();
            }

            offset += count;
        }
    }
}
