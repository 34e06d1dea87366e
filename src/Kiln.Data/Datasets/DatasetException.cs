using System.Globalization;

namespace Kiln.Data;

/// <summary>Data that cannot be learned from: not-a-number values, sizes that do not match, labels outside the classes.</summary>
public sealed class DatasetException : ArgumentException
{
    private readonly string? _reason;

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

    /// <summary>Makes the exception for a fault of one sample; the message is <c>owner: subject of sample row fault</c>.</summary>
    /// <param name="owner">Who finds it: an estimator's name, or what is made of the data.</param>
    /// <param name="row">The sample, counted from 0.</param>
    /// <param name="subject">What of the sample is at fault: <c>column 'age'</c>, <c>the target</c>.</param>
    /// <param name="fault">What is wrong with it, from the verb on: <c>is NaN; drop the row</c>.</param>
    public DatasetException(string owner, int row, string subject, string fault)
        : base(string.Create(CultureInfo.InvariantCulture, $"{owner}: {subject} of sample {row} {fault}"))
    {
        Row = row;
        _reason = $"{owner}: {subject} {fault}";
    }

    /// <summary>The sample at fault, counted from 0; null where it is none or not known. A program that read the samples from a file can name the line.</summary>
    public int? Row { get; init; }

    /// <summary>The number of the feature at fault, counted from 0; null where it is none or not known.</summary>
    public int? Column { get; init; }

    /// <summary>The number at fault; null where it is none or not known.</summary>
    public double? Value { get; init; }

    /// <summary>The message without the sample's number, for a program that names the place in its own words; the whole message where that names no sample.</summary>
    public string Reason
    {
        get => _reason ?? Message;
        init => _reason = value;
    }
}
