using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>The random numbers of one image, one after the other, from streams of its own.</summary>
internal ref struct DigitDraws
{
    private readonly RandomKey _uniformKey;
    private readonly RandomKey _bellKey;
    private readonly Span<float> _uniform;
    private readonly Span<float> _bell;
    private int _uniformUsed;
    private int _bellUsed;

    /// <summary>Starts at the beginning of the image's streams.</summary>
    /// <param name="uniformKey">The stream of uniform draws.</param>
    /// <param name="bellKey">The stream of normal draws.</param>
    /// <param name="buffer">Room for draws made ahead, any even length; it does not change what is drawn.</param>
    internal DigitDraws(RandomKey uniformKey, RandomKey bellKey, Span<float> buffer)
    {
        (_uniformKey, _bellKey) = (uniformKey, bellKey);
        _uniform = buffer[..(buffer.Length / 2)];
        _bell = buffer[_uniform.Length..];
    }

    /// <summary>A number from 0 (included) to <paramref name="count"/> (excluded).</summary>
    internal int Below(int count) => (int)(NextUniform() * count);

    /// <summary>A number between the two.</summary>
    internal float Between(float low, float high) => low + (high - low) * NextUniform();

    /// <summary>A number of the standard normal distribution.</summary>
    internal float Bell()
    {
        var slot = _bellUsed % _bell.Length;
        if (slot == 0)
        {
            _bellKey.Normal(_bell, firstElement: _bellUsed);
        }

        _bellUsed++;
        return _bell[slot];
    }

    private float NextUniform()
    {
        var slot = _uniformUsed % _uniform.Length;
        if (slot == 0)
        {
            _uniformKey.Uniform(_uniform, firstElement: _uniformUsed);
        }

        _uniformUsed++;
        return _uniform[slot];
    }
}
