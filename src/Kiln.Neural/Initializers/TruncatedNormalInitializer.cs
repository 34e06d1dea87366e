using System.Runtime.InteropServices;

namespace Kiln.Neural;

/// <summary>
/// Normal without its tails. An element outside ±2 takes the same element of a second stream, then of a third, and so on: rejection
/// sampling in which each element stays a function of key and index.
/// </summary>
internal sealed class TruncatedNormalInitializer : Initializer
{
    private const double Bound = 2;

    private readonly double _mean;
    private readonly double _deviation;

    internal TruncatedNormalInitializer(double mean, double deviation)
    {
        _mean = mean;
        _deviation = NormalInitializer.CheckDeviation(deviation);
    }

    protected override void Fill(Span<float> destination, Shape shape, RandomKey key) => Draw(destination, _mean, _deviation, key);

    internal static void Draw(Span<float> destination, double mean, double deviation, RandomKey key)
    {
        key.Normal(destination);
        for (int i = 0; i < destination.Length; i++)
        {
            float value = destination[i];
            for (long round = 1; !(Math.Abs(value) <= Bound); round++)
            {
                key.Derive(round).Normal(MemoryMarshal.CreateSpan(ref value, 1), firstElement: i);
            }

            destination[i] = (float)(mean + deviation * value);
        }
    }

    protected override void Fill(Span<double> destination, Shape shape, RandomKey key) => Draw(destination, _mean, _deviation, key);

    internal static void Draw(Span<double> destination, double mean, double deviation, RandomKey key)
    {
        key.Normal(destination);
        for (int i = 0; i < destination.Length; i++)
        {
            double value = destination[i];
            for (long round = 1; !(Math.Abs(value) <= Bound); round++)
            {
                key.Derive(round).Normal(MemoryMarshal.CreateSpan(ref value, 1), firstElement: i);
            }

            destination[i] = mean + deviation * value;
        }
    }
}
