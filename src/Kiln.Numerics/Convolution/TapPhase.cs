namespace Kiln.Numerics;

/// <summary>
/// Every <see cref="Step"/>-th output position along one axis, from <see cref="First"/> on, and how its window reads. The forward direction is one phase
/// with all positions. The input gradient of a convolution with stride s has s phases, which see different taps (see <see cref="GradientPhase"/>).
/// </summary>
internal struct TapPhase
{
    /// <summary>How this phase's positions, counted 0, 1, 2, …, and its taps map to the input.</summary>
    public TapAxis Axis;

    /// <summary>The phase's first output position.</summary>
    public int First;

    /// <summary>From one position of the phase to the next.</summary>
    public int Step;

    /// <summary>The weight's tap that serves as tap 0.</summary>
    public int Tap;

    /// <summary>From the weight's tap of one tap to that of the next; negative where the window is turned round.</summary>
    public int TapStep;

    /// <summary>All positions of the forward direction.</summary>
    public static TapPhase Forward(in TapAxis axis) => new() { Axis = axis, Step = 1, TapStep = 1 };

    /// <summary>Writes the phases of the input gradient along one axis and returns how many have a position.</summary>
    /// <param name="axis">The forward direction.</param>
    /// <param name="phases">Room for as many phases as the stride.</param>
    public static unsafe int Gradient(in TapAxis axis, TapPhase* phases)
    {
        var count = Math.Min(axis.Stride, axis.In);
        for (var phase = 0; phase < count; phase++)
        {
            var taps = new GradientPhase(phase, axis.In, axis.Out, axis.Count, axis.Stride, -axis.Offset, axis.Dilation);
            phases[phase] = new TapPhase
            {
                Axis = taps.Axis,
                First = phase,
                Step = axis.Stride,
                Tap = taps.Tap(0),
                TapStep = taps.Tap(1) - taps.Tap(0),
            };
        }

        return count;
    }
}
