namespace Kiln.Evaluation;

/// <summary>How a chart or report writes its numbers.</summary>
public enum NumberFormat
{
    /// <summary>Plain numbers: 0.25, 1200, 20k, 3e−5.</summary>
    Number,

    /// <summary>Fractions as percentages: 0.25 is written 25%.</summary>
    Percent,
}
