namespace Kiln.Estimators;

/// <summary>What one output is learned from.</summary>
/// <param name="X">The samples.</param>
/// <param name="Samples">The same, to be read fast.</param>
/// <param name="Targets">−1 and 1, or numbers.</param>
/// <param name="Weights">How much each sample counts, class weights among them; null for 1.</param>
/// <param name="Held">The samples that are held back to judge progress; null without early stopping.</param>
/// <param name="OrderSeed">The seed of the order of samples.</param>
/// <param name="Step">The number of the first step, from 1: later parts of the data go on counting.</param>
internal sealed record SgdProblem(Features X, SampleView Samples, double[] Targets, double[]? Weights, bool[]? Held, uint OrderSeed, double Step)
{
    public int TrainCount => Held is null ? Samples.Rows : Held.Count(held => !held);
}
