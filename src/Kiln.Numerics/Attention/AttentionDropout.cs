namespace Kiln.Numerics;

/// <summary>
/// Decides which probabilities attention drops, as a pure function of the probability's index: forward and backward ask for the same draws again instead
/// of keeping them, in any order and from any thread.
/// </summary>
public abstract class AttentionDropout
{
    /// <summary>Makes a dropout.</summary>
    /// <param name="rate">The probability to be dropped, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is below 0, or 1 or more.</exception>
    protected AttentionDropout(double rate)
    {
        if (rate is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, $"attention: the dropout rate must be at least 0 and below 1, got {rate}.");
        }

        Rate = rate;
    }

    /// <summary>The probability to be dropped. What stays is multiplied by 1 / (1 − rate).</summary>
    public double Rate { get; }

    /// <summary>Draws: not zero where a probability stays, zero where it is dropped.</summary>
    /// <param name="kept">Receives elements <paramref name="firstElement"/> and on.</param>
    /// <param name="firstElement">
    /// Index of the first probability. Rows of keys are numbered by (batch, query head, query), each padded to a multiple of 32, so that it is a multiple of
    /// 32.
    /// </param>
    public abstract void Draw(Span<float> kept, long firstElement);
}
