namespace Kiln.Estimators;

/// <summary>A fitted pipeline, whatever it predicts.</summary>
public interface IPipelineModel
{
    /// <summary>The names of the steps.</summary>
    public IReadOnlyList<string> StepNames { get; }

    /// <summary>The fitted steps; the last one predicts.</summary>
    public IReadOnlyList<Model> Steps { get; }

    /// <summary>A fitted step.</summary>
    /// <param name="step">Its name.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message lists the near ones.</exception>
    public Model this[string step] { get; }

    /// <summary>What the last step sees of some samples: all other steps applied.</summary>
    /// <param name="x">The samples, with the features of the fit.</param>
    public Features TransformBeforeLast(Features x);
}
