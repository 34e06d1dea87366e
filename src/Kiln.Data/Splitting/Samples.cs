namespace Kiln.Data;

/// <summary>Samples and what is to be predicted of them, as estimators take them: one part of a split.</summary>
/// <param name="X">The samples, of any kind.</param>
/// <param name="Y">The target, one for each sample.</param>
public sealed record Samples(Features X, Target Y);
