namespace Kiln.Numerics;

/// <summary>A square matrix without an inverse.</summary>
public sealed class SingularMatrixException : LinearAlgebraException
{
    /// <summary>Makes the exception.</summary>
    public SingularMatrixException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, what was found and what helps.</param>
    public SingularMatrixException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, what was found and what helps.</param>
    /// <param name="innerException">The cause.</param>
    public SingularMatrixException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal SingularMatrixException(string op, int size, int pivot)
        : base($"{op}: the {size} × {size} matrix is singular: pivot {pivot} is exactly zero, so its columns are dependent and there is no inverse; least squares gives the solution of smallest norm.")
    {
        Pivot = pivot;
    }

    /// <summary>The column, from 0, in which no pivot was left.</summary>
    public int Pivot { get; }
}
