using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Nadam (Dozat, "Incorporating Nesterov momentum into Adam", 2016), in place:
/// <code>
/// m ← m + (1 − β₁)(g − m)
/// v ← v + (1 − β₂)(g² − v)
/// w ← w − (MomentumSize · m + GradientSize · g) / (√v · SecondScale + ε)
/// </code>
/// With μₜ = β₁ (1 − ½ · 0.96ᵗ) and Π its product so far: MomentumSize = η μₜ₊₁ / (1 − Π μₜ₊₁), GradientSize = η (1 − μₜ) / (1 − Π), SecondScale = 1 / √(1 − β₂ᵗ).
/// The states are m and v.
/// </summary>
/// <param name="MomentumSize">The weight of the average of gradients.</param>
/// <param name="GradientSize">The weight of the gradient.</param>
/// <param name="SecondScale">The correction of √v.</param>
/// <param name="Beta1">The decay of the average of gradients.</param>
/// <param name="Beta2">The decay of the average of squares.</param>
/// <param name="Epsilon">Keeps the quotient finite.</param>
public readonly record struct NadamStep(double MomentumSize, double GradientSize, double SecondScale, double Beta1, double Beta2, double Epsilon) : IOptimizerStep
{
    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<float>> arrays) => OptimizerLoops.Run("nadam step", new Formula<float>(this), arrays);

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<double>> arrays) => OptimizerLoops.Run("nadam step", new Formula<double>(this), arrays);

    private readonly struct Formula<T>(NadamStep step) : IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T _momentum = T.CreateChecked(step.MomentumSize);
        private readonly T _gradient = T.CreateChecked(step.GradientSize);
        private readonly T _scale = T.CreateChecked(step.SecondScale);
        private readonly T _rest1 = T.CreateChecked(1 - step.Beta1);
        private readonly T _rest2 = T.CreateChecked(1 - step.Beta2);
        private readonly T _epsilon = T.CreateChecked(step.Epsilon);

        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
            where L : unmanaged, IFloatLanes<L, T>
        {
            first = L.MultiplyAdd(L.Broadcast(_rest1), gradient - first, first);
            second = L.MultiplyAdd(L.Broadcast(_rest2), gradient * gradient - second, second);
            L direction = L.MultiplyAdd(L.Broadcast(_momentum), first, L.Broadcast(_gradient) * gradient);
            parameter -= direction / L.MultiplyAdd(L.Sqrt(second), L.Broadcast(_scale), L.Broadcast(_epsilon));
        }
    }
}
