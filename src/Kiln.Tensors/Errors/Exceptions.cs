namespace Kiln.Tensors;

/// <summary>Shapes that do not fit an operation. The message names the operation, what was given and what was expected.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>Makes the exception.</summary>
    public ShapeException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, given and expected.</param>
    public ShapeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, given and expected.</param>
    /// <param name="innerException">The cause.</param>
    public ShapeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>An element type that an operation does not take.</summary>
public sealed class DTypeException : ArgumentException
{
    /// <summary>Makes the exception.</summary>
    public DTypeException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, given and expected.</param>
    public DTypeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, given and expected.</param>
    /// <param name="innerException">The cause.</param>
    public DTypeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A gradient that cannot be computed: no graph, a graph used up, a value changed since the forward pass, or an op without a backward.</summary>
public sealed class AutogradException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    public AutogradException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What went wrong and what helps.</param>
    public AutogradException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What went wrong and what helps.</param>
    /// <param name="innerException">The cause.</param>
    public AutogradException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>No kernel exists for an operation on a device with an element type; the message names all three.</summary>
public sealed class MissingKernelException : NotSupportedException
{
    /// <summary>Makes the exception.</summary>
    public MissingKernelException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, device and element type.</param>
    public MissingKernelException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, device and element type.</param>
    /// <param name="innerException">The cause.</param>
    public MissingKernelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception from its three facts.</summary>
    /// <param name="op">The operation.</param>
    /// <param name="device">The device it was to run on.</param>
    /// <param name="dtype">The element type of its operand.</param>
    /// <param name="supported">What the kernel there does take; empty when there is none.</param>
    public MissingKernelException(string op, Device device, DType dtype, string supported = "")
        : base(
            $"{op}: no kernel on {device} for {dtype.Name()}"
            + (supported.Length == 0 ? string.Empty : $"; there is one for {supported}: convert with x.To(DType.{Suggested(supported)})"))
    {
    }

    // Float32 where there is a choice: what most computation runs in.
    private static DType Suggested(string supported)
    {
        string[] names = supported.Split(", ");
        return Enum.GetValues<DType>().FirstOrDefault(candidate => names.Contains(candidate.Name()));
    }
}
