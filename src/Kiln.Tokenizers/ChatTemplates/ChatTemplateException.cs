namespace Kiln.Tokenizers;

/// <summary>Why a chat template did not give a text.</summary>
public enum ChatTemplateFailure
{
    /// <summary>The template does not parse, or uses a statement, filter or test that does not exist.</summary>
    Syntax,

    /// <summary>An expression could not be evaluated with the variables it was given.</summary>
    Evaluation,

    /// <summary>The template itself refused the conversation, by <c>raise_exception</c>.</summary>
    Refused,

    /// <summary>The template took more steps, characters or levels than it may.</summary>
    Limit,
}

/// <summary>A chat template that does not parse, cannot be evaluated, refuses the conversation or takes too much. Names the place and shows the line.</summary>
public sealed class ChatTemplateException : TokenizerException
{
    /// <summary>Makes the exception.</summary>
    public ChatTemplateException()
        : this("the chat template failed")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was given and what was expected.</param>
    public ChatTemplateException(string message)
        : base(message) => Reason = message;

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was given and what was expected.</param>
    /// <param name="innerException">The cause.</param>
    public ChatTemplateException(string message, Exception innerException)
        : base(message, innerException) => Reason = message;

    internal ChatTemplateException(ChatTemplateFailure failure, string reason, string source, int position)
        : base(TemplateLocation.Describe(source, position, reason))
    {
        Failure = failure;
        Reason = reason;
        (Line, Column) = TemplateLocation.Find(source, position);
    }

    /// <summary>What kind of failure this is.</summary>
    public ChatTemplateFailure Failure { get; }

    /// <summary>What went wrong, without the place. For <see cref="ChatTemplateFailure.Refused"/>, the words of the template.</summary>
    public string Reason { get; }

    /// <summary>The line of the template, from 1; 0 where unknown.</summary>
    public int Line { get; }

    /// <summary>The column in characters (UTF-16), from 1; 0 where unknown.</summary>
    public int Column { get; }
}

/// <summary>Finds lines and columns and shows the line with a mark under the place.</summary>
internal static class TemplateLocation
{
    // Published templates are often one line of thousands of characters: only what stands around the place is shown.
    private const int Around = 60;

    public static (int Line, int Column) Find(string source, int position)
    {
        position = Math.Clamp(position, 0, source.Length);
        var before = source.AsSpan(0, position);
        return (before.Count('\n') + 1, position - (before.LastIndexOf('\n') + 1) + 1);
    }

    public static string Describe(string source, int position, string reason)
    {
        position = Math.Clamp(position, 0, source.Length);
        var (line, column) = Find(source, position);
        var start = position - (column - 1);
        var length = source.AsSpan(start).IndexOf('\n') is var end && end < 0 ? source.Length - start : end;
        var from = Math.Max(0, column - 1 - Around);
        var to = Math.Min(length, column - 1 + Around);
        var left = from > 0 ? "…" : "";
        var right = to < length ? "…" : "";
        var shown = source.Substring(start + from, to - from).Replace('\t', ' ');
        var mark = new string(' ', left.Length + column - 1 - from);
        return $"chat template: line {line}, column {column}: {reason}\n    {left}{shown}{right}\n    {mark}^";
    }
}
