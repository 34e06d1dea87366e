namespace Kiln.Numerics;

/// <summary>An iteration that should always end did not: a defect worth reporting, with the matrix that shows it.</summary>
public sealed class ConvergenceException : LinearAlgebraException
{
    /// <summary>Makes the exception.</summary>
    public ConvergenceException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, what was found and what helps.</param>
    public ConvergenceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, what was found and what helps.</param>
    /// <param name="innerException">The cause.</param>
    public ConvergenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
