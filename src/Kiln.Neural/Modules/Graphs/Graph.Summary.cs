namespace Kiln.Neural;

/// <summary>A graph knows the shapes of its inputs.</summary>
public sealed partial class Graph
{
    /// <summary>A table of the nodes with output shapes, numbers of parameters and multiply-adds; a layer that stands twice has its parameters counted once.</summary>
    /// <returns>Lines of text, each ended by a line feed.</returns>
    public string Summary() => SummaryBuilder.Build(this, Zeros, static _ => [], options: null).ToString();

    /// <summary>The nodes with their shapes, parameters and multiply-adds, the memory of a training step and, if asked for, the time of an epoch on this machine.</summary>
    /// <param name="options">The batch size, the optimizer, and how many samples an epoch has.</param>
    /// <returns>The figures; as text it is a table.</returns>
    public ModuleSummary Summarize(SummaryOptions? options = null) => SummaryBuilder.Build(
        this, Zeros, batch => Array.ConvertAll(_inputs, i => SummaryBuilder.Noise(batch, i.Shape, i.DType)), options ?? new SummaryOptions());

    /// <summary>
    /// A drawing of the graph: a box for each node with its layer, name, output shape and parameters, joined by arrows; light or dark as the reader's system is.
    /// </summary>
    /// <param name="title">The headline; none by default.</param>
    /// <returns>An SVG document.</returns>
    public string ToSvg(string title = "") => NetworkDrawing.Draw(this, [.. _inputs.Select(i => (i.Name, i.Shape))], Zeros(1), title);

    private Tensor[] Zeros(int batch) => Array.ConvertAll(_inputs, i => SummaryBuilder.Zeros(batch, i.Shape, i.DType));
}
