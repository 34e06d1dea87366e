namespace Kiln.Neural;

/// <summary>
/// What separable convolutions share: a depthwise convolution, then one of single elements that mixes the channels, with bias and activation. Sifre and
/// Mallat (2014); Chollet, "Xception" (2017). There is nothing between the two.
/// </summary>
public abstract class SeparableConvolution : Module
{
    private readonly int _axes;
    private readonly DepthwiseConvolution _depthwise;
    private readonly Convolution _pointwise;

    private protected SeparableConvolution(int axes, DepthwiseConvolution depthwise, Convolution pointwise)
    {
        _axes = axes;
        _depthwise = Child("depthwise", depthwise);
        _pointwise = Child("pointwise", pointwise);
    }

    /// <summary>Channels of the input.</summary>
    public int Inputs => _depthwise.Inputs;

    /// <summary>Channels of the output.</summary>
    public int Filters => _pointwise.Filters;

    /// <summary>How many channels each input channel gets in between.</summary>
    public int DepthMultiplier => _depthwise.DepthMultiplier;

    /// <summary>What surrounds the input.</summary>
    public Padding Padding => _depthwise.Padding;

    /// <summary>What is applied to the result.</summary>
    public Activation Activation => _pointwise.Activation;

    /// <summary>The weights of the depthwise convolution, (…, inputs, multiplier); Keras's depthwise_kernel.</summary>
    public Parameter DepthwiseWeight => _depthwise.Weight;

    /// <summary>The weights that mix the channels, (1, …, inputs · multiplier, filters); Keras's pointwise_kernel.</summary>
    public Parameter PointwiseWeight => _pointwise.Weight;

    /// <summary>The bias, (filters,); null without one.</summary>
    public Parameter? Bias => _pointwise.Bias;

    /// <inheritdoc/>
    /// <param name="x">(batch, the axes the window slides over, inputs).</param>
    /// <returns>(batch, output sizes, filters).</returns>
    /// <exception cref="ShapeException">The input has other axes, its channels are not <see cref="Inputs"/>, or the window does not fit.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public sealed override Tensor Forward(Tensor x)
    {
        InputChecks.Grid(Label, x, _axes, Inputs);
        Tensor between = _depthwise.Forward(x);
        Tensor y = _pointwise.Forward(between);
        TensorMarshal.HandOver(between, y);
        return y;
    }

    internal override int TakenFeatures => Inputs;

    internal override LastAxis Lead(LastAxis given) => new(Filters, Maker: this);

    internal override OutputRange? RangeOf(OutputRange? given) => OutputRange.Of(this, Activation);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("depthwise", _depthwise).Set("pointwise", _pointwise);
    }
}
