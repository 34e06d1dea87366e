namespace Kiln.Neural;

/// <summary>
/// A module that makes one tensor of several: <c>new Add().Forward(a, b)</c>. A subclass says in <see cref="Merge"/> how; the number of inputs is
/// checked before.
/// </summary>
public abstract class MergeModule : Module
{
    private readonly int _most;

    /// <summary>Makes the module.</summary>
    /// <param name="least">The least number of inputs.</param>
    /// <param name="most">The largest number of inputs; any by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number, or it is 0.</exception>
    protected MergeModule(int least = 1, int most = int.MaxValue)
    {
        HyperParameter.AtLeast(least, 1, nameof(least), GetType().Name);
        HyperParameter.AtLeast(most, least, nameof(most), GetType().Name);
        (Least, _most) = (least, most);
    }

    /// <summary>The least number of inputs.</summary>
    public int Least { get; }

    /// <summary>Merges a single input, where one is enough.</summary>
    /// <param name="x">The input.</param>
    /// <exception cref="ArgumentException">The module takes more inputs.</exception>
    public sealed override Tensor Forward(Tensor x) => Forward([x]);

    /// <summary>Merges the inputs.</summary>
    /// <param name="inputs">The inputs, in order.</param>
    /// <exception cref="ArgumentException">There are too few or too many inputs.</exception>
    /// <exception cref="ShapeException">Their shapes do not fit.</exception>
    public sealed override Tensor Forward(params ReadOnlySpan<Tensor> inputs)
    {
        if (inputs.Length < Least || inputs.Length > _most)
        {
            throw new ArgumentException(
                $"{Label}: takes {(_most == Least ? $"{Least}" : $"at least {Least}")} {(Least == 1 ? "input" : "inputs")}, got {inputs.Length}", nameof(inputs));
        }

        foreach (Tensor x in inputs)
        {
            ArgumentNullException.ThrowIfNull(x, nameof(inputs));
        }

        return Merge(inputs);
    }

    /// <summary>Makes one tensor of the inputs.</summary>
    /// <param name="inputs">As many as the module takes, none null.</param>
    protected abstract Tensor Merge(ReadOnlySpan<Tensor> inputs);
}
