using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>Dropout of attention probabilities by a key: a draw is a function of the key and of the probability's index.</summary>
internal sealed class KeyedDropout(double rate, RandomKey key) : AttentionDropout(rate)
{
    /// <inheritdoc/>
    public override void Draw(Span<float> kept, long firstElement) => key.Bernoulli(kept, 1 - Rate, 1, firstElement);
}
