using static Kiln.Neural.DiagnosisText;

namespace Kiln.Neural;

/// <summary>How well the network fits what it has seen, and what it has not.</summary>
internal static class FitRules
{
    /// <summary>Validation loss past its lowest (Prechelt 1998) while the training loss went on falling.</summary>
    internal static Finding? Overfitting(RunRecord run, History history)
    {
        if (!history.TryGet("loss", out IReadOnlyList<double>? train) || !history.TryGet("val_loss", out IReadOnlyList<double>? validation))
        {
            return null;
        }

        int best = Enumerable.Range(0, validation.Count).MinBy(i => double.IsNaN(validation[i]) ? double.PositiveInfinity : validation[i]);
        int since = validation.Count - 1 - best;
        if (!(run.LeftOf(train[^1]) < DiagnosisLimits.LittleLearned) || since < DiagnosisLimits.EpochsOfRise || !validation.TakeLast(DiagnosisLimits.EpochsOfRise).All(v => v > (1 + DiagnosisLimits.ValidationRises) * validation[best])
            || !(train[^1] < train[best]) || !(validation[^1] - train[^1] > DiagnosisLimits.ValidationGap * run.Reference))
        {
            return null;
        }

        return run.Find(
            FindingKind.Overfitting,
            string.Empty,
            $"The validation loss was lowest in epoch {best + 1} ({Number(validation[best])}) and is {Number(validation[^1])} now, {Percent((validation[^1] / validation[best]) - 1)} more, "
            + $"while the training loss fell from {Number(train[best])} to {Number(train[^1])}: the network learns its samples by heart.",
            "Stop early (EarlyStopping puts the best weights back), get or augment more data, add Dropout or weight decay (AdamW), or make the network smaller.",
            DiagnosisCharts.Epochs(run, history, best));
    }

    /// <summary>A loss that stays near a constant answer's.</summary>
    internal static Finding? Underfitting(RunRecord run, History history)
    {
        double before = run.Losses.Between(0.5, 0.75);
        double now = run.Losses.Between(0.75, 1);
        if (run.Losses.Count < DiagnosisLimits.UpdatesBeforeUnderfitting || double.IsNaN(run.ConstantLoss)
            || !(run.LeftOf(now) > DiagnosisLimits.Underfits) || !(now > (1 - DiagnosisLimits.StillFalls) * before))
        {
            return null;
        }

        bool measured = history.TryGet("val_loss", out IReadOnlyList<double>? validation) && validation.Count > 0;
        return run.Find(
            FindingKind.Underfitting,
            string.Empty,
            $"The training loss stays at {Number(now)}{(measured ? $", the validation loss at {Number(validation![^1])}" : string.Empty)}, and always giving one and the same answer has {Number(run.ConstantLoss)}: "
            + "the network has learned next to nothing of its inputs.",
            "Use a larger network (more units, more layers, activations between them), less regularization, or longer training; look whether the inputs say anything about the targets and belong to them.",
            DiagnosisCharts.Loss(run));
    }
}
