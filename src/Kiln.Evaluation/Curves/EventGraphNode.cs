namespace Kiln.Evaluation;

/// <summary>A node of a network's graph in an event file.</summary>
/// <param name="Name">Its name, unique; slashes make groups, as in <c>encoder/dense</c>.</param>
/// <param name="Operation">What it computes, such as <c>Dense</c>.</param>
/// <param name="Inputs">The names of the nodes whose results it takes.</param>
public sealed record EventGraphNode(string Name, string Operation, IReadOnlyList<string> Inputs);
