using System.Globalization;
using Kiln.Data;

namespace Kiln.Neural;

/// <summary>Says which sample of the data has a label that is no class: a loss sees the rows of a batch only, in the order of the epoch.</summary>
internal static class ClassFault
{
    /// <summary>The same error with the sample's place in the data set; null when the targets are not the fault.</summary>
    /// <param name="loss">The name of the loss.</param>
    /// <param name="outputs">(…, classes).</param>
    /// <param name="targets">Integers of shape (…).</param>
    /// <param name="batch">The batch they are of.</param>
    /// <param name="error">What the loss said.</param>
    internal static ArgumentOutOfRangeException? Explain(string loss, Tensor outputs, Tensor targets, Batch batch, ArgumentOutOfRangeException error)
    {
        if (!targets.DType.IsInteger() || targets.Rank == 0 || outputs.Rank != targets.Rank + 1)
        {
            return null;
        }

        int classes = outputs.Shape[-1];
        long[] labels = targets.To(DType.Int64).ToArray<long>();
        int at = Array.FindIndex(labels, label => (ulong)label >= (ulong)classes);
        if (at < 0 || batch.Count == 0)
        {
            return null;
        }

        int perSample = labels.Length / batch.Count;
        int row = at / perSample;
        string where = perSample == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", element {at % perSample} of it,");
        string hint = labels.Max() == classes && labels.Min() >= 1 ? "; labels that count from 1 become classes with targets - 1"
            : labels[at] < 0 ? "; negative labels are no classes: leave such samples out, with Dataset.Subset"
            : string.Create(CultureInfo.InvariantCulture, $"; a network for it has at least {labels[at] + 1} outputs");
        return new ArgumentOutOfRangeException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{LossChecks.Title(loss)}: the label of sample {batch.Indices[row]} of the data set{where} is {labels[at]}; the network has {classes} outputs, so classes are 0 to {classes - 1}{hint}"),
            error);
    }
}
