using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>What <see cref="Module.Evaluate"/> measures when it is not told.</summary>
internal sealed record EvaluationPlan(Loss Loss, IReadOnlyList<IMetric> Metrics)
{
    internal Lock Gate { get; } = new();
}
