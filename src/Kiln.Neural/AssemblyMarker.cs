namespace Kiln.Neural;

/// <summary>Marks the assembly.</summary>
internal static class AssemblyMarker;
