using System.Globalization;

namespace Kiln.Neural;

/// <summary>A table of the module's layers.</summary>
public abstract partial class Module
{
    /// <summary>The type and the number of parameters to train, <c>Sequential, 216,650 parameters</c>; <see cref="Summary"/> shows the layers.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Label}, {CountParameters():N0} parameters");

    /// <summary>
    /// A table of layers with output shapes and numbers of parameters, found by passing a batch of one zero input through the network in
    /// inference mode. Nested <see cref="Sequential"/>s are shown with their layers indented; other modules are one line.
    /// </summary>
    /// <param name="inputShape">The shape of one input, without the batch: <c>[28, 28, 1]</c>.</param>
    /// <param name="dtype">The type of the input's elements.</param>
    /// <returns>Lines of text, each ended by a line feed.</returns>
    /// <exception cref="ShapeException">A layer does not take the shape that reaches it.</exception>
    public string Summary(Shape inputShape, DType dtype = DType.Float32)
    {
        using (Mode.Inference())
        {
            var table = new SummaryTable();
            table.Trace(this, Tensor.Zeros([1, .. inputShape.Sizes], dtype));
            return table.ToString();
        }
    }
}
