using System.Globalization;

namespace Kiln.Neural;

/// <summary>A table of the module's layers, and a drawing.</summary>
public abstract partial class Module
{
    /// <summary>The type and the number of parameters to train, <c>Sequential, 216,650 parameters</c>; <see cref="Summary(Shape, DType)"/> shows the layers.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Label}, {CountParameters():N0} parameters");

    /// <summary>
    /// A table of layers with output shapes, numbers of parameters and multiply-adds, found by passing a batch of one zero input through the network in
    /// inference mode. <see cref="Sequential"/>s and <see cref="Graph"/>s are shown with their layers indented; other modules are one line.
    /// </summary>
    /// <param name="inputShape">The shape of one input, without the batch: <c>[28, 28, 1]</c>.</param>
    /// <param name="dtype">The type of the input's elements.</param>
    /// <returns>Lines of text, each ended by a line feed.</returns>
    /// <exception cref="ShapeException">A layer does not take the shape that reaches it.</exception>
    public string Summary(Shape inputShape, DType dtype = DType.Float32) =>
        SummaryBuilder.For(inputShape, () => SummaryBuilder.Build(this, batch => [SummaryBuilder.Zeros(batch, inputShape, dtype)], static _ => [], options: null)).ToString();

    /// <summary>The layers with their shapes, parameters and multiply-adds, the memory of a training step and, if asked for, the time of an epoch on this machine.</summary>
    /// <param name="inputShape">The shape of one input, without the batch.</param>
    /// <param name="options">The batch size, the optimizer, and how many samples an epoch has.</param>
    /// <returns>The figures; as text it is a table.</returns>
    /// <exception cref="ShapeException">A layer does not take the shape that reaches it.</exception>
    public ModuleSummary Summarize(Shape inputShape, SummaryOptions? options = null)
    {
        options ??= new SummaryOptions();
        return SummaryBuilder.For(inputShape, () => SummaryBuilder.Build(
            this, batch => [SummaryBuilder.Zeros(batch, inputShape, options.DType)], batch => [SummaryBuilder.Noise(batch, inputShape, options.DType)], options));
    }

    /// <summary>
    /// A drawing of the network: a box for each layer with its type, name, output shape and parameters, joined by arrows; light or dark as the reader's system is.
    /// </summary>
    /// <param name="inputShape">The shape of one input, without the batch.</param>
    /// <param name="dtype">The type of the input's elements.</param>
    /// <param name="title">The headline; none by default.</param>
    /// <returns>An SVG document.</returns>
    /// <exception cref="ShapeException">A layer does not take the shape that reaches it.</exception>
    public string ToSvg(Shape inputShape, DType dtype = DType.Float32, string title = "") =>
        SummaryBuilder.For(inputShape, () => NetworkDrawing.Draw(this, [("input", inputShape)], [SummaryBuilder.Zeros(1, inputShape, dtype)], title));
}
