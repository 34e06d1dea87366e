namespace Kiln.Evaluation;

/// <summary>How values are spread along an axis.</summary>
public enum AxisScale
{
    /// <summary>Equal differences take equal lengths.</summary>
    Linear,

    /// <summary>Equal ratios take equal lengths; values that are not positive cannot be shown and are left out.</summary>
    Logarithmic,
}
