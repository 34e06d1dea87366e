namespace Kiln.Estimators;

/// <summary>Classes as the numbers that a ridge fits: 1 for a sample's own class, −1 for the others; of two classes one column.</summary>
/// <param name="X">The samples.</param>
/// <param name="Y">(samples, 1 or classes).</param>
/// <param name="Weights">Sample weights times the weights of classes; null for 1 each.</param>
/// <param name="Classes">The classes, ascending.</param>
internal sealed record RidgeSigns(Features X, Target Y, double[]? Weights, Target Classes)
{
    public static RidgeSigns Of(string owner, Features x, Target y, double[]? sampleWeights, ClassWeights? classWeight)
    {
        var samples = Inputs.Numbers(owner, x);
        var (classes, codes) = Inputs.Classes(owner, samples, y);
        Inputs.Weights(owner, sampleWeights, samples.Rows);
        var outputs = LinearRule.OutputsOf(classes.Count);
        var signs = new double[checked(codes.Length * outputs)];
        Array.Fill(signs, -1);
        for (var i = 0; i < codes.Length; i++)
        {
            if (outputs > 1)
            {
                signs[(i * outputs) + codes[i]] = 1;
            }
            else if (codes[i] == 1)
            {
                signs[i] = 1;
            }
        }

        var weights = sampleWeights;
        if (classWeight is not null)
        {
            var byClass = ClassWeights.Of(classWeight, owner, classes, codes);
            weights = new double[codes.Length];
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = (sampleWeights?[i] ?? 1) * byClass[codes[i]];
            }

            Inputs.Weights(owner, weights, samples.Rows);
        }

        return new(samples, Target.Of(signs, outputs), weights, classes);
    }

    /// <summary>What the ridge within says, as said by the classifier.</summary>
    public static IReadOnlyList<string> Rename(IReadOnlyList<string> warnings, Estimator from, Estimator to) =>
        warnings.Count == 0 ? warnings : [.. warnings.Select(warning => warning.StartsWith(from.Name + ": ", StringComparison.Ordinal) ? to.Name + warning[from.Name.Length..] : warning)];
}
