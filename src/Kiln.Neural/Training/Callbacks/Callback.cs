namespace Kiln.Neural;

/// <summary>
/// Code that runs at certain points of a fit: override what you need. What a callback remembers between calls belongs in
/// <see cref="SaveState"/>, so that a resumed run goes on as the unbroken one would have.
/// </summary>
/// <remarks>
/// Calls come one after another on the thread that called Fit, in the order of <see cref="FitOptions.Callbacks"/>. An exception ends the
/// fit. A kill can fall between a call and the next checkpoint: the resumed run then makes the call again, so effects outside (a line in a
/// file) should be ones that may be repeated.
/// </remarks>
public abstract class Callback
{
    /// <summary>The name under which checkpoints keep this callback's state; by default the type's name. Unique among a fit's callbacks.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Before the first step, after a checkpoint (if any) was loaded.</summary>
    /// <param name="context">Where the run stands.</param>
    public virtual void OnTrainBegin(TrainingContext context)
    {
    }

    /// <summary>Before the first step of an epoch; not called again when a run resumes within an epoch.</summary>
    /// <param name="context">Where the run stands.</param>
    public virtual void OnEpochBegin(TrainingContext context)
    {
    }

    /// <summary>Before a batch goes through the network.</summary>
    /// <param name="context">Where the run stands; <see cref="TrainingContext.Batch"/> counts the batches before this one.</param>
    public virtual void OnBatchBegin(TrainingContext context)
    {
    }

    /// <summary>
    /// After the backward pass and before the optimizer's step: the parameters' gradients are those of the batch (with
    /// <see cref="FitOptions.AccumulationSteps"/>, the mean over the batches), not yet clipped. The step clears them.
    /// </summary>
    /// <param name="context">Where the run stands; <see cref="TrainingContext.BatchLoss"/> is that of the batch.</param>
    public virtual void OnGradients(TrainingContext context)
    {
    }

    /// <summary>After each step.</summary>
    /// <param name="context">Where the run stands; <see cref="TrainingContext.BatchLoss"/> is that of the step.</param>
    public virtual void OnBatchEnd(TrainingContext context)
    {
    }

    /// <summary>
    /// After an epoch's validation, before any callback's <see cref="OnEpochEnd"/>: columns that are added here stand in the history, and in all that is made of it.
    /// </summary>
    /// <param name="context">Where the run stands; <see cref="TrainingContext.History"/> ends with the epoch before.</param>
    /// <param name="row">What the epoch measured, by column; to be added to.</param>
    public virtual void OnMeasured(TrainingContext context, IDictionary<string, double> row)
    {
    }

    /// <summary>After an epoch's validation; <see cref="TrainingContext.History"/> has its row.</summary>
    /// <param name="context">Where the run stands.</param>
    public virtual void OnEpochEnd(TrainingContext context)
    {
    }

    /// <summary>After a checkpoint was written and before older ones are removed.</summary>
    /// <param name="context">Where the run stands; <see cref="TrainingContext.CheckpointPath"/> is the new one.</param>
    public virtual void OnCheckpoint(TrainingContext context)
    {
    }

    /// <summary>After the last epoch, or after the one in which the run was asked to stop.</summary>
    /// <param name="context">Where the run stands.</param>
    public virtual void OnTrainEnd(TrainingContext context)
    {
    }

    /// <summary>When Fit is about to return or throw, whatever happened: close here what <see cref="OnTrainBegin"/> opened.</summary>
    public virtual void OnClose()
    {
    }

    /// <summary>Writes what this callback remembers, for a checkpoint.</summary>
    /// <param name="state">To be filled.</param>
    public virtual void SaveState(SavedState state)
    {
    }

    /// <summary>Takes up what <see cref="SaveState"/> wrote. Called before <see cref="OnTrainBegin"/>, and only when resuming.</summary>
    /// <param name="state">The values of the checkpoint; empty when it was written without this callback.</param>
    public virtual void LoadState(SavedState state)
    {
    }
}
