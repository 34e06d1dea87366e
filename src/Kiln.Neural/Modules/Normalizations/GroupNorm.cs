namespace Kiln.Neural;

/// <summary>
/// Group normalisation: (x − mean) / √(variance + ε) · weight + bias, with the mean and the variance of each item's group of neighbouring channels over
/// all axes between batch and channels. Wu and He, "Group normalization" (2018).
/// </summary>
public sealed class GroupNorm : Normalization
{
    /// <summary>Makes the layer.</summary>
    /// <param name="channels">The size of the last axis.</param>
    /// <param name="groups">How many groups; a divisor of the channels; 32 by default, as in Keras. One normalises each item as a whole.</param>
    /// <param name="epsilon">Added to the variance; 0.001 by default, as in Keras (PyTorch: 0.00001).</param>
    /// <param name="scale">Whether the result is scaled by a weight; true by default.</param>
    /// <param name="shift">Whether a bias is added; true by default.</param>
    /// <param name="dtype">The type of the parameters: float32 or float64.</param>
    /// <exception cref="ArgumentException">An argument is outside its range, or the groups do not divide the channels.</exception>
    public GroupNorm(int channels, int groups = 32, double epsilon = 1e-3, bool scale = true, bool shift = true, DType dtype = DType.Float32)
        : base(channels, epsilon, scale, shift, dtype)
    {
        HyperParameter.AtLeast(groups, 1, nameof(groups), GetType().Name);
        if (channels % groups != 0)
        {
            throw new ArgumentException($"{nameof(GroupNorm)}: groups must divide the channels; got {groups} groups for {channels} channels (channels come first here, groups in PyTorch)", nameof(groups));
        }

        Groups = groups;
    }

    /// <summary>How many groups the channels fall into.</summary>
    public int Groups { get; }

    /// <inheritdoc/>
    /// <param name="x">(batch, …, channels) of the parameters' type.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The last axis is not <see cref="Normalization.Channels"/>.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.LastAxis(Label, x, Channels, least: 2);
        return Functional.GroupNorm(x, Groups, Weight?.Value, Bias?.Value, Epsilon);
    }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        base.Configure(config);
        config.Set("groups", Groups);
    }

    internal static GroupNorm Read(ModuleConfig config) => new(
        config.Int("channels"),
        config.Int("groups"),
        config.Number("epsilon"),
        config.Flag("scale"),
        config.Flag("shift"),
        config.Choice<DType>("dtype"));
}
