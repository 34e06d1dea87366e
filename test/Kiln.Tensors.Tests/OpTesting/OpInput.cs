namespace Kiln.Tensors.Tests;

/// <summary>One input of an op under test: a shape, and the numbers it is filled with.</summary>
/// <param name="Shape">The shape the op sees.</param>
/// <param name="Low">The smallest value drawn.</param>
/// <param name="High">The largest value drawn.</param>
/// <param name="Kinks">Values near which the op has no derivative; nothing is drawn within 0.05 of them.</param>
/// <param name="Differentiable">False for an input that gets no gradient, as labels and statistics.</param>
/// <param name="Apart">True where the order of elements decides (a maximum, sorting): a shuffled ladder, no two values within 0.2.</param>
internal sealed record OpInput(Shape Shape, double Low = -2, double High = 2, double[]? Kinks = null, bool Differentiable = true, bool Apart = false)
{
    internal double[] Draw(Random random)
    {
        var values = new double[Shape.ElementCount];
        if (Apart)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = 0.3 * (i - values.Length / 2) + 0.1 * random.NextDouble();
            }

            random.Shuffle(values);
            return values;
        }

        for (int i = 0; i < values.Length; i++)
        {
            do
            {
                values[i] = Low + (High - Low) * random.NextDouble();
            }
            while (Kinks is not null && Array.Exists(Kinks, k => Math.Abs(values[i] - k) < 0.05));
        }

        return values;
    }
}
