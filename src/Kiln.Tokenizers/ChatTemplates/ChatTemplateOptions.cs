namespace Kiln.Tokenizers;

/// <summary>
/// What a template may take and what it sees besides the conversation. Templates come with models from anywhere, so all of these are bounded.
/// </summary>
public sealed record ChatTemplateOptions
{
    /// <summary>Variables that every rendering has, such as <c>bos_token</c> and <c>eos_token</c>. None by default.</summary>
    public IReadOnlyDictionary<string, object?>? Variables { get; init; }

    /// <summary>The clock behind <c>strftime_now</c>, in its local time zone; the system's by default.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Draws for the filter <c>random</c>: one of its own makes renderings repeat, but serves one thread; the one that all threads share by default.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>The most evaluation steps of one rendering: 10,000,000 by default, to which four are added for each character of the variables.</summary>
    public long MaxSteps { get; init; } = 10_000_000;

    /// <summary>
    /// The most characters that one rendering may make, those of intermediate strings and elements of lists included: 64 million by default, to
    /// which 64 are added for each character of the variables, so that a long conversation has room in proportion.
    /// </summary>
    public long MaxCharacters { get; init; } = 64L << 20;

    /// <summary>How deep expressions, blocks and calls of macros may nest: 200 by default.</summary>
    public int MaxDepth { get; init; } = 200;

    internal ChatTemplateOptions Checked()
    {
        Positive(MaxSteps, nameof(MaxSteps));
        Positive(MaxCharacters, nameof(MaxCharacters));
        Positive(MaxDepth, nameof(MaxDepth));
        ArgumentNullException.ThrowIfNull(Clock);
        ArgumentNullException.ThrowIfNull(Random);
        return this;
    }

    private static void Positive(long value, string name)
    {
        if (value <= 0)
        {
            throw new ArgumentOutOfRangeException(name, $"ChatTemplateOptions.{name} is {value}; it must be at least 1");
        }
    }
}
