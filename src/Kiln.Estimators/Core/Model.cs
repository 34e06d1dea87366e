using System.Globalization;

namespace Kiln.Estimators;

/// <summary>What a fit returns: immutable, safe to use from many threads, saved with <see cref="Save"/>.</summary>
public abstract class Model
{
    private readonly FeatureLayout _layout;

    /// <summary>Makes a model.</summary>
    /// <param name="estimator">What it was fitted by.</param>
    /// <param name="layout">The features it was fitted on.</param>
    protected Model(Estimator estimator, FeatureLayout layout)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(layout);
        (Estimator, _layout) = (estimator, layout);
    }

    /// <summary>The estimator and hyper-parameters it was fitted by.</summary>
    public Estimator Estimator { get; }

    /// <summary>How many features it was fitted on.</summary>
    public int FeatureCount => _layout.Count;

    /// <summary>Their names; null where they had none.</summary>
    public IReadOnlyList<string>? FeatureNames => _layout.Names;

    /// <summary>What the user ought to know about the fit, such as that it stopped before it converged; empty when all is well.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The features it was fitted on.</summary>
    protected internal FeatureLayout Layout => _layout;

    /// <summary>The features to predict from, in the order of the fit.</summary>
    /// <param name="x">What the user gave.</param>
    /// <exception cref="DatasetException">The columns are not those of the fit.</exception>
    protected Features Align(Features x) => _layout.Align(Estimator.Name, x);

    /// <summary>Writes the model to a file (safetensors, with the settings as JSON in its metadata), all or nothing.</summary>
    /// <param name="path">The file, or a folder that exists: then <c>model.safetensors</c> in it.</param>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    /// <exception cref="NotSupportedException">The estimator holds something that no file can, such as a function.</exception>
    public void Save(string path) => ModelFile.Save(this, path);

    /// <summary>Reads a model. It predicts the same bits as the one that was saved.</summary>
    /// <param name="path">The file, or the folder it lies in.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FileFormatException">The file is no model, is damaged, or comes from a newer version.</exception>
    public static Model Load(string path) => ModelFile.Load(path);

    /// <summary>The estimator with the parameters that differ from their defaults, and what was learned from: <c>ridge(alpha=2), fitted on 10 features</c>.</summary>
    public sealed override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Estimator}, fitted on {FeatureCount} {(FeatureCount == 1 ? "feature" : "features")}{Details}");

    /// <summary>What a kind of model adds to its text, from a separator on.</summary>
    private protected virtual string Details => string.Empty;

    /// <summary>Writes what was learned; the estimator, the features and the warnings are already written.</summary>
    /// <param name="writer">Takes named values.</param>
    protected internal abstract void Write(ModelWriter writer);
}
