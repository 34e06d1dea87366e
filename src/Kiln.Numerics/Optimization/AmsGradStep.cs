using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// AMSGrad (Reddi, Kale and Kumar, "On the convergence of Adam and beyond", 2018), in place: Adam whose divisor never shrinks.
/// <code>
/// m ← m + (1 − β₁)(g − m)
/// v ← v + (1 − β₂)(g² − v)
/// h ← max(h, v)
/// w ← w · (1 − DecoupledDecay) − StepSize · m / (√h + ε)
/// </code>
/// The states are m, v and h. Keras: StepSize = η √(1 − β₂ᵗ) / (1 − β₁ᵗ).
/// </summary>
/// <param name="StepSize">The step's size with the correction for the averages' start at zero.</param>
/// <param name="Beta1">The decay of the average of gradients.</param>
/// <param name="Beta2">The decay of the average of squares.</param>
/// <param name="Epsilon">Keeps the quotient finite.</param>
/// <param name="DecoupledDecay">The share of the parameter that is taken away, learning rate included.</param>
public readonly record struct AmsGradStep(double StepSize, double Beta1, double Beta2, double Epsilon, double DecoupledDecay) : IOptimizerStep
{
    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<float>> arrays) => OptimizerLoops.Run("amsgrad step", new Formula<float>(this), arrays);

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<double>> arrays) => OptimizerLoops.Run("amsgrad step", new Formula<double>(this), arrays);

    private readonly struct Formula<T>(AmsGradStep step) : IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T _step = T.CreateChecked(-step.StepSize);
        private readonly T _rest1 = T.CreateChecked(1 - step.Beta1);
        private readonly T _rest2 = T.CreateChecked(1 - step.Beta2);
        private readonly T _epsilon = T.CreateChecked(step.Epsilon);
        private readonly T _keep = T.CreateChecked(1 - step.DecoupledDecay);

        public static int States => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
            where L : unmanaged, IFloatLanes<L, T>
        {
            first = L.MultiplyAdd(L.Broadcast(_rest1), gradient - first, first);
            second = L.MultiplyAdd(L.Broadcast(_rest2), gradient * gradient - second, second);
            third = L.Max(third, second);
            parameter = L.MultiplyAdd(L.Broadcast(_step), first / (L.Sqrt(third) + L.Broadcast(_epsilon)), parameter * L.Broadcast(_keep));
        }
    }
}
