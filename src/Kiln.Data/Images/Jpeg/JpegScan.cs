namespace Kiln.Data;

/// <summary>What came of a scan's entropy-coded data.</summary>
internal enum JpegOutcome
{
    Complete,

    /// <summary>The file ends within the scan.</summary>
    CutShort,

    /// <summary>The bits are no code, a restart marker is missing, or a marker comes too early.</summary>
    Damaged,
}

/// <summary>A scan header (SOS): which components are sent, and which part of them.</summary>
internal sealed class JpegScan
{
    private readonly JpegComponent[] _components = new JpegComponent[4];
    private int _count;

    internal ReadOnlySpan<JpegComponent> Components => _components.AsSpan(0, _count);

    /// <summary>The first coefficient sent, in the order sent.</summary>
    internal int First { get; set; }

    /// <summary>The last coefficient sent.</summary>
    internal int Last { get; set; }

    /// <summary>The bit that was known before, or 0 in a first scan.</summary>
    internal int High { get; set; }

    /// <summary>The lowest bit that is known after the scan.</summary>
    internal int Low { get; set; }

    internal void Clear() => _count = 0;

    internal void Add(JpegComponent component) => _components[_count++] = component;
}
