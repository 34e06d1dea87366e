using Kiln.Data;

namespace Kiln.Neural;

/// <summary>
/// Looks for a learning rate: a short training whose learning rate grows at each step, until the loss explodes. Smith, "Cyclical learning rates" (2017), section 3.3.
/// The network and the optimiser are put back as they were.
/// </summary>
/// <example><code>
/// var found = LearningRateFinder.Run(network, train, new SoftmaxCrossEntropy(), new Adam());
/// Console.WriteLine($"try {found.Suggestion:G2}");
/// File.WriteAllText("learning-rate.svg", found.Chart().ToSvg());
/// </code></example>
public static class LearningRateFinder
{
    /// <summary>Makes the run.</summary>
    /// <param name="network">The network.</param>
    /// <param name="train">The training samples; batches repeat when there are fewer than steps.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="optimizer">The optimiser meant for the training, without a schedule.</param>
    /// <param name="from">The first learning rate; 1e-7 by default.</param>
    /// <param name="to">The last; 10 by default, larger than the first.</param>
    /// <param name="steps">How many steps; at least 2, 100 by default.</param>
    /// <param name="batchSize">Samples per step; 32 by default.</param>
    /// <param name="seed">The order of the samples and every draw.</param>
    /// <param name="cancellationToken">Ends the run; network and optimiser are put back.</param>
    /// <returns>The losses by learning rate.</returns>
    /// <exception cref="ArgumentException">An argument is outside its range, or the optimiser has a schedule.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public static LearningRateRange Run(
        Module network,
        Dataset train,
        Loss loss,
        Optimizer optimizer,
        double from = 1e-7,
        double to = 10,
        int steps = 100,
        int batchSize = 32,
        ulong seed = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(optimizer);
        HyperParameter.AtLeast(steps, 2, nameof(steps), "learning-rate finder");
        if (!(from > 0) || !(to > from) || !double.IsFinite(to))
        {
            throw new ArgumentException($"learning-rate finder: expected 0 < from < to, got from {from}, to {to}", nameof(from));
        }

        if (optimizer.Schedule is not null)
        {
            throw new ArgumentException("learning-rate finder: the optimizer has a Schedule, which would set the learning rate; give one without", nameof(optimizer));
        }

        if (train.Count == 0)
        {
            throw new DatasetException("learning-rate finder: the training set has no samples");
        }

        Dictionary<string, Tensor> parameters = network.NamedParameters().ToDictionary(p => p.Key, p => p.Value.Value.Detach().Copy(), StringComparer.Ordinal);
        IReadOnlyDictionary<string, Tensor> state = optimizer.SaveState();
        try
        {
            return Search(network, new DataLoader(train, batchSize, seed: seed), new TrainingStep(network, loss, optimizer, seed), from, to, steps, cancellationToken);
        }
        finally
        {
            foreach ((string path, Parameter parameter) in network.NamedParameters())
            {
                parameter.Assign(parameters[path]);
            }

            optimizer.LoadState(state);
        }
    }

    private static LearningRateRange Search(
        Module network, DataLoader loader, TrainingStep step, double from, double to, int steps, CancellationToken cancellationToken)
    {
        var rates = new List<double>();
        var losses = new List<double>();
        double smooth = 0;
        double best = double.PositiveInfinity;
        for (int epoch = 0; rates.Count < steps; epoch++)
        {
            foreach (Batch batch in loader.Epoch(epoch, cancellationToken: cancellationToken))
            {
                int i = rates.Count;
                double rate = from * Math.Pow(to / from, i / (steps - 1.0));
                step.Optimizer.LearningRate = rate;
                double value = step.Run(batch);
                if (!double.IsFinite(value))
                {
                    return new LearningRateRange(rates, losses);
                }

                // An average of recent losses without the bias of its start at 0.
                smooth = 0.9 * smooth + 0.1 * value;
                double now = smooth / (1 - Math.Pow(0.9, i + 1));
                rates.Add(rate);
                losses.Add(now);
                best = Math.Min(best, now);
                if ((i > 10 && now > 4 * Math.Abs(best)) || rates.Count == steps)
                {
                    return new LearningRateRange(rates, losses);
                }
            }
        }

        return new LearningRateRange(rates, losses);
    }
}
