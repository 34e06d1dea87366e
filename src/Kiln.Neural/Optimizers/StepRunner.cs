using System.Buffers;

namespace Kiln.Neural;

/// <summary>Runs a rule that is one formula per element over tensors.</summary>
internal static class StepRunner
{
    /// <summary>All parameters in one parallel region per element type.</summary>
    internal static void Run<TStep>(in TStep step, ReadOnlySpan<ParameterUpdate> updates)
        where TStep : struct, IOptimizerStep => Run(step, step, updates);

    /// <summary>As above, where the rule has numbers of its own for each type.</summary>
    internal static void Run<TStep>(in TStep singleStep, in TStep doubleStep, ReadOnlySpan<ParameterUpdate> updates)
        where TStep : struct, IOptimizerStep
    {
        StepArrays<float>[] singles = ArrayPool<StepArrays<float>>.Shared.Rent(updates.Length);
        StepArrays<double>[] doubles = ArrayPool<StepArrays<double>>.Shared.Rent(updates.Length);
        singleStep.Apply(singles.AsSpan(0, ParameterUpdate.Arrays(updates, DType.Float32, singles.AsSpan())));
        doubleStep.Apply(doubles.AsSpan(0, ParameterUpdate.Arrays(updates, DType.Float64, doubles.AsSpan())));
        ArrayPool<StepArrays<float>>.Shared.Return(singles);
        ArrayPool<StepArrays<double>>.Shared.Return(doubles);
    }

    /// <summary>One parameter, for <see cref="Optimizer.Update"/>.</summary>
    internal static void Run<TStep>(in TStep step, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state)
        where TStep : struct, IOptimizerStep
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(state);
        var tensors = new ParameterTensors(value, gradient, [.. state]);
        if (value.DType == DType.Float32)
        {
            step.Apply([tensors.Arrays<float>()]);
        }
        else
        {
            step.Apply([tensors.Arrays<double>()]);
        }

        tensors.KeepAlive();
    }
}
