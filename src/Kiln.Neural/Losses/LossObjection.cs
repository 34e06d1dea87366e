namespace Kiln.Neural;

/// <summary>What a loss has against the outputs it will get, found before anything is computed.</summary>
/// <param name="IsMistake">Whether it cannot be meant so, and is refused; otherwise it is doubtful, and a warning.</param>
/// <param name="Text">What is wrong and what helps, without the name of the loss.</param>
internal sealed record LossObjection(bool IsMistake, string Text)
{
    internal static LossObjection Mistake(string text) => new(true, text);

    internal static LossObjection Doubt(string text) => new(false, text);

    /// <summary>What losses of logits object to: probabilities, and outputs that cannot reach every number.</summary>
    /// <param name="outputs">Between which numbers the outputs lie.</param>
    /// <param name="own">The function the loss applies itself.</param>
    /// <param name="ofProbabilities">The losses that take what the network gives, as <c>new X()</c>.</param>
    internal static LossObjection? ToLogits(OutputRange outputs, string own, string ofProbabilities) => outputs switch
    {
        { Form: OutputForm.Linear or OutputForm.LogSoftmax } => null,
        { Form: OutputForm.Softmax } => Mistake(
            $"the network ends in {outputs.What}, and the loss applies a {own} itself, so probabilities would be taken for logits: it could not come near 0, and gradients would be small. "
            + $"Leave the softmax out (Predict(x).Softmax() gives probabilities), or take {ofProbabilities}"),
        { Form: OutputForm.Sigmoid } when own == "sigmoid" => Mistake(
            $"the network ends in {outputs.What}, and the loss applies a sigmoid itself: every output would lie between 0.5 and 0.73. "
            + $"Leave the sigmoid out (Predict(x).Sigmoid() gives probabilities), or take {ofProbabilities}"),
        { IsBounded: true } => Doubt(
            $"the network ends in {outputs.What}, whose outputs are {Interval(outputs)}; the loss takes any real numbers (logits), and a {own} of these cannot give every probability. "
            + "Leave the activation out"),
        _ => null,
    };

    /// <summary>What losses of probabilities object to: numbers that are none.</summary>
    /// <param name="outputs">Between which numbers the outputs lie.</param>
    /// <param name="activation">What should stand last: "softmax" or "sigmoid".</param>
    /// <param name="ofLogits">The loss that takes logits, as <c>new X()</c>; empty when there is none.</param>
    internal static LossObjection? ToProbabilities(OutputRange outputs, string activation, string ofLogits)
    {
        if (outputs.IsUnitInterval)
        {
            return null;
        }

        string hint = activation == "softmax" ? "put a Softmax() last" : "give the last layer Activation.Sigmoid";
        string other = ofLogits.Length == 0 ? string.Empty : $", or take {ofLogits}, which is the same of logits, exact and faster";
        return outputs.Least < 0
            ? Mistake($"the network ends in {outputs.What}, whose outputs are {Interval(outputs)}; the loss compares probabilities. {char.ToUpperInvariant(hint[0])}{hint[1..]}{other}")
            : Doubt($"the network ends in {outputs.What}, whose outputs are {Interval(outputs)}; the loss compares probabilities, 0 to 1. {char.ToUpperInvariant(hint[0])}{hint[1..]}{other}");
    }

    private static string Interval(OutputRange outputs) => (double.IsFinite(outputs.Least), double.IsFinite(outputs.Most)) switch
    {
        (true, true) => FormattableString.Invariant($"between {outputs.Least:G3} and {outputs.Most:G3}"),
        (true, false) => outputs.Least == 0 ? "never negative" : FormattableString.Invariant($"never below {outputs.Least:G2}"),
        (false, true) => outputs.Most == 0 ? "never positive" : FormattableString.Invariant($"never above {outputs.Most:G3}"),
        _ => outputs.Form == OutputForm.Linear ? "any real numbers (logits)" : "any real numbers",
    };
}
