namespace Kiln.Data;

/// <summary>How <see cref="Features"/> are held.</summary>
public enum FeaturesKind
{
    /// <summary>All values, row after row.</summary>
    Dense,

    /// <summary>The values that are not 0, row after row.</summary>
    Sparse,

    /// <summary>Columns of numbers and text.</summary>
    Table,
}
