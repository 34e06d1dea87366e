using System.Globalization;

namespace Kiln.Numerics;

/// <summary>A symmetric matrix that is not positive definite: its Cholesky factorization met a pivot that is not positive.</summary>
public sealed class NotPositiveDefiniteException : LinearAlgebraException
{
    /// <summary>Makes the exception.</summary>
    public NotPositiveDefiniteException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, what was found and what helps.</param>
    public NotPositiveDefiniteException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Operation, what was found and what helps.</param>
    /// <param name="innerException">The cause.</param>
    public NotPositiveDefiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal NotPositiveDefiniteException(string op, int size, int pivot, double value)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"{op}: the {size} × {size} matrix is not positive definite: pivot {pivot} is {value:G6}, expected a positive number. Its leading {pivot + 1} × {pivot + 1} block has an eigenvalue that is not positive; a covariance matrix with dependent columns becomes positive definite by adding a small multiple of the identity."))
    {
        Pivot = pivot;
    }

    /// <summary>The row, from 0, whose pivot was not positive.</summary>
    public int Pivot { get; }
}
