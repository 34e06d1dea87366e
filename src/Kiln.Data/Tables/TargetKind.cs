namespace Kiln.Data;

/// <summary>What a <see cref="Target"/> holds.</summary>
public enum TargetKind
{
    /// <summary>float64 numbers.</summary>
    Numbers,

    /// <summary>64-bit integers: class labels or counts.</summary>
    Integers,

    /// <summary>Strings: class labels.</summary>
    Text,
}
