namespace Kiln.Data;

/// <summary>How svmlight text is read.</summary>
public sealed record SvmLightOptions
{
    /// <summary>How many columns the matrix has; null for the largest number that comes. Give it where test samples may lack the last columns.</summary>
    public int? Columns { get; init; }

    /// <summary>Whether column numbers begin with 0; null to find out: they begin with 1 where no 0 comes, as in scikit-learn.</summary>
    public bool? ZeroBased { get; init; }

    /// <summary>The longest line, in bytes, that is believed; 64 MiB by default.</summary>
    public int MaxLineBytes { get; init; } = 64 << 20;
}
