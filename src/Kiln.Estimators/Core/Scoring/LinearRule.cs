namespace Kiln.Estimators;

/// <summary>
/// x·Wᵀ + b for dense and sparse samples, and what follows from it: what every linear model predicts by. The samples are read once, tile by tile, and labels and
/// probabilities are made of a tile's scores while they are in cache.
/// </summary>
/// <remarks>
/// Samples come in unchecked: a NaN or an infinity in a sample makes its score NaN or infinite, whatever the coefficients, so the scores are looked at instead, which
/// are fewer. Where one is not finite the samples are gone through for the error's sake; finite samples whose products overflow pass.
/// </remarks>
/// <param name="Owner">Whose the samples are, for errors.</param>
/// <param name="Coefficients">(outputs, features).</param>
/// <param name="Intercept">(outputs,).</param>
/// <param name="Above">Features count 1 above this and 0 otherwise; null takes them as they are.</param>
internal readonly record struct LinearRule(string Owner, double[] Coefficients, double[] Intercept, double? Above = null)
{
    private int Outputs => Intercept.Length;

    /// <summary>How many scores tell classes apart: one for two classes.</summary>
    public static int OutputsOf(int classes) => classes == 2 ? 1 : classes;

    /// <summary>The scores, (samples, outputs).</summary>
    /// <param name="x">Dense or sparse samples, not checked yet.</param>
    /// <exception cref="DatasetException">A value is not finite.</exception>
    public double[] Scores(Features x)
    {
        var scores = GC.AllocateUninitializedArray<double>(checked(x.Rows * Outputs));
        Into(x, scores);
        return scores;
    }

    /// <summary>The scores as a tensor: (samples,) of one output, otherwise (samples, outputs).</summary>
    /// <param name="x">Dense or sparse samples, not checked yet.</param>
    /// <exception cref="DatasetException">A value is not finite.</exception>
    public Tensor ScoreTensor(Features x)
    {
        Shape shape = Outputs == 1 ? [x.Rows] : [x.Rows, Outputs];
        return Tensor.Create<double, (LinearRule Rule, Features X)>(shape, (this, x), static (to, state) => state.Rule.Into(state.X, to));
    }

    /// <summary>For each sample the class with the largest score, of equal ones the first; of one score the second class where it is above 0.</summary>
    /// <param name="x">Dense or sparse samples, not checked yet.</param>
    /// <param name="classes">The classes, one for each output, or two for one.</param>
    /// <exception cref="DatasetException">A value is not finite.</exception>
    public unsafe Target Labels(Features x, Target classes)
    {
        if (classes.Kind == TargetKind.Integers)
        {
            return Integers(x, classes.Integers());
        }

        var codes = System.Buffers.ArrayPool<int>.Shared.Rent(x.Rows);
        try
        {
            fixed (int* to = codes)
            {
                ScorePass.Run(this, x, new WinnerSink(to, Outputs, classes.Count));
            }

            return classes.Take(codes.AsSpan(0, x.Rows));
        }
        finally
        {
            System.Buffers.ArrayPool<int>.Shared.Return(codes);
        }
    }

    /// <summary>
    /// Probabilities, (samples, classes): the logistic function of the score of two classes; of several the softmax, or the logistic functions divided by their sum. A
    /// softmax that was fitted on two classes has the scores −z and z.
    /// </summary>
    /// <param name="x">Dense or sparse samples, not checked yet.</param>
    /// <param name="classes">How many classes: two for one score, otherwise as many as scores.</param>
    /// <param name="softmax">Whether the scores are those of a softmax.</param>
    /// <exception cref="DatasetException">A value is not finite.</exception>
    public Tensor Probabilities(Features x, int classes, bool softmax) => Tensor.Create<double, (LinearRule Rule, Features X, bool IsPair, bool Softmax)>(
        [x.Rows, classes],
        (this, x, classes > Outputs, softmax),
        static (to, state) => state.Rule.ProbabilitiesInto(state.X, state.IsPair, state.Softmax, to));

    /// <summary>Labels that are whole numbers are written as they are found.</summary>
    private unsafe Target Integers(Features x, ReadOnlySpan<long> classes)
    {
        var labels = GC.AllocateUninitializedArray<long>(x.Rows);
        fixed (long* to = labels, values = classes)
        {
            ScorePass.Run(this, x, new WinnerSink(null, to, values, Outputs, classes.Length));
        }

        return labels;
    }

    private unsafe void Into(Features x, Span<double> scores)
    {
        fixed (double* to = scores)
        {
            ScorePass.Run(this, x, new ScoreSink(to, Outputs));
        }
    }

    private unsafe void ProbabilitiesInto(Features x, bool isPair, bool softmax, Span<double> probabilities)
    {
        fixed (double* to = probabilities)
        {
            ScorePass.Run(this, x, new ProbabilitySink(to, Outputs, isPair, softmax));
        }
    }
}
