namespace Kiln.Neural;

/// <summary>
/// A residual block: activation(body(x) + x), or with a projection, activation(body(x) + projection(x)). He et al., "Deep residual learning for image
/// recognition" (2016).
/// </summary>
/// <example>
/// <code>
/// new Residual(
///     new Sequential(
///         new Conv2D(64, 128, kernel: 3, stride: 2, padding: Padding.Same, bias: false), new BatchNorm(128), new ReLU(),
///         new Conv2D(128, 128, kernel: 3, padding: Padding.Same, bias: false), new BatchNorm(128)),
///     projection: new Conv2D(64, 128, kernel: 1, stride: 2, bias: false),
///     activation: Activation.ReLU)
/// </code>
/// </example>
public sealed class Residual : Module
{
    private readonly Module _body;
    private readonly Module? _projection;

    /// <summary>Makes the block.</summary>
    /// <param name="body">What is added to the shortcut.</param>
    /// <param name="projection">What brings the input to the shape of the body's output; null, the default, where it has that shape.</param>
    /// <param name="activation">Applied to the sum; none by default.</param>
    /// <exception cref="ShapeException">Body and shortcut make different numbers of features, as far as their settings tell.</exception>
    public Residual(Module body, Module? projection = null, Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(body);
        CheckSum(body, projection);
        _body = Child("body", body);
        _projection = projection is null ? null : Child("projection", projection);
        Activation = activation;
    }

    /// <summary>What is applied to the sum.</summary>
    public Activation Activation { get; }

    internal override bool MayHoldTensors => _body.MayHoldTensors || _projection?.MayHoldTensors == true;

    /// <inheritdoc/>
    /// <exception cref="ShapeException">Body and shortcut make different shapes.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor y = _body.Forward(x);
        Tensor shortcut = _projection?.Forward(x) ?? x;
        if (y.Shape != shortcut.Shape)
        {
            string hint = _projection is null ? "; bring the input to that shape with a projection, such as new Conv2D(inputs, filters, kernel: 1, stride)" : string.Empty;
            throw new ShapeException($"{Label}: the body makes {y.Shape} of {x.Shape}, the shortcut {shortcut.Shape}{hint}");
        }

        Tensor sum = y + shortcut;
        LetGo(_body, x, y, sum);
        if (_projection is not null)
        {
            LetGo(_projection, x, shortcut, sum);
        }

        Tensor result = Activations.Apply(sum, Activation);
        TensorMarshal.HandOver(sum, result);
        return result;
    }

    internal override int TakenFeatures => _body.TakenFeatures != 0 ? _body.TakenFeatures : _projection?.TakenFeatures ?? 0;

    internal override LastAxis Lead(LastAxis given) => _body.Lead(given);

    internal override OutputRange? RangeOf(OutputRange? given) => Activation == Activation.None ? OutputRange.Linear(this) : OutputRange.Of(this, Activation);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("body", _body).Set("activation", Activation);
        if (_projection is not null)
        {
            config.Set("projection", _projection);
        }
    }

    internal static Residual Read(ModuleConfig config) => new(
        config.Module("body"), config.Has("projection") ? config.Module("projection") : null, config.Choice<Activation>("activation"));

    private static void CheckSum(Module body, Module? projection)
    {
        LastAxis given = body.TakenFeatures > 0 ? new LastAxis(body.TakenFeatures) : LastAxis.Unknown;
        LastAxis made = body.Lead(given);
        LastAxis shortcut = projection?.Lead(given) ?? given;
        if (made.Size == 0 || shortcut.Size == 0 || made.IsMultiple || shortcut.IsMultiple || made.Size == shortcut.Size)
        {
            return;
        }

        string hint = projection is null ? "; bring the input to that number with a projection, such as new Conv2D(inputs, filters, kernel: 1, stride)" : string.Empty;
        throw new ShapeException($"Residual: the body makes {made.Size} features, the shortcut {shortcut.Size}; they are added{hint}");
    }

    /// <summary>A part's output is used by nobody but the sum, unless the part keeps it, or it is a view of the input.</summary>
    private static void LetGo(Module part, Tensor x, Tensor output, Tensor sum)
    {
        if (!part.MayHoldTensors && !TensorMarshal.ShareMemory(x, output))
        {
            TensorMarshal.HandOver(output, sum);
        }
    }
}
