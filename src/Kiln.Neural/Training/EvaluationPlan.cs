using Kiln.Data;
using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>What <see cref="Module.Evaluate"/> measures when it is not told.</summary>
internal sealed record EvaluationPlan(Loss Loss, IReadOnlyList<IMetric> Metrics)
{
    internal Lock Gate { get; } = new();

    /// <summary>The usual choice for a network that was loaded and not fitted: by the type of the targets.</summary>
    internal static EvaluationPlan For(Dataset dataset) => dataset.Gather([0]).Targets.DType.IsFloatingPoint()
        ? new EvaluationPlan(new MeanSquaredError(), [])
        : new EvaluationPlan(new SoftmaxCrossEntropy(), [new Accuracy()]);
}
