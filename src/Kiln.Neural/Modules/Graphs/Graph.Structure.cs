namespace Kiln.Neural;

/// <summary>What is known without computing.</summary>
public sealed partial class Graph
{
    internal override int TakenFeatures => _inputs is [{ AnySize: false, Shape.Rank: > 0 } only] && only.DType.IsFloatingPoint() ? only.Shape[-1] : 0;

    internal override LastAxis Lead(LastAxis given) =>
        _inputs.All(i => !i.AnySize) && _outputs is [{ Shape.Rank: > 0 } only] ? new LastAxis(only.Shape[-1], Maker: this) : LastAxis.Unknown;

    internal override OutputRange? RangeOf(OutputRange? given) => Ranges(given) is [var only] ? only : null;

    internal override OutputRange?[] OutputRanges() => Ranges(null);

    private OutputRange?[] Ranges(OutputRange? given)
    {
        var ranges = new OutputRange?[_uses.Length];
        ranges[0] = _inputs.Length == 1 ? given : null;
        for (int s = 0; s < _steps.Length; s++)
        {
            GraphStep step = _steps[s];
            ranges[_inputs.Length + s] = step.Layer.RangeOf(step.Inputs is [var only] ? ranges[only] : null);
        }

        return Array.ConvertAll(_results, i => ranges[i]);
    }
}
