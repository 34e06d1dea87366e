namespace Kiln.Estimators;

/// <summary>A fitted model that turns features into other features.</summary>
public abstract class FeatureTransformerModel : Model
{
    /// <inheritdoc cref="Model(Estimator, FeatureLayout)"/>
    protected FeatureTransformerModel(Estimator estimator, FeatureLayout layout)
        : base(estimator, layout)
    {
    }

    /// <summary>The names of the features that come out: as scikit-learn's <c>get_feature_names_out</c>; features without names are x0, x1, ….</summary>
    public abstract IReadOnlyList<string> OutputNames { get; }

    /// <summary>Whether each sample is transformed alone, whatever others come with it, so that samples can be transformed some at a time; false unless a model says otherwise.</summary>
    internal virtual bool TransformsSamplesAlone => false;

    /// <summary>Transforms dense samples that nobody else holds, where it can in their own memory.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="values">The array that holds them; it may be overwritten.</param>
    internal virtual Features TransformOwned(Features x, double[] values) => Transform(x);

    /// <summary>Transforms samples.</summary>
    /// <param name="x">The samples, with the features of the fit.</param>
    /// <exception cref="DatasetException">The columns are not those of the fit, or a value cannot be transformed.</exception>
    public abstract Features Transform(Features x);

    /// <summary>Transforms samples, unless it is stopped: between blocks of samples where that takes long (products of features, texts, the steps of a pipeline), otherwise before.</summary>
    /// <param name="x">The samples, with the features of the fit.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DatasetException">The columns are not those of the fit, or a value cannot be transformed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public virtual Features Transform(Features x, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Transform(x);
    }

    /// <summary>Turns transformed features back.</summary>
    /// <param name="x">What <see cref="Transform(Features)"/> returned, or the like.</param>
    /// <exception cref="NotSupportedException">There is no way back.</exception>
    public virtual Features InverseTransform(Features x) =>
        throw new NotSupportedException($"{Estimator.Name}: there is no way back from what it returns");

    /// <summary>The names that came in; x0, x1, … where there were none.</summary>
    protected IReadOnlyList<string> InputNames => Layout.NamesOrNumbers;
}
