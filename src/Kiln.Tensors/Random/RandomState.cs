namespace Kiln.Tensors;

/// <summary>
/// NumPy's legacy random generator (<c>numpy.random.RandomState</c>), bit for bit: the same seed and the same calls give the same
/// numbers, so that splits and synthetic data with <c>seed: 42</c> equal those of scikit-learn. Not thread-safe.
/// </summary>
/// <remarks>
/// NumPy froze these streams (NEP 19). Normal draws take a logarithm from the system's mathematical library, as NumPy does; equality
/// of their last bit holds where the two libraries agree. For new code that needs no such equality, <see cref="RandomKey"/> is better.
/// </remarks>
public sealed partial class RandomState
{
    private readonly MersenneTwister _twister = new();
    private bool _hasGauss;
    private double _cachedGauss;

    /// <summary>Starts from <paramref name="seed"/>, as <c>RandomState(seed)</c>.</summary>
    public RandomState(uint seed) => Seed(seed);

    /// <summary>Starts from an array of words, as <c>RandomState([…])</c>. An array of one word is not the same as that word alone.</summary>
    /// <exception cref="ArgumentException">The array is empty.</exception>
    public RandomState(ReadOnlySpan<uint> seed) => Seed(seed);

    /// <summary>Continues from a saved state.</summary>
    /// <inheritdoc cref="SetState"/>
    public RandomState(RandomStateSnapshot state) => SetState(state);

    /// <summary>Starts anew from <paramref name="seed"/>.</summary>
    public void Seed(uint seed)
    {
        _twister.Seed(seed);
        ForgetGauss();
    }

    /// <summary>Starts anew from an array of words.</summary>
    /// <exception cref="ArgumentException">The array is empty.</exception>
    public void Seed(ReadOnlySpan<uint> seed)
    {
        if (seed.IsEmpty)
        {
            throw new ArgumentException("random state: the seed array is empty; expected at least one word", nameof(seed));
        }

        _twister.Seed(seed);
        ForgetGauss();
    }

    /// <summary>The whole state, as <c>get_state()</c>; setting it resumes the stream at this very draw.</summary>
    public RandomStateSnapshot GetState() => new(_twister.Words.ToArray(), _twister.Position, _hasGauss, _cachedGauss);

    /// <summary>Resumes the stream at a saved state, as <c>set_state()</c>.</summary>
    /// <exception cref="ArgumentException">The state has not 624 words, or its position is outside 0 to 624.</exception>
    public void SetState(RandomStateSnapshot state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Key.Count != MersenneTwister.Length || state.Position is < 0 or > MersenneTwister.Length)
        {
            throw new ArgumentException(
                $"random state: expected 624 words and a position from 0 to 624, got {state.Key.Count} words and position {state.Position}",
                nameof(state));
        }

        _twister.Restore(state.Key.ToArray(), state.Position);
        _hasGauss = state.HasGauss;
        _cachedGauss = state.CachedGauss;
    }

    private void ForgetGauss()
    {
        _hasGauss = false;
        _cachedGauss = 0;
    }
}

/// <summary>The state of a <see cref="RandomState"/>, with the fields of NumPy's <c>get_state()</c>.</summary>
/// <param name="Key">The generator's 624 words.</param>
/// <param name="Position">The next word to use, 0 to 624.</param>
/// <param name="HasGauss">Whether the second number of a normal pair is waiting.</param>
/// <param name="CachedGauss">That number, or 0.</param>
public sealed record RandomStateSnapshot(IReadOnlyList<uint> Key, int Position, bool HasGauss, double CachedGauss);
