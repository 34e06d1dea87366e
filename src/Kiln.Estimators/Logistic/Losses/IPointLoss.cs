using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>The loss of one sample as a function of its score, over lanes.</summary>
internal interface IPointLoss
{
    /// <summary>The loss, its derivative by the score and its (generalized) second derivative.</summary>
    /// <param name="score">x·w + b.</param>
    /// <param name="target">What is to be reached: −1 or 1 of two classes, or a number.</param>
    /// <param name="value">The loss.</param>
    /// <param name="slope">Its first derivative.</param>
    /// <param name="curvature">Its second derivative.</param>
    public void Terms<L>(L score, L target, out L value, out L slope, out L curvature)
        where L : unmanaged, IFloatLanes<L, double>;
}
