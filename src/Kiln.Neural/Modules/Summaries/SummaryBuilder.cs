namespace Kiln.Neural;

/// <summary>Puts a summary together.</summary>
internal static class SummaryBuilder
{
    internal static ModuleSummary Build(Module network, Func<int, Tensor[]> zeros, Func<int, Tensor[]> noise, SummaryOptions? options)
    {
        options?.Validate();
        (List<LayerSummary> lines, _, long work) = SummaryTrace.Run(network, zeros(1));
        Parameter[] parameters = [.. network.NamedParameters().Select(p => p.Value)];
        bool trains = options is not null && Array.Exists(parameters, p => p.IsTrainable);
        Optimizer? optimizer = trains ? options!.Optimizer?.Invoke() ?? new Adam() : null;
        StepMemory? memory = optimizer is null ? null : TrainingCost.Memory(network, noise, options!.BatchSize, optimizer);
        EpochEstimate? epoch = optimizer is null || options!.Samples == 0 ? null : TrainingCost.Time(network, noise, options, optimizer);
        return new ModuleSummary(lines)
        {
            TrainedParameters = Count(parameters, trained: true),
            OtherParameters = Count(parameters, trained: false),
            TrainedBytes = Bytes(parameters, trained: true),
            OtherBytes = Bytes(parameters, trained: false),
            MultiplyAdds = work,
            Memory = memory,
            Epoch = epoch,
            Options = options,
            OptimizerName = optimizer?.GetType().Name ?? string.Empty,
        };
    }

    /// <summary>Adds to an error about a shape which input was asked about; one with the batch in it is a frequent slip.</summary>
    internal static T For<T>(Shape inputShape, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ShapeException error)
        {
            throw new ShapeException($"one input of shape {inputShape}, without the batch: {error.Message}", error);
        }
    }

    internal static Tensor Zeros(int batch, Shape shape, DType dtype) => Tensor.Zeros([batch, .. shape.Sizes], dtype);

    /// <summary>Numbers as data has them, since zeros may be faster; zeros for integers, which may be places in a table.</summary>
    internal static Tensor Noise(int batch, Shape shape, DType dtype) => dtype is DType.Float32 or DType.Float64
        ? Initializers.Normal(0, 1).Create([batch, .. shape.Sizes], RandomKey.FromSeed(1), dtype)
        : Zeros(batch, shape, dtype);

    private static long Count(Parameter[] parameters, bool trained) => parameters.Where(p => p.IsTrainable == trained).Sum(p => (long)p.Shape.ElementCount);

    private static long Bytes(Parameter[] parameters, bool trained) =>
        parameters.Where(p => p.IsTrainable == trained).Sum(p => (long)p.Shape.ElementCount * p.Value.DType.SizeInBytes());
}
