namespace Kiln.Tensors;

/// <summary>
/// A sequential reader of one key's stream, for code that draws one number after another: a <see cref="Random"/> whose draws are those
/// of a <see cref="RandomKey"/>. Not thread-safe.
/// </summary>
public sealed class RandomSequence : Random
{
    private readonly RandomKey _key;

    /// <summary>Reads <paramref name="key"/>'s stream from its element number <paramref name="position"/> on.</summary>
    public RandomSequence(RandomKey key, long position = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        _key = key;
        Position = position;
    }

    /// <summary>How many elements have been read; with the key, the whole state.</summary>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public override double NextDouble() => _key.UniformAt(Position++);

    /// <inheritdoc/>
    public override float NextSingle() => (float)Math.Floor(NextDouble() * (1 << 24)) * (1f / (1 << 24));

    /// <summary>A draw of the normal distribution.</summary>
    public double NextNormal(double mean = 0, double standardDeviation = 1)
    {
        var value = 0.0;
        _key.Normal(new Span<double>(ref value), mean, standardDeviation, Position++);
        return value;
    }

    /// <inheritdoc/>
    public override int Next() => _key.Integer(int.MaxValue, Position++);

    /// <inheritdoc/>
    public override int Next(int maxValue) => maxValue == 0 ? 0 : _key.Integer(maxValue, Position++);

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue) => (int)NextInt64(minValue, maxValue);

    /// <inheritdoc/>
    public override long NextInt64() => NextInt64(0, long.MaxValue);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue) =>
        minValue == maxValue ? minValue : _key.Integer(minValue, maxValue, Position++);

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        foreach (ref var b in buffer)
        {
            b = (byte)Next(256);
        }
    }

    /// <inheritdoc/>
    protected override double Sample() => NextDouble();
}
