using Kiln.Data;
using Kiln.Evaluation;
using Microsoft.Extensions.Logging;

namespace Kiln.Neural;

/// <summary>How a network is trained. Only <see cref="Loss"/> has no default.</summary>
/// <example><code>
/// var history = network.Fit(train, new FitOptions
/// {
///     Loss = new SoftmaxCrossEntropy(), Optimizer = new Adam(), Metrics = [new Accuracy()],
///     Epochs = 10, BatchSize = 64, Validation = test,
/// });
/// </code></example>
public sealed record FitOptions
{
    /// <summary>What training makes small.</summary>
    public required Loss Loss { get; init; }

    /// <summary>
    /// How the gradient changes the parameters. Default: a new <see cref="Adam"/> with its defaults. Its state stays with it: give each
    /// network an optimiser of its own.
    /// </summary>
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>What is measured beside the loss, over training and validation samples. Default: nothing.</summary>
    public IReadOnlyList<IMetric> Metrics { get; init; } = [];

    /// <summary>How many times every sample is seen. Default 1; at least 1. A resumed run ends after this many epochs in all.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Samples per step. Default 32; at least 1.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>What is evaluated after each epoch. Default: nothing.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>Samples per batch when evaluating the validation set, which needs less memory than training. Default 256; at least 1.</summary>
    public int ValidationBatchSize { get; init; } = 256;

    /// <summary>What the order of the samples and every draw of the training (dropout, augmentation) depend on. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether each epoch has a new order. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether the last batch of an epoch is left out when it is not full. Default false.</summary>
    public bool DropLastBatch { get; init; }

    /// <summary>How many batches are prepared ahead in the background; changes no result. Default 2; 0 prepares them when needed.</summary>
    public int Prefetch { get; init; } = 2;

    /// <summary>
    /// The largest length of the gradient over all parameters (its Euclidean norm): a longer one is scaled down to it, which tames
    /// training that diverges (Pascanu, Mikolov and Bengio 2013). Default null: gradients are taken as they are. Greater than 0.
    /// </summary>
    public double? GradientClipNorm { get; init; }

    /// <summary>The largest length of each parameter's gradient by itself, Keras's <c>clipnorm</c>. Default null: no limit. Greater than 0.</summary>
    public double? GradientClipParameterNorm { get; init; }

    /// <summary>The largest size of each element of a gradient, Keras's <c>clipvalue</c>. Default null: no limit. Greater than 0.</summary>
    public double? GradientClipValue { get; init; }

    /// <summary>
    /// How many batches share a step: their gradients are averaged, as if the batch were that many times larger, without its memory. What is left at the end of
    /// an epoch makes a step of its own. Default 1; at least 1.
    /// </summary>
    public int AccumulationSteps { get; init; } = 1;

    /// <summary>
    /// How much the samples of each class count in the training loss, by class; a class that is not named counts 1. Targets are integer classes or one-hot rows. The
    /// sum is divided by the number of samples, as in Keras. Default null: all count alike.
    /// </summary>
    public IReadOnlyDictionary<int, double>? ClassWeights { get; init; }

    /// <summary>
    /// The share of the training samples, from their end, that is held out for validation, as Keras's <c>validation_split</c>: shuffle them first where they are sorted. Default 0: none.
    /// Above 0 it must be below 1, and <see cref="Validation"/> must not be set.
    /// </summary>
    public double ValidationSplit { get; init; }

    /// <summary>What happens when NaN or infinity turns up in a batch or in the loss. Default: <see cref="NonFiniteHandling.Throw"/>.</summary>
    public NonFiniteHandling NonFinite { get; init; } = NonFiniteHandling.Throw;

    /// <summary>Code that runs at certain points. Default: none. Names must differ.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>Told where the run stands, about every <see cref="ProgressInterval"/>, on the thread of the call. Default: nobody.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>The least time between two reports within an epoch. Default 0.1 seconds; zero reports every step.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets a line per epoch, and warnings. Default: nobody.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>
    /// When it fires, the step under way is finished, a checkpoint is saved if there is a folder for it, and Fit throws
    /// <see cref="TrainingInterruptedException"/>. Default: never.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// A folder of this run's own for checkpoints, made if missing; one is saved after each epoch. Default null: none are saved.
    /// </summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Saves a checkpoint also after each so many steps. Default null: only after epochs. At least 1.</summary>
    public int? CheckpointEverySteps { get; init; }

    /// <summary>How many checkpoints are kept, the newest. Default 2; at least 1.</summary>
    public int CheckpointsKept { get; init; } = 2;

    /// <summary>
    /// Whether to go on from the newest whole checkpoint of <see cref="CheckpointFolder"/>; without any there, training starts from the
    /// beginning. Default false: a folder with checkpoints is then refused, so that none is lost by mistake.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentException">A value is missing or out of range; the message names the property and what it takes.</exception>
    internal void Validate()
    {
        Require(Loss is not null, nameof(Loss), "not set; for class labels take new SoftmaxCrossEntropy(), for numbers new MeanSquaredError()");
        Require(Optimizer is not null, nameof(Optimizer), "null; take new Adam(), or leave it out");
        Require(Metrics is not null && Metrics.All(m => m is not null), nameof(Metrics), "null, or contains null; take [] for none");
        Require(Callbacks is not null && Callbacks.All(c => c is not null), nameof(Callbacks), "null, or contains null; take [] for none");
        AtLeast(Epochs, 1, nameof(Epochs));
        AtLeast(BatchSize, 1, nameof(BatchSize));
        AtLeast(ValidationBatchSize, 1, nameof(ValidationBatchSize));
        AtLeast(Prefetch, 0, nameof(Prefetch));
        AtLeast(CheckpointsKept, 1, nameof(CheckpointsKept));
        AtLeast(CheckpointEverySteps ?? 1, 1, nameof(CheckpointEverySteps));
        Limit(GradientClipNorm, nameof(GradientClipNorm));
        Limit(GradientClipParameterNorm, nameof(GradientClipParameterNorm));
        Limit(GradientClipValue, nameof(GradientClipValue));
        AtLeast(AccumulationSteps, 1, nameof(AccumulationSteps));
        foreach ((int label, double weight) in ClassWeights ?? new Dictionary<int, double>())
        {
            Require(label >= 0 && weight >= 0 && double.IsFinite(weight), nameof(ClassWeights), $"class {label} with weight {weight}; expected classes from 0 and finite weights from 0");
        }

        Require(ValidationSplit is >= 0 and < 1, nameof(ValidationSplit), $"{ValidationSplit}; expected 0 for none, or a share below 1");
        Require(ValidationSplit == 0 || Validation is null, nameof(ValidationSplit), $"set together with {nameof(Validation)}; take one of them");
        Require(ProgressInterval >= TimeSpan.Zero, nameof(ProgressInterval), $"{ProgressInterval}; expected zero or more");
        Require(Enum.IsDefined(NonFinite), nameof(NonFinite), $"{(int)NonFinite}; expected a value of {nameof(NonFiniteHandling)}");
        Require(CheckpointFolder is null || CheckpointFolder.Trim().Length > 0, nameof(CheckpointFolder), "empty; name a folder, or leave it out");
        Require(
            CheckpointFolder is not null || (CheckpointEverySteps is null && !Resume),
            nameof(CheckpointFolder),
            $"not set, but {(Resume ? nameof(Resume) : nameof(CheckpointEverySteps))} needs it");
        Unique(Metrics!.Select(m => m.Name), nameof(Metrics));
        Unique(Callbacks!.Select(c => c.Name), nameof(Callbacks));
    }

    private static void Limit(double? value, string property) =>
        Require(value is null || (double.IsFinite(value.Value) && value > 0), property, $"{value}; expected a finite number greater than 0, or null for no clipping");

    private static void AtLeast(int value, int least, string property) =>
        Require(value >= least, property, $"{value}; expected at least {least}");

    private static void Unique(IEnumerable<string> names, string property)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            Require(seen.Add(name), property, $"two with the name '{name}'; names must differ");
        }
    }

    private static void Require(bool condition, string property, string problem)
    {
        if (!condition)
        {
            throw new ArgumentException($"FitOptions.{property}: {problem}", property);
        }
    }
}

/// <summary>What a fit does when NaN or infinity turns up in a batch or in the loss.</summary>
public enum NonFiniteHandling
{
    /// <summary>Ends the run with <see cref="NonFiniteException"/>; the parameters are those before the step.</summary>
    Throw,

    /// <summary>Leaves out the batch: no step is made on it, its loss is not counted, and a warning is logged.</summary>
    SkipBatch,

    /// <summary>Goes on as if nothing was wrong; the parameters usually become NaN.</summary>
    Ignore,
}
