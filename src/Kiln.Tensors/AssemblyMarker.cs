namespace Kiln.Tensors;

/// <summary>Marks the assembly.</summary>
internal static class AssemblyMarker;
