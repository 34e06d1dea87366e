namespace Kiln.Data;

/// <summary>Marks the assembly.</summary>
internal static class AssemblyMarker;
