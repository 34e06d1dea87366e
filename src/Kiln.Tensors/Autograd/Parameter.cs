namespace Kiln.Tensors;

/// <summary>
/// A tensor that training changes. Its <see cref="Value"/> is one leaf for the parameter's whole life: operations read it, backward
/// accumulates into <see cref="Gradient"/>, and <see cref="Assign"/> or an optimiser changes the elements in place, which backward
/// notices when it still needs the old ones.
/// </summary>
public sealed class Parameter
{
    /// <summary>Makes a parameter that starts as a copy of a tensor.</summary>
    /// <param name="initial">The first value; floating point if trainable.</param>
    /// <param name="trainable">False for state that is saved but not trained, as batch norm's statistics.</param>
    /// <exception cref="DTypeException">Trainable, and not of a floating-point type.</exception>
    public Parameter(Tensor initial, bool trainable = true)
    {
        ArgumentNullException.ThrowIfNull(initial);
        Tensor copy = initial.Detach().Copy();
        IsTrainable = trainable;
        Value = trainable ? copy.RequireGrad() : copy;
    }

    /// <summary>The live value: later updates show through it. Take <c>Value.Detach().Copy()</c> for a snapshot.</summary>
    public Tensor Value { get; }

    /// <summary>False for state that is saved but not trained.</summary>
    public bool IsTrainable { get; }

    /// <summary>The axes.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>The gradient accumulated since <see cref="ClearGradient"/>; null when there is none.</summary>
    public Tensor? Gradient => Value.Grad;

    /// <summary>The value, where an operation takes a tensor.</summary>
    /// <param name="parameter">The parameter.</param>
    public static implicit operator Tensor(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Value;
    }

    /// <summary>The value, by name.</summary>
    public Tensor ToTensor() => Value;

    /// <summary>The value, as <see cref="Tensor.ToString"/> shows it.</summary>
    public override string ToString() => Value.ToString();

    /// <summary>Replaces the elements by those of a tensor of the same shape and type.</summary>
    /// <param name="value">The new elements.</param>
    /// <exception cref="ShapeException">The shape differs.</exception>
    /// <exception cref="DTypeException">The element type differs.</exception>
    public void Assign(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Shape != Value.Shape)
        {
            throw new ShapeException($"assign: the parameter has shape {Value.Shape}, the new value {value.Shape}");
        }

        if (value.DType != Value.DType)
        {
            throw new DTypeException(
                $"assign: the parameter is {Value.DType.Name()}, the new value {value.DType.Name()}; convert it with To()");
        }

        Value.CopyFrom(value);
    }

    /// <summary>Drops the gradient, so that the next backward starts from nothing.</summary>
    public void ClearGradient()
    {
        if (Value.Leaf is { } leaf)
        {
            lock (leaf)
            {
                leaf.Replace(null);
            }
        }
    }

    /// <summary>Replaces the gradient, as clipping does.</summary>
    /// <param name="gradient">A tensor of the parameter's shape and type.</param>
    /// <exception cref="ShapeException">The shape or element type differs.</exception>
    /// <exception cref="InvalidOperationException">The parameter is not trainable.</exception>
    public void SetGradient(Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (gradient.Shape != Value.Shape || gradient.DType != Value.DType)
        {
            throw new ShapeException(
                $"set gradient: the parameter is {Value.DType.Name()} {Value.Shape}, the gradient {gradient.DType.Name()} {gradient.Shape}");
        }

        Leaf leaf = Value.Leaf ?? throw new InvalidOperationException("set gradient: the parameter is not trainable");
        lock (leaf)
        {
            leaf.Replace(gradient.Detach().Contiguous(), seen: true);
        }
    }
}
