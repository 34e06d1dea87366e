namespace Kiln.Neural;

/// <summary>What kind of numbers come out of a layer.</summary>
internal enum OutputForm
{
    /// <summary>Nothing special.</summary>
    Other,

    /// <summary>A sum of products that no activation has changed: logits.</summary>
    Linear,

    /// <summary>Probabilities that sum to 1.</summary>
    Softmax,

    /// <summary>Their logarithms.</summary>
    LogSoftmax,

    /// <summary>Each a probability by itself.</summary>
    Sigmoid,
}

/// <summary>Between which numbers the outputs of a network lie, as its structure tells.</summary>
/// <param name="What">What makes it so, for messages: <c>Softmax layers.3</c>.</param>
/// <param name="Form">What kind of numbers these are.</param>
/// <param name="Least">None is smaller.</param>
/// <param name="Most">None is larger.</param>
internal sealed record OutputRange(string What, OutputForm Form, double Least, double Most)
{
    /// <summary>Whether all are probabilities.</summary>
    internal bool IsUnitInterval => Least >= 0 && Most <= 1;

    /// <summary>Whether some numbers cannot be reached.</summary>
    internal bool IsBounded => double.IsFinite(Least) || double.IsFinite(Most);

    /// <summary>Any number.</summary>
    internal static OutputRange Linear(Module layer) => new(layer.Title, OutputForm.Linear, double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Numbers between two others.</summary>
    internal static OutputRange Between(Module layer, double least, double most, OutputForm form = OutputForm.Other) => new(layer.Title, form, least, most);

    /// <summary>What an activation that a layer computes by itself makes of any number.</summary>
    internal static OutputRange Of(Module layer, Activation activation)
    {
        (OutputForm form, double least, double most) = activation switch
        {
            Activation.ReLU => (OutputForm.Other, 0, double.PositiveInfinity),
            Activation.Sigmoid => (OutputForm.Sigmoid, 0, 1),
            Activation.Tanh => (OutputForm.Other, -1, 1),
            Activation.GELU => (OutputForm.Other, Activations.LeastGelu, double.PositiveInfinity),
            Activation.SiLU => (OutputForm.Other, Activations.LeastSilu, double.PositiveInfinity),
            Activation.None => (OutputForm.Linear, double.NegativeInfinity, double.PositiveInfinity),
            _ => (OutputForm.Other, double.NegativeInfinity, double.PositiveInfinity),
        };
        return new OutputRange(activation == Activation.None ? layer.Title : $"{layer.Title} with Activation.{activation}", form, least, most);
    }
}
