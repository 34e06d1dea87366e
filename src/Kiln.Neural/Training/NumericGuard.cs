using Kiln.Data;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Kiln.Neural;

/// <summary>Looks for NaN and infinity, and says where they are and what usually helps.</summary>
internal static class NumericGuard
{
    private const int MostListed = 10;

    /// <summary>Whether every element is finite; true for types that hold integers.</summary>
    internal static bool IsFinite(Tensor tensor)
    {
        if (tensor.DType is not (DType.Float32 or DType.Float64))
        {
            return true; // Half precision is converted by the first operation, and the loss is looked at.
        }

        Tensor contiguous = tensor.Contiguous();
        bool finite = tensor.DType == DType.Float32
            ? TensorPrimitives.IsFiniteAll(TensorMarshal.GetSpan<float>(contiguous))
            : TensorPrimitives.IsFiniteAll(TensorMarshal.GetSpan<double>(contiguous));
        GC.KeepAlive(contiguous);
        return finite;
    }

    /// <summary>What is wrong with a batch before it is used; null when all is well.</summary>
    internal static NonFiniteFinding? InspectBatch(Batch batch)
    {
        if (batch.OtherInputs.Count == 0 && batch.OtherTargets.Count == 0)
        {
            return Inspect(batch, "inputs", batch.Inputs) ?? Inspect(batch, "targets", batch.Targets);
        }

        IReadOnlyList<Tensor> inputs = batch.AllInputs;
        IReadOnlyList<Tensor> targets = batch.AllTargets;
        return Enumerable.Range(0, inputs.Count).Select(i => Inspect(batch, NameOf("input", batch.InputNames, i), inputs[i]))
            .Concat(Enumerable.Range(0, targets.Count).Select(i => Inspect(batch, NameOf("target", batch.TargetNames, i), targets[i])))
            .FirstOrDefault(found => found is not null);

        static string NameOf(string what, IReadOnlyList<string> names, int i) => i < names.Count ? $"{what} '{names[i]}'" : $"{what} {i}";
    }

    private static NonFiniteFinding? Inspect(Batch batch, string what, Tensor tensor)
    {
        if (IsFinite(tensor))
        {
            return null;
        }

        int[] rows = RowsNotFinite(tensor);
        int[] samples = [.. rows.Select(r => r < batch.Indices.Length ? batch.Indices[r] : r)];
        return new NonFiniteFinding(
            $"NaN or infinity in the {what} of {Count(samples.Length, "sample")} {List(samples)} of the dataset "
            + $"({(rows.Length == 1 ? "row" : "rows")} {List(rows)} of the batch)",
            "Look at those samples and drop or fill what is missing, or set FitOptions.NonFinite to SkipBatch.",
            samples);
    }

    /// <summary>Why a loss is not finite, as far as can be told.</summary>
    internal static NonFiniteFinding ExplainLoss(double loss, Tensor[] outputs, Batch batch, IEnumerable<KeyValuePair<string, Parameter>> parameters)
    {
        string word = double.IsNaN(loss) ? "NaN" : "infinite";
        string[] spoilt = [.. parameters.Where(p => !IsFinite(p.Value.Value)).Select(p => p.Key)];
        if (spoilt.Length > 0)
        {
            return SpoiltParameters($"the loss is {word} because an earlier step made values NaN or infinite", spoilt, batch.Indices);
        }

        return Array.TrueForAll(outputs, IsFinite)
            ? new NonFiniteFinding(
                $"the loss is {word} although the network's outputs are finite",
                "Check that the targets lie in the range that the loss takes, and that outputs are scores (no softmax before SoftmaxCrossEntropy). Where the loss grew from step to step before, the learning rate is too high.",
                batch.Indices)
            : new NonFiniteFinding(
                $"the loss is {word}: the network's outputs overflowed",
                "Scale the inputs to about -1 to 1, use a smaller Optimizer.LearningRate, or set FitOptions.GradientClipNorm (1 is usual).",
                batch.Indices);
    }

    /// <summary>Parameters that hold NaN or infinity: every further step would too.</summary>
    internal static NonFiniteFinding SpoiltParameters(string what, IReadOnlyCollection<string> paths, IReadOnlyList<int> samples) => new(
        $"{what} in the {(paths.Count == 1 ? "parameter" : "parameters")} {List(paths)}",
        "Start again, or from an earlier checkpoint, with a smaller Optimizer.LearningRate (a tenth), and set FitOptions.GradientClipNorm (1 is usual).",
        samples,
        IsLasting: true);

    private static int[] RowsNotFinite(Tensor tensor)
    {
        double[] values = tensor.DType == DType.Float32
            ? Array.ConvertAll(tensor.Detach().ToArray<float>(), v => (double)v)
            : tensor.Detach().ToArray<double>();
        int rows = tensor.Rank == 0 ? 1 : tensor.Shape[0];
        int length = Math.Max(1, values.Length / Math.Max(1, rows));
        return [.. Enumerable.Range(0, rows).Where(r => values.AsSpan(r * length, length).ContainsAnyNotFinite())];
    }

    private static bool ContainsAnyNotFinite(this Span<double> values) => !TensorPrimitives.IsFiniteAll<double>(values);

    private static string Count(int count, string noun) => count == 1 ? noun : $"{count} {noun}s:";

    private static string List<T>(IReadOnlyCollection<T> items) =>
        string.Join(", ", items.Take(MostListed)) + (items.Count > MostListed ? $", … ({items.Count} in all)" : string.Empty);
}

/// <summary>Where NaN or infinity was found.</summary>
/// <param name="What">What was found, and where.</param>
/// <param name="Advice">What usually helps.</param>
/// <param name="Samples">Positions in the dataset.</param>
/// <param name="IsLasting">Whether leaving out the batch would not help.</param>
internal sealed record NonFiniteFinding(string What, string Advice, IReadOnlyList<int> Samples, bool IsLasting = false);
