namespace Kiln.Estimators;

/// <summary>How a linear classifier treats more than two classes.</summary>
public enum MultiClass
{
    /// <summary>Softmax where there are three classes or more and the solver can, otherwise one against the rest.</summary>
    Auto,

    /// <summary>One binary problem for each class.</summary>
    OneVersusRest,

    /// <summary>One softmax over all classes, also of two.</summary>
    Multinomial,
}
