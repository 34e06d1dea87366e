namespace Kiln.Numerics;

/// <summary>Marks the assembly.</summary>
internal static class AssemblyMarker;
