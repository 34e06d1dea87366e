using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>
/// Keeps what transformers learned from samples and made of them, so that pipelines that begin alike fit their first steps once: the candidates of a search over a last step's
/// parameters, for each fold (scikit-learn: <c>memory</c> of <c>Pipeline</c>). What was kept goes with the samples it belongs to. Safe to use from many threads.
/// </summary>
/// <remarks>Two threads that ask for the same at the same time may both do the work; one result is kept. A transformer with the same hyper-parameters gives the same bits.</remarks>
public sealed class TransformerCache
{
    private readonly ConditionalWeakTable<Features, ConcurrentDictionary<(FeatureTransformer Transformer, Target? Y), (FeatureTransformerModel Model, Features X)>> _kept = [];

    internal (FeatureTransformerModel Model, Features X) FitTransform(FeatureTransformer transformer, Features x, Target? y, CancellationToken cancellation) =>
        _kept.GetOrCreateValue(x).GetOrAdd((transformer, y), static (key, state) => key.Transformer.FitTransform(state.X, key.Y, cancellation: state.Cancellation), (X: x, Cancellation: cancellation));
}
