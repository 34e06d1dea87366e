namespace Kiln.Evaluation;

/// <summary>Precision, recall and F1 of one class.</summary>
/// <param name="Class">The class value, as it stands in the data.</param>
/// <param name="Label">The name of the class.</param>
/// <param name="Precision">Correct among the predictions of this class: tp / (tp + fp).</param>
/// <param name="Recall">Found among the samples of this class: tp / (tp + fn).</param>
/// <param name="F1">Harmonic mean of precision and recall: 2 tp / (2 tp + fp + fn).</param>
/// <param name="Support">Number of true samples of this class.</param>
public readonly record struct ClassScores(int Class, string Label, double Precision, double Recall, double F1, long Support);
