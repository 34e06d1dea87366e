using Kiln.Data;
using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>Training, evaluation and prediction of a whole network.</summary>
public abstract partial class Module
{
    private volatile EvaluationPlan? _evaluation;

    /// <summary>
    /// Trains this network. The same seed, data and options give the same bits in every parameter, for any number of threads, and for a
    /// run that was interrupted or killed and resumed.
    /// </summary>
    /// <param name="train">The training samples.</param>
    /// <param name="options">How.</param>
    /// <returns>What was measured, epoch by epoch.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of range, or the network has no trainable parameter.</exception>
    /// <exception cref="TrainingInterruptedException">The cancellation token fired; the state is saved if there is a folder for it.</exception>
    /// <exception cref="NonFiniteException">NaN or infinity turned up in a batch or the loss.</exception>
    /// <exception cref="CheckpointException">The checkpoint folder cannot be used, or its checkpoint belongs to another run.</exception>
    public History Fit(Dataset train, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        var loop = new FitLoop(this, train, options);
        _evaluation = new EvaluationPlan(options.Loss, options.Metrics);
        return loop.Run();
    }

    /// <summary>Measures this network on a dataset, in inference mode.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="loss">The loss; by default that of the last <see cref="Fit"/>, or one chosen by the targets: softmax cross-entropy for
    /// integer labels (categorical cross-entropy for a network that ends in a <see cref="Softmax"/>), mean squared error for numbers.</param>
    /// <param name="metrics">What else is measured; by default what the last <see cref="Fit"/> measured, or the accuracy for integer labels.
    /// Metrics end up holding their values.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="report">Told the batches done and their number, after each batch.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <returns><c>loss</c> and the metrics, by name; asked for another name, it says which there are.</returns>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public IReadOnlyDictionary<string, double> Evaluate(
        Dataset dataset,
        Loss? loss = null,
        IReadOnlyList<IMetric>? metrics = null,
        int batchSize = 256,
        Action<int, int>? report = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        HyperParameter.AtLeast(batchSize, 1, nameof(batchSize), "evaluate");
        if (dataset.Count == 0)
        {
            throw new DatasetException("evaluate: the dataset has no samples");
        }

        var wiring = new Wiring(this);
        if (loss is not null && metrics is not null)
        {
            return Run(metrics);
        }

        EvaluationPlan plan = _evaluation ?? EvaluationPlan.For(this, dataset);
        loss ??= plan.Loss;
        if (metrics is not null)
        {
            return Run(metrics);
        }

        // The remembered metrics are one set, perhaps in use by a fit that called back: one evaluation at a time, which leaves no trace.
        lock (plan.Gate)
        {
            double[][] before = [.. plan.Metrics.Select(m => m.SaveState())];
            try
            {
                return Run(plan.Metrics);
            }
            finally
            {
                for (int i = 0; i < before.Length; i++)
                {
                    plan.Metrics[i].LoadState(before[i]);
                }
            }
        }

        MeasuredValues Run(IReadOnlyList<IMetric> measured)
        {
            var scores = new RunningScores(wiring, measured, new TotalLoss(wiring, loss).Names);
            scores.Reset();
            EvaluationPass.Run(dataset, loss, scores, batchSize, prefetch: 2, report, cancellationToken);
            return new MeasuredValues(scores.All());
        }
    }

    /// <summary>Computes the network's outputs for many samples, batch by batch, in inference mode.</summary>
    /// <param name="inputs">The samples, (N, …).</param>
    /// <param name="batchSize">Samples per batch, at least 1; bounds the memory that is needed.</param>
    /// <param name="cancellationToken">Ends the prediction.</param>
    /// <returns>The outputs, (N, …), without a graph.</returns>
    /// <exception cref="ShapeException">The inputs have no batch axis, or the network changes the number of samples.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public Tensor Predict(Tensor inputs, int batchSize = 256, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        HyperParameter.AtLeast(batchSize, 1, nameof(batchSize), "predict");
        Tensor[] outputs = Prediction.Run(this, [inputs], batchSize, cancellationToken);
        return outputs.Length == 1
            ? outputs[0]
            : throw new ArgumentException($"predict: {Label} has {outputs.Length} outputs ({string.Join(", ", OutputNames)}); PredictAll gives them all");
    }

    /// <summary>Computes the network's outputs for every sample of a dataset, in its order, in inference mode.</summary>
    /// <param name="dataset">The samples; at least one.</param>
    /// <param name="batchSize">Samples per batch, at least 1; bounds the memory that is needed.</param>
    /// <param name="cancellationToken">Ends the prediction.</param>
    /// <returns>The outputs, (N, …), without a graph.</returns>
    /// <exception cref="ArgumentException">The network has several outputs: see <see cref="PredictAll(Dataset, int, CancellationToken)"/>.</exception>
    /// <exception cref="ShapeException">The network changes the number of samples.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public Tensor Predict(Dataset dataset, int batchSize = 256, CancellationToken cancellationToken = default)
    {
        Tensor[] outputs = PredictAll(dataset, batchSize, cancellationToken);
        return outputs.Length == 1
            ? outputs[0]
            : throw new ArgumentException($"predict: {Label} has {outputs.Length} outputs ({string.Join(", ", OutputNames)}); PredictAll gives them all");
    }

    /// <summary>Computes every output of the network for many samples, batch by batch, in inference mode.</summary>
    /// <param name="inputs">The samples, a tensor (N, …) for each input in the network's order.</param>
    /// <param name="batchSize">Samples per batch, at least 1; bounds the memory that is needed.</param>
    /// <param name="cancellationToken">Ends the prediction.</param>
    /// <returns>The outputs in the network's order, each (N, …), without a graph.</returns>
    /// <exception cref="ArgumentException">The network takes another number of inputs.</exception>
    /// <exception cref="ShapeException">The inputs differ in the number of samples, or the network changes it.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public Tensor[] PredictAll(IReadOnlyList<Tensor> inputs, int batchSize = 256, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        HyperParameter.AtLeast(batchSize, 1, nameof(batchSize), "predict");
        return Prediction.Run(this, inputs, batchSize, cancellationToken);
    }

    /// <summary>Computes every output of the network for every sample of a dataset, in its order, in inference mode.</summary>
    /// <param name="dataset">The samples; at least one.</param>
    /// <param name="batchSize">Samples per batch, at least 1; bounds the memory that is needed.</param>
    /// <param name="cancellationToken">Ends the prediction.</param>
    /// <returns>The outputs in the network's order, each (N, …), without a graph.</returns>
    /// <exception cref="ArgumentException">The dataset lacks an input that the network takes.</exception>
    /// <exception cref="ShapeException">The network changes the number of samples.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public Tensor[] PredictAll(Dataset dataset, int batchSize = 256, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        HyperParameter.AtLeast(batchSize, 1, nameof(batchSize), "predict");
        return dataset.Count == 0
            ? throw new DatasetException("predict: the dataset has no samples")
            : Prediction.Run(this, dataset, batchSize, cancellationToken);
    }
}
