namespace Kiln.Estimators;

/// <summary>What a <see cref="DummyClassifier"/> predicts.</summary>
public enum DummyStrategy
{
    /// <summary>The most frequent class; probabilities are the classes' shares.</summary>
    Prior,

    /// <summary>The most frequent class, with probability 1.</summary>
    MostFrequent,

    /// <summary>A class drawn with its share as probability.</summary>
    Stratified,

    /// <summary>A class drawn with equal probabilities.</summary>
    Uniform,

    /// <summary>One class that is given.</summary>
    Constant,
}
