namespace Kiln.Estimators;

/// <summary>How scores are turned into probabilities.</summary>
public enum CalibrationMethod
{
    /// <summary>A logistic curve (J. Platt, "Probabilistic outputs for support vector machines", 1999): for few samples.</summary>
    Sigmoid,

    /// <summary>A rising step function of any form (B. Zadrozny and C. Elkan, "Transforming classifier scores into accurate multiclass probability estimates", KDD 2002): for a thousand samples or more.</summary>
    Isotonic,
}
