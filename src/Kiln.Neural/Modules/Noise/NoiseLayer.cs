namespace Kiln.Neural;

/// <summary>
/// What layers share that change their input at random in training and do nothing in inference. Draws come from the ambient stream
/// (<see cref="RandomScope"/>) under the module's path: a training step is a function of seed and step, whatever ran before.
/// </summary>
public abstract class NoiseLayer : Module
{
    private readonly string _property;

    private protected NoiseLayer(string property, double strength) => (_property, Strength) = (property, strength);

    private protected double Strength { get; }

    /// <inheritdoc/>
    /// <param name="x">Any floating-point tensor.</param>
    /// <returns>A tensor of the same shape; in inference, the input.</returns>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        return Mode.IsTraining && Strength > 0 ? Change(x, RandomScope.Next($"noise:{Path}")) : x;
    }

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => given;

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set(_property, Strength);
    }

    private protected abstract Tensor Change(Tensor x, RandomKey key);

    /// <summary>Normal numbers of an input's shape and type; halves are drawn in float32.</summary>
    private protected static Tensor Normal(Tensor x, double mean, double deviation, RandomKey key)
    {
        DType drawn = x.DType == DType.Float64 ? DType.Float64 : DType.Float32;
        return Tensor.RandomNormal(x.Shape, mean, deviation, key, drawn).To(x.DType);
    }
}
