namespace Kiln.Neural;

/// <summary>
/// x for x ≥ 0, otherwise weight · x, with slopes that are learned. He et al., "Delving deep into rectifiers" (2015), equation 1.
/// </summary>
public sealed class PReLU : Module
{
    /// <summary>One slope for each channel, PyTorch's form; Keras's with all other axes shared.</summary>
    /// <param name="channels">The size of the last axis; 1 for a single slope.</param>
    /// <param name="initializer">The slopes' start; zeros by default, as in Keras (PyTorch: 0.25).</param>
    /// <param name="dtype">The type of the slopes: float32 or float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of channels is below 1.</exception>
    public PReLU(int channels, Initializer? initializer = null, DType dtype = DType.Float32)
        : this(new[] { channels }, [], initializer, dtype)
    {
    }

    /// <summary>A slope for each element of an item, but for axes that share theirs: Keras's form.</summary>
    /// <param name="shape">The shape of an item, without the batch.</param>
    /// <param name="sharedAxes">Axes with one slope for all their entries, numbered with the batch as 0: [1, 2] for the pixels of images.</param>
    /// <param name="initializer">The slopes' start; zeros by default, as in Keras (PyTorch: 0.25).</param>
    /// <param name="dtype">The type of the slopes: float32 or float64.</param>
    /// <exception cref="ArgumentException">The shape is empty or has an empty axis, or there is no such axis.</exception>
    public PReLU(Shape shape, ReadOnlySpan<int> sharedAxes = default, Initializer? initializer = null, DType dtype = DType.Float32)
    {
        int[] sizes = shape.ToArray();
        if (sizes.Length == 0 || Array.Exists(sizes, s => s < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(shape), $"the shape of an item must have axes of at least 1, got {shape}");
        }

        foreach (int axis in sharedAxes)
        {
            if (axis < 1 || axis > sizes.Length)
            {
                throw new ArgumentException($"shared axes are 1 to {sizes.Length} for items of shape {shape} (the batch is 0), got {axis}", nameof(sharedAxes));
            }

            sizes[axis - 1] = 1;
        }

        Weight = Parameter("weight", (initializer ?? Initializers.Zeros).Create(sizes, dtype));
    }

    /// <summary>The slopes of negative inputs, of an item's shape with 1 for the axes that share theirs: Keras's alpha.</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    /// <param name="x">(batch, …), floating point, ending in axes that the weight's shape fits.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The weight does not fit the items.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        Shape weight = Weight.Shape;
        bool fits = x.Rank > weight.Rank;
        for (int i = 1; i <= weight.Rank && fits; i++)
        {
            fits = weight[-i] == 1 || weight[-i] == x.Shape[-i];
        }

        return fits
            ? x.PRelu(Weight.Value)
            : throw new ShapeException($"{Label}: slopes of shape {weight} do not fit the items of {x.Shape}; their axes must be equal to the last ones of the input, or 1");
    }

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => OutputRange.Linear(this);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("shape", Weight.Shape.Sizes).Set("dtype", Weight.Value.DType);
    }

    internal static PReLU Read(ModuleConfig config) => new((Shape)config.IntList("shape"), dtype: config.Choice<DType>("dtype"));
}
