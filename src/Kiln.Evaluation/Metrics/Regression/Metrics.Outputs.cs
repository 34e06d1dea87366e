namespace Kiln.Evaluation;

public static partial class Metrics
{
    private static double One<T>(T score, ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
        where T : struct, IRegressionScore
    {
        CheckLengths(score.Name, truth.Length, predicted.Length);
        CheckWeights(score.Name, truth.Length, weights);
        _ = TotalWeight(score.Name, truth.Length, weights);
        return score.Of(truth, predicted, weights);
    }

    /// <summary>The score of each column of row-major (samples, outputs).</summary>
    private static double[] Each<T>(
        T score, ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, int outputs, ReadOnlySpan<double> weights)
        where T : struct, IRegressionScore
    {
        var rows = CheckOutputs(score.Name, truth.Length, predicted.Length, outputs, weights);
        if (outputs == 1)
        {
            return [score.Of(truth, predicted, weights)];
        }

        var (y, p, scores) = (new double[rows], new double[rows], new double[outputs]);
        for (var output = 0; output < outputs; output++)
        {
            Column(truth, output, outputs, y);
            Column(predicted, output, outputs, p);
            scores[output] = score.Of(y, p, weights);
        }

        return scores;
    }

    private static double Averaged<T>(
        T score,
        ReadOnlySpan<double> truth,
        ReadOnlySpan<double> predicted,
        int outputs,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> outputWeights,
        OutputAverage average = OutputAverage.Uniform)
        where T : struct, IRegressionScore
    {
        var scores = Each(score, truth, predicted, outputs, weights);
        if (average == OutputAverage.VarianceWeighted)
        {
            var spreads = Spreads(truth, outputs, weights);
            return Array.TrueForAll(spreads, static s => s == 0) ? Mean(score.Name, scores, default) : Mean(score.Name, scores, spreads);
        }

        return Mean(score.Name, scores, outputWeights);
    }

    private static double[] Spreads(ReadOnlySpan<double> truth, int outputs, ReadOnlySpan<double> weights)
    {
        var column = new double[truth.Length / outputs];
        var spreads = new double[outputs];
        for (var output = 0; output < outputs; output++)
        {
            Column(truth, output, outputs, column);
            spreads[output] = Explained.Spread(column, weights);
        }

        return spreads;
    }

    private static double Mean(string metric, double[] scores, ReadOnlySpan<double> outputWeights)
    {
        if (!outputWeights.IsEmpty && outputWeights.Length != scores.Length)
        {
            throw new ArgumentException(
                $"{metric}: {outputWeights.Length} output weights were given for {scores.Length} outputs; give one per output, or none.");
        }

        double sum = 0, total = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var weight = outputWeights.IsEmpty ? 1 : outputWeights[i];
            sum += weight * scores[i];
            total += weight;
        }

        return total != 0 ? sum / total : throw new ArgumentException($"{metric}: the output weights add up to zero, so no mean is defined.");
    }

    private static void Column(ReadOnlySpan<double> matrix, int column, int columns, Span<double> result)
    {
        for (int row = 0, i = column; row < result.Length; row++, i += columns)
        {
            result[row] = matrix[i];
        }
    }

    /// <summary>Throws unless both sides are full (samples, outputs) matrices; the number of samples.</summary>
    private static int CheckOutputs(string metric, int truth, int predicted, int outputs, ReadOnlySpan<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        CheckLengths(metric, truth, predicted);
        if (truth % outputs != 0)
        {
            throw new ArgumentException($"{metric}: {truth} values are no whole number of samples of {outputs} outputs; expected row-major (samples, outputs).");
        }

        CheckWeights(metric, truth / outputs, weights);
        _ = TotalWeight(metric, truth / outputs, weights);
        return truth / outputs;
    }
}
