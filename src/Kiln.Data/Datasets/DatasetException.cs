namespace Kiln.Data;

/// <summary>Data that cannot be learned from: not-a-number values, sizes that do not match, labels outside the classes.</summary>
public sealed class DatasetException : ArgumentException
{
    /// <summary>Makes the exception.</summary>
    public DatasetException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was given and what was expected.</param>
    public DatasetException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was given and what was expected.</param>
    /// <param name="innerException">The cause.</param>
    public DatasetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The sample at fault, counted from 0; null where it is none or not known. A program that read the samples from a file can name the line.</summary>
    public int? Row { get; init; }

    /// <summary>The number of the feature at fault, counted from 0; null where it is none or not known.</summary>
    public int? Column { get; init; }
}
