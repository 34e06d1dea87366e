using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// RMSprop (Hinton, "Neural networks for machine learning", lecture 6e, 2012), in place, in Keras's form:
/// <code>
/// v ← ρ v + (1 − ρ) g²
/// a ← ρ a + (1 − ρ) g                             centred (Graves, 2013); else a = 0
/// m ← Momentum · m + η g / √(v − a² + ε)
/// w ← w − m
/// </code>
/// The states are v, m and a; without momentum m is the step itself and need not be kept, without centring a need not be.
/// </summary>
/// <param name="LearningRate">The step size η.</param>
/// <param name="Rho">The decay ρ of the averages.</param>
/// <param name="Momentum">How much of the last step stays.</param>
/// <param name="Epsilon">Added under the root.</param>
/// <param name="Centered">Whether the variance takes the place of the mean square.</param>
public readonly record struct RmsPropStep(double LearningRate, double Rho, double Momentum, double Epsilon, bool Centered) : IOptimizerStep
{
    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<float>> arrays) => OptimizerLoops.Run("rmsprop step", new Formula<float>(this), arrays);

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<double>> arrays) => OptimizerLoops.Run("rmsprop step", new Formula<double>(this), arrays);

    private readonly struct Formula<T>(RmsPropStep step) : IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T _rate = T.CreateChecked(step.LearningRate);
        private readonly T _keep = T.CreateChecked(step.Rho);
        private readonly T _rest = T.CreateChecked(1 - step.Rho);
        private readonly T _momentum = T.CreateChecked(step.Momentum);
        private readonly T _epsilon = T.CreateChecked(step.Epsilon);
        private readonly bool _centered = step.Centered;

        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
            where L : unmanaged, IFloatLanes<L, T>
        {
            // Near a minimum the rule bounces, and one rounding more or less grows to a visible difference within fifty steps: it is rounded where
            // Keras rounds it.
            first = L.MultiplyAdd(L.Broadcast(_rest), gradient * gradient, L.Broadcast(_keep) * first);
            L spread = first + L.Broadcast(_epsilon);
            if (_centered)
            {
                third = L.MultiplyAdd(L.Broadcast(_rest), gradient, L.Broadcast(_keep) * third);
                spread -= third * third;
            }

            second = L.Broadcast(_momentum) * second + L.Broadcast(_rate) * gradient / L.Sqrt(spread);
            parameter -= second;
        }
    }
}
