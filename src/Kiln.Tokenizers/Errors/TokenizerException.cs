namespace Kiln.Tokenizers;

/// <summary>Thrown when a tokenizer cannot do what was asked: the message says what was given and what was expected.</summary>
public class TokenizerException : Exception
{
    /// <summary>Creates the exception without a text of its own.</summary>
    public TokenizerException()
        : this("the tokenizer cannot do this")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was given and what was expected.</param>
    public TokenizerException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What was given and what was expected.</param>
    /// <param name="innerException">The failure beneath.</param>
    public TokenizerException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
