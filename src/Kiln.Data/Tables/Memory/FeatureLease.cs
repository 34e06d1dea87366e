namespace Kiln.Data;

/// <summary>Held by the features that look at an array of <see cref="FeatureMemory"/>: when it is garbage, so are they.</summary>
internal sealed class FeatureLease(FeaturePiece piece)
{
    /// <summary>To be called before a user gets a span of the array: it is then never used again.</summary>
    internal void Expose() => piece.IsExposed = true;
}

/// <summary>An array that features have.</summary>
internal sealed class FeaturePiece(double[] values)
{
    internal double[] Values => values;

    /// <summary>Who has it. It tracks resurrection, so that features read by somebody's finalizer are still whole.</summary>
    internal WeakReference<FeatureLease> Owner { get; } = new(null!, trackResurrection: true);

    /// <summary>Whether a user may hold a span of it.</summary>
    internal bool IsExposed { get; set; }
}
