namespace Kiln.Evaluation;

/// <summary>Marks the assembly.</summary>
internal static class AssemblyMarker;
