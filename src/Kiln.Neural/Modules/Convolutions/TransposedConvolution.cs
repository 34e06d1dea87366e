namespace Kiln.Neural;

/// <summary>
/// What transposed convolutions share: the way back through a convolution, which makes its input larger. Each input element spreads the window
/// over the output, the windows <c>stride</c> apart and added where they overlap (Dumoulin and Visin, "A guide to convolution arithmetic for deep
/// learning" (2016), chapter 4).
/// </summary>
/// <remarks>
/// Along each axis, with w = dilation · (kernel − 1) + 1:
/// <list type="bullet">
/// <item><see cref="Padding.Valid"/>: in · stride + max(w − stride, 0), nothing cut off, as in Keras;</item>
/// <item><see cref="Padding.Same"/>: in · stride, the odd element cut off at the end: the convolution with the same settings leads back to the
/// input's size. TensorFlow's and JAX's rule; Keras on PyTorch cuts it off at the start, which is amounts and an output padding here;</item>
/// <item>amounts: (in − 1) · stride + w − before − after + output padding, as in PyTorch.</item>
/// </list>
/// With an output padding, valid gives (in − 1) · stride + w + output padding and same (in − 1) · stride + w − 2 · ⌊w / 2⌋ + output padding, as in
/// Keras.
/// </remarks>
public abstract class TransposedConvolution : Convolution
{
    private readonly int[]? _outputPadding;

    private protected TransposedConvolution(
        SlidingWindow window,
        int[]? outputPadding,
        int inputs,
        int filters,
        int groups,
        Activation activation,
        bool bias,
        Initializer? weightInitializer,
        Initializer? biasInitializer,
        DType dtype)
        : base(Tap.Transposed, window, inputs, filters, groups, activation, bias, weightInitializer, biasInitializer, dtype)
    {
        if (window.Padding.IsCausal)
        {
            throw new ArgumentException("padding: Padding.Causal looks back, which a transposed convolution cannot; use Padding.Valid and crop the end", nameof(window));
        }

        for (int axis = 0; axis < outputPadding?.Length; axis++)
        {
            if (outputPadding[axis] < 0 || outputPadding[axis] >= window.Stride[axis])
            {
                throw new ArgumentOutOfRangeException(
                    nameof(outputPadding),
                    SlidingWindow.Text(outputPadding),
                    $"the output padding must be at least 0 and below the stride {SlidingWindow.Text(window.Stride)}, got {SlidingWindow.Text(outputPadding)}");
            }
        }

        _outputPadding = outputPadding;
    }

    private protected ReadOnlySpan<int> ExtraOutput => _outputPadding;

    /// <inheritdoc/>
    /// <param name="x">(batch, the axes the window slides over, inputs).</param>
    /// <returns>(batch, output sizes, filters), with the sizes stated with the class.</returns>
    /// <exception cref="ShapeException">The input has other axes, its channels are not those of the layer, or an output would be empty.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.Grid(Label, x, Window.Axes, Inputs);
        Span<int> amounts = stackalloc int[2 * Window.Axes];
        Span<int> extra = stackalloc int[Window.Axes];
        for (int axis = 0; axis < Window.Axes; axis++)
        {
            (amounts[2 * axis], amounts[2 * axis + 1], extra[axis]) = Cut(axis, x.Shape[axis + 1]);
        }

        var padding = Padding.Of(Window.Axes, amounts);
        return Window.Axes switch
        {
            1 => Functional.Conv1DTranspose(x, Weight.Value, Bias?.Value, Window.Options1D(padding, Groups), extra[0], Activation),
            2 => Functional.Conv2DTranspose(x, Weight.Value, Bias?.Value, Window.Options2D(padding, Groups), (extra[0], extra[1]), Activation),
            _ => Functional.Conv3DTranspose(x, Weight.Value, Bias?.Value, Window.Options3D(padding, Groups), (extra[0], extra[1], extra[2]), Activation),
        };
    }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        base.Configure(config);
        if (_outputPadding is not null)
        {
            config.Set("output_padding", _outputPadding);
        }
    }

    private protected static int[]? ReadOutputPadding(ModuleConfig config, int axes) =>
        config.Has("output_padding") ? config.Ints("output_padding", axes, minimum: 0) : null;

    /// <summary>How many elements of the full result are cut off before and after, and how many rows without any window follow.</summary>
    private (int Before, int After, int Extra) Cut(int axis, int size)
    {
        int window = Window.Extents[axis];
        int stride = Window.Stride[axis];
        int? extra = _outputPadding?[axis];
        if (!Padding.IsSame)
        {
            (int before, int after) = Padding.Along(axis, Window.Axes);
            return (before, after, extra ?? (Padding == Padding.Valid ? Math.Max(stride - window, 0) : 0));
        }

        long full = (size - 1L) * stride + window;
        long wanted = extra is { } more ? full - window / 2 * 2L + more : (long)size * stride;
        long excess = full - wanted;
        return excess >= 0 ? ((int)(excess / 2), (int)(excess - excess / 2), 0) : (0, 0, (int)-excess);
    }
}
