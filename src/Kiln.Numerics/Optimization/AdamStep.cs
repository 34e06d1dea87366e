using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Adam (Kingma and Ba, 2015) and AdamW (Loshchilov and Hutter, 2019), in place. With g the gradient plus <see cref="Decay"/> · w,
/// <code>
/// m ← m + (1 − β₁)(g − m)
/// v ← v + (1 − β₂)(g² − v)
/// w ← w · (1 − DecoupledDecay) − StepSize · m / (√v · SecondScale + ε)
/// </code>
/// Keras (the paper's "ε hat"): StepSize = η √(1 − β₂ᵗ) / (1 − β₁ᵗ), SecondScale = 1. PyTorch: StepSize = η / (1 − β₁ᵗ), SecondScale =
/// 1 / √(1 − β₂ᵗ). Decoupled decay in both: η λ.
/// </summary>
/// <param name="StepSize">The step's size with the correction for the averages' start at zero.</param>
/// <param name="SecondScale">The correction of √v, where it is not part of the step size.</param>
/// <param name="Beta1">The decay of the average of gradients.</param>
/// <param name="Beta2">The decay of the average of squares.</param>
/// <param name="Epsilon">Keeps the quotient finite.</param>
/// <param name="Decay">The L2 penalty's weight, added to the gradient.</param>
/// <param name="DecoupledDecay">The share of the parameter that AdamW takes away, learning rate included.</param>
public readonly record struct AdamStep(
    double StepSize, double SecondScale, double Beta1, double Beta2, double Epsilon, double Decay = 0, double DecoupledDecay = 0) : IOptimizerStep
{
    /// <summary>Makes the step.</summary>
    /// <param name="parameter">Changed in place.</param>
    /// <param name="gradient">As long as the parameter.</param>
    /// <param name="first">The average of gradients, m; changed in place.</param>
    /// <param name="second">The average of squares, v; changed in place.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Apply(Span<float> parameter, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second) =>
        OptimizerLoops.Run("adam step", new Formula<float>(this), parameter, gradient, Whole(first, parameter.Length), Whole(second, parameter.Length));

    /// <inheritdoc cref="Apply(Span{float}, ReadOnlySpan{float}, Span{float}, Span{float})"/>
    public void Apply(Span<double> parameter, ReadOnlySpan<double> gradient, Span<double> first, Span<double> second) =>
        OptimizerLoops.Run("adam step", new Formula<double>(this), parameter, gradient, Whole(first, parameter.Length), Whole(second, parameter.Length));

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<float>> arrays) => OptimizerLoops.Run("adam step", new Formula<float>(this), arrays);

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<double>> arrays) => OptimizerLoops.Run("adam step", new Formula<double>(this), arrays);

    private static Span<T> Whole<T>(Span<T> state, int count) => state.Length == count
        ? state
        : throw new ArgumentException($"adam step: the parameter has {count} elements, a state {state.Length}; they must be equal");

    private readonly struct Formula<T>(AdamStep step) : IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T _step = T.CreateChecked(-step.StepSize);
        private readonly T _scale = T.CreateChecked(step.SecondScale);
        private readonly T _rest1 = T.CreateChecked(1 - step.Beta1);
        private readonly T _rest2 = T.CreateChecked(1 - step.Beta2);
        private readonly T _epsilon = T.CreateChecked(step.Epsilon);
        private readonly T _decay = T.CreateChecked(step.Decay);
        private readonly T _keep = T.CreateChecked(1 - step.DecoupledDecay);

        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
            where L : unmanaged, IFloatLanes<L, T>
        {
            gradient = L.MultiplyAdd(L.Broadcast(_decay), parameter, gradient);
            first = L.MultiplyAdd(L.Broadcast(_rest1), gradient - first, first);
            second = L.MultiplyAdd(L.Broadcast(_rest2), gradient * gradient - second, second);
            L divisor = L.MultiplyAdd(L.Sqrt(second), L.Broadcast(_scale), L.Broadcast(_epsilon));
            parameter = L.MultiplyAdd(L.Broadcast(_step), first / divisor, parameter * L.Broadcast(_keep));
        }
    }
}
