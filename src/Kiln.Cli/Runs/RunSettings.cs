namespace Kiln.Cli;

/// <summary>What decides the outcome of a run; the file run.json in its folder. The network itself is in config.json.</summary>
internal sealed record RunSettings
{
    /// <summary>How long the quickstart and <c>train</c> go on unless told otherwise.</summary>
    public const int DefaultEpochs = 5;

    /// <summary>How many digits are drawn to train on unless told otherwise.</summary>
    public const int DefaultDrawnToTrain = 12_000;

    /// <summary>How many digits are drawn to test with unless told otherwise.</summary>
    public const int DefaultDrawnToTest = 2_000;

    /// <summary>What the run is called in its report and in the name of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>The images.</summary>
    public DataKind Data { get; init; }

    /// <summary>The folder the images are read from, or <see langword="null"/> where they are drawn.</summary>
    public string? DataFolder { get; init; }

    /// <summary>How many training images are drawn, or how many of the set's first are used; <see langword="null"/> for all of a set.</summary>
    public int? TrainSize { get; init; }

    /// <summary>How many test images are drawn, or how many of the set's first are used; <see langword="null"/> for all of a set.</summary>
    public int? TestSize { get; init; }

    /// <summary>What every random choice depends on.</summary>
    public int Seed { get; init; }

    /// <summary>How many times each training image is seen.</summary>
    public int Epochs { get; init; } = DefaultEpochs;

    /// <summary>Images per step.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The learning rate of Adam.</summary>
    public double LearningRate { get; init; } = 1e-3;
}
