using System.Diagnostics;

namespace Kiln.Neural;

/// <summary>Memory and time of training steps, found by making some. The network is left as it was.</summary>
internal static class TrainingCost
{
    private const int MostSteps = 7;
    private const double Seconds = 2;

    internal static StepMemory Memory(Module network, Func<int, Tensor[]> inputs, int batchSize, Optimizer optimizer)
    {
        Parameter[] parameters = [.. network.NamedParameters().Select(p => p.Value)];
        Parameter[] trained = [.. parameters.Where(p => p.IsTrainable)];
        long one = Kept(1);
        long two = Kept(2);
        long perItem = Math.Max(0, two - one); // What is kept whatever the batch (a mask of one row, say) is in both.
        return new StepMemory(parameters.Sum(Bytes), trained.Sum(Bytes), optimizer.StateBytes(trained), one - perItem + perItem * batchSize);

        long Kept(int batch) => Undisturbed(network, () => KeptMemory.Bytes(Forward(network, inputs(batch)), parameters));
    }

    internal static EpochEstimate Time(Module network, Func<int, Tensor[]> inputs, SummaryOptions options, Optimizer optimizer)
    {
        Tensor[] batch = inputs(options.BatchSize);
        KeyValuePair<string, Parameter>[] trained = [.. network.NamedParameters().Where(p => p.Value.IsTrainable)];
        Tensor[] leaves = Array.ConvertAll(trained, p => p.Value.Value);
        KeyValuePair<string, Parameter>[] copies = Array.ConvertAll(trained, p => new KeyValuePair<string, Parameter>(p.Key, new Parameter(p.Value.Value)));
        return Undisturbed(network, () =>
        {
            TimeSpan best = TimeSpan.MaxValue;
            int timed = 0;
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i <= MostSteps && (timed < 2 || Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds); i++)
            {
                long from = Stopwatch.GetTimestamp();
                Tensor[] gradients = Autograd.Gradients(Total(Forward(network, batch)), leaves);
                for (int p = 0; p < copies.Length; p++)
                {
                    copies[p].Value.SetGradient(gradients[p]);
                }

                optimizer.Step(copies);
                TimeSpan time = Stopwatch.GetElapsedTime(from);
                if (i > 0)
                {
                    // The first compiles and fills the pool.
                    best = time < best ? time : best;
                    timed++;
                }
            }

            double steps = Math.Ceiling((double)options.Samples / options.BatchSize);
            return new EpochEstimate(timed, best, TimeSpan.FromSeconds(Math.Min(best.TotalSeconds * steps, TimeSpan.MaxValue.TotalSeconds / 2)));
        });
    }

    /// <summary>Runs as a training step does, and puts back what training changes in a forward pass, as batch norm's statistics.</summary>
    private static T Undisturbed<T>(Module network, Func<T> run)
    {
        Parameter[] states = [.. network.NamedParameters().Select(p => p.Value).Where(p => !p.IsTrainable)];
        Tensor[] before = Array.ConvertAll(states, p => p.Value.Detach().Copy());
        try
        {
            using var mode = Mode.Training();
            using var recording = Autograd.EnableGrad();
            using var random = RandomScope.Use(RandomKey.FromSeed(0));
            return run();
        }
        finally
        {
            for (int i = 0; i < states.Length; i++)
            {
                states[i].Assign(before[i]);
            }
        }
    }

    /// <summary>The sum of all outputs: the cheapest loss.</summary>
    private static Tensor Total(Tensor[] outputs)
    {
        Tensor[] sums = [.. outputs.Where(y => y.RequiresGrad).Select(y => y.Sum())];
        return sums.Length > 0
            ? sums.Aggregate((a, b) => a + b)
            : throw new AutogradException("summary: no output depends on a trained parameter, so that no training step can be timed");
    }

    private static Tensor[] Forward(Module network, Tensor[] inputs) => network is Graph graph ? graph.ForwardAll(inputs) : [network.Forward(inputs)];

    private static long Bytes(Parameter parameter) => (long)parameter.Shape.ElementCount * parameter.Value.DType.SizeInBytes();
}
