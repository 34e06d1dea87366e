namespace Kiln.Neural;

/// <summary>
/// What depthwise convolutions share: each input channel is convolved alone, with <see cref="DepthMultiplier"/> windows of its own. The
/// output's channels are those of input channel 0, then those of channel 1, and so on.
/// </summary>
public abstract class DepthwiseConvolution : Convolution
{
    private protected DepthwiseConvolution(
        SlidingWindow window,
        int inputs,
        int depthMultiplier,
        Activation activation,
        bool bias,
        Initializer? weightInitializer,
        Initializer? biasInitializer,
        DType dtype)
        : base(Tap.Depthwise, window, inputs, Outputs(inputs, depthMultiplier), inputs, activation, bias, weightInitializer, biasInitializer, dtype) =>
        DepthMultiplier = depthMultiplier;

    /// <summary>How many output channels each input channel gets.</summary>
    public int DepthMultiplier { get; }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("inputs", Inputs).Set("depth_multiplier", DepthMultiplier);
        Window.Write(config);
        config.Set("activation", Activation).Set("bias", Bias is not null).Set("dtype", Weight.Value.DType);
    }

    private static int Outputs(int inputs, int depthMultiplier)
    {
        HyperParameter.AtLeast(inputs, 1, nameof(inputs), "depthwise convolution");
        HyperParameter.AtLeast(depthMultiplier, 1, nameof(depthMultiplier), "depthwise convolution");
        long outputs = (long)inputs * depthMultiplier;
        return outputs <= int.MaxValue
            ? (int)outputs
            : throw new ArgumentOutOfRangeException(nameof(depthMultiplier), $"{inputs} inputs times {depthMultiplier} are more channels than a tensor can have");
    }
}
