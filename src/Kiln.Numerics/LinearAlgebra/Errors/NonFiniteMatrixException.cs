namespace Kiln.Numerics;

/// <summary>A matrix with NaN or infinity in it, for which no decomposition exists.</summary>
public sealed class NonFiniteMatrixException : LinearAlgebraException
{
    /// <summary>Makes the exception.</summary>
    public NonFiniteMatrixException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, what was found and what helps.</param>
    public NonFiniteMatrixException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, what was found and what helps.</param>
    /// <param name="innerException">The cause.</param>
    public NonFiniteMatrixException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
