namespace Kiln.Cli;

/// <summary>Turns a network's outputs for one picture into probabilities, in double precision.</summary>
internal static class Softmax
{
    /// <summary>p_i = exp(x_i − max x) / Σ exp(x_j − max x).</summary>
    /// <exception cref="UserException">An output is NaN or infinite.</exception>
    public static double[] Of(ReadOnlySpan<float> logits)
    {
        var most = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            if (!float.IsFinite(logit))
            {
                throw new UserException("the network's output is not a number: its parameters are damaged. Train it again.");
            }

            most = Math.Max(most, logit);
        }

        var probabilities = new double[logits.Length];
        var sum = 0.0;
        for (var i = 0; i < logits.Length; i++)
        {
            sum += probabilities[i] = Math.Exp(logits[i] - most);
        }

        for (var i = 0; i < logits.Length; i++)
        {
            probabilities[i] /= sum;
        }

        return probabilities;
    }
}
