using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Kiln.Estimators;

/// <summary>
/// What each step of conjugate gradients, or of LSQR, took from the sum of squares. What those to come will take is about what the last ones did (Z. Strakoš and P. Tichý, "On error
/// estimation in the conjugate gradient method", ETNA 13, 2002); where they creep the last few are too few, so it is the later half of all.
/// </summary>
internal sealed class StepGains
{
    private const int Fewest = 4;
    private const double Fast = 0.1;

    private readonly List<double> _gains = [];

    /// <summary>What the steps to come will take, about; infinite before there are enough.</summary>
    public double Late
    {
        get
        {
            if (_gains.Count < Fewest)
            {
                return double.PositiveInfinity;
            }

            var last = CollectionsMarshal.AsSpan(_gains)[(_gains.Count - Math.Max(_gains.Count / 2, Fewest))..];
            var (before, after) = (TensorPrimitives.Sum<double>(last[..(last.Length / 2)]), TensorPrimitives.Sum<double>(last[(last.Length / 2)..]));

            // Gains that fall fast are worth no more than the latest.
            return after <= Fast * before ? after : before + after;
        }
    }

    /// <summary>Takes note of a step.</summary>
    /// <param name="gain">What it took.</param>
    public void Add(double gain) => _gains.Add(gain);
}
