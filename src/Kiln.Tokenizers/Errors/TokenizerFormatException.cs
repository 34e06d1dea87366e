namespace Kiln.Tokenizers;

/// <summary>Thrown when a tokenizer's file is damaged, truncated, contradictory or uses what is not supported: says where and what was expected.</summary>
public sealed class TokenizerFormatException : TokenizerException
{
    /// <summary>Creates the exception without a text of its own.</summary>
    public TokenizerFormatException()
        : this("the tokenizer's file is damaged")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Where the file is wrong, what stands there and what was expected.</param>
    public TokenizerFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Where the file is wrong, what stands there and what was expected.</param>
    /// <param name="innerException">The failure beneath.</param>
    public TokenizerFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
