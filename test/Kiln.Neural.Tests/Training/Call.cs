namespace Kiln.Neural.Tests;

/// <summary>A callback made of lambdas.</summary>
internal sealed class Call : Callback
{
    public override string Name => "Call" + Tag;

    public string Tag { get; init; } = string.Empty;

    public Action<TrainingContext>? TrainBegin { get; init; }

    public Action<TrainingContext>? EpochBegin { get; init; }

    public Action<TrainingContext>? BatchEnd { get; init; }

    public Action<TrainingContext>? EpochEnd { get; init; }

    public Action<TrainingContext>? Checkpoint { get; init; }

    public Action<TrainingContext>? TrainEnd { get; init; }

    public Action? Close { get; init; }

    public override void OnTrainBegin(TrainingContext context) => TrainBegin?.Invoke(context);

    public override void OnEpochBegin(TrainingContext context) => EpochBegin?.Invoke(context);

    public override void OnBatchEnd(TrainingContext context) => BatchEnd?.Invoke(context);

    public override void OnEpochEnd(TrainingContext context) => EpochEnd?.Invoke(context);

    public override void OnCheckpoint(TrainingContext context) => Checkpoint?.Invoke(context);

    public override void OnTrainEnd(TrainingContext context) => TrainEnd?.Invoke(context);

    public override void OnClose() => Close?.Invoke();
}
