namespace Kiln.Tensors;

/// <summary>The argument checks of the normalisations.</summary>
internal static class NormChecks
{
    internal static void PerChannel(string op, Tensor x, Tensor? value, string name)
    {
        if (value is null)
        {
            return;
        }

        if (value.Rank != 1 || value.Shape[0] != x.Shape[-1])
        {
            throw new ShapeException($"{op}: {name} has shape {value.Shape}; an input of shape {x.Shape} needs ({x.Shape[-1]},)");
        }

        if (value.DType != x.DType)
        {
            throw new DTypeException($"{op}: the input is {x.DType.Name()}, {name} {value.DType.Name()}; they must be the same");
        }
    }

    internal static void Epsilon(string op, double epsilon)
    {
        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, $"{op}: epsilon is {epsilon}; expected 0 or more, and finite");
        }
    }

    /// <summary>The elements of a tensor that may be missing.</summary>
    internal static Span<T> SpanOf<T>(Tensor? x)
        where T : unmanaged => x is null ? default : x.Span<T>();
}
