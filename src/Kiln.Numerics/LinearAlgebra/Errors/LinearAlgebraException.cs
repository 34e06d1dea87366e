namespace Kiln.Numerics;

/// <summary>A matrix for which a decomposition or a solution does not exist. The message names the operation, what was found and what helps.</summary>
public class LinearAlgebraException : ArithmeticException
{
    /// <summary>Makes the exception.</summary>
    public LinearAlgebraException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, what was found and what helps.</param>
    public LinearAlgebraException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, what was found and what helps.</param>
    /// <param name="innerException">The cause.</param>
    public LinearAlgebraException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
