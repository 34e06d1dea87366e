using Kiln.Data;
using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>What <see cref="Module.Evaluate"/> measures when it is not told.</summary>
internal sealed record EvaluationPlan(Loss Loss, IReadOnlyList<IMetric> Metrics)
{
    internal Lock Gate { get; } = new();

    /// <summary>The usual choice for a network that was loaded and not fitted: by the type of the targets.</summary>
    /// <exception cref="ArgumentException">There are several outputs.</exception>
    internal static EvaluationPlan For(Module network, Dataset dataset)
    {
        var wiring = new Wiring(network);
        return wiring.Outputs > 1
            ? throw new ArgumentException($"evaluate: {network.GetType().Name} has several outputs and was not fitted; say its losses: Evaluate(dataset, new OutputLosses {{ … }}, metrics: […])")
            : wiring.TargetOf(dataset.Gather([0]), 0).DType.IsFloatingPoint()
            ? new EvaluationPlan(new MeanSquaredError(), [])
            : new EvaluationPlan(
                network.OutputRanges() is [{ Form: OutputForm.Softmax }] ? new CategoricalCrossEntropy() : new SoftmaxCrossEntropy(), [new Accuracy()]);
    }
}
