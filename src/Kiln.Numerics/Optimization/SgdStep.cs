using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Stochastic gradient descent with momentum, in place. One formula holds the conventions of the frameworks: with g the gradient plus
/// <see cref="Decay"/> · w,
/// <code>
/// v ← Momentum · v + GradientToVelocity · g
/// w ← w + VelocityToParameter · v + GradientToParameter · g
/// </code>
/// Keras: GradientToVelocity = −η; VelocityToParameter = 1, or the momentum with Nesterov's variant, where GradientToParameter = −η.
/// PyTorch: GradientToVelocity = 1; VelocityToParameter = −η, or −η · momentum with Nesterov's variant, where GradientToParameter = −η.
/// Without momentum only GradientToParameter = −η, and no velocity array.
/// </summary>
/// <param name="Momentum">How much of the velocity stays.</param>
/// <param name="GradientToVelocity">The weight of the gradient in the velocity.</param>
/// <param name="VelocityToParameter">The weight of the new velocity in the step.</param>
/// <param name="GradientToParameter">The weight of the gradient in the step.</param>
/// <param name="Decay">The L2 penalty's weight, added to the gradient.</param>
public readonly record struct SgdStep(
    double Momentum, double GradientToVelocity, double VelocityToParameter, double GradientToParameter, double Decay = 0) : IOptimizerStep
{
    /// <summary>Makes the step.</summary>
    /// <param name="parameter">Changed in place.</param>
    /// <param name="gradient">As long as the parameter.</param>
    /// <param name="velocity">Changed in place; empty when there is no momentum.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Apply(Span<float> parameter, ReadOnlySpan<float> gradient, Span<float> velocity) =>
        OptimizerLoops.Run("sgd step", new Formula<float>(this), parameter, gradient, velocity, default);

    /// <inheritdoc cref="Apply(Span{float}, ReadOnlySpan{float}, Span{float})"/>
    public void Apply(Span<double> parameter, ReadOnlySpan<double> gradient, Span<double> velocity) =>
        OptimizerLoops.Run("sgd step", new Formula<double>(this), parameter, gradient, velocity, default);

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<float>> arrays) => OptimizerLoops.Run("sgd step", new Formula<float>(this), arrays);

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<double>> arrays) => OptimizerLoops.Run("sgd step", new Formula<double>(this), arrays);

    private readonly struct Formula<T>(SgdStep step) : IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T _momentum = T.CreateChecked(step.Momentum);
        private readonly T _toVelocity = T.CreateChecked(step.GradientToVelocity);
        private readonly T _velocityTo = T.CreateChecked(step.VelocityToParameter);
        private readonly T _gradientTo = T.CreateChecked(step.GradientToParameter);
        private readonly T _decay = T.CreateChecked(step.Decay);

        public static int States => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
            where L : unmanaged, IFloatLanes<L, T>
        {
            gradient = L.MultiplyAdd(L.Broadcast(_decay), parameter, gradient);
            first = L.MultiplyAdd(L.Broadcast(_momentum), first, L.Broadcast(_toVelocity) * gradient);
            parameter = L.MultiplyAdd(L.Broadcast(_velocityTo), first, parameter);
            parameter = L.MultiplyAdd(L.Broadcast(_gradientTo), gradient, parameter);
        }
    }
}
