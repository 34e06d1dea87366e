namespace Kiln.Estimators;

/// <summary>What one run of stochastic gradient descent needs to know.</summary>
internal sealed record SgdSettings
{
    public required string Owner { get; init; }

    public required SgdLoss Loss { get; init; }

    public double Epsilon { get; init; }

    public Penalty Penalty { get; init; }

    public double Alpha { get; init; }

    public double L1Ratio { get; init; }

    public bool FitIntercept { get; init; } = true;

    public int MaxEpochs { get; init; }

    public double? Tolerance { get; init; }

    public bool Shuffle { get; init; } = true;

    public uint Seed { get; init; }

    public SgdSchedule Schedule { get; init; }

    public double Eta0 { get; init; }

    public double PowerT { get; init; }

    public bool EarlyStopping { get; init; }

    public double ValidationFraction { get; init; }

    public int Patience { get; init; }

    /// <summary>From which sample on the coefficients are averaged; 0 for no averaging.</summary>
    public int Average { get; init; }

    public int BatchSize { get; init; } = 1;

    /// <summary>The largest step of the passive-aggressive algorithms; null for gradient descent.</summary>
    public double? Aggressiveness { get; init; }

    /// <summary>Whether the passive-aggressive step is PA-II (squared loss) instead of PA-I.</summary>
    public bool SquaredStep { get; init; }

    /// <summary>The share of L1 in the penalty.</summary>
    public double L1Share => Penalty switch { Penalty.L1 => 1, Penalty.ElasticNet => L1Ratio, _ => 0 };

    /// <summary>Ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is out of its range; the message names it.</exception>
    public void Check(bool partial)
    {
        Require.NotNegative(Owner, "alpha", Alpha);
        Require.Share(Owner, "l1_ratio", L1Ratio);
        Require.NotNegative(Owner, "epsilon", Epsilon);
        Require.AtLeast(Owner, "max_iter", MaxEpochs, 1);
        Require.AtLeast(Owner, "n_iter_no_change", Patience, 1);
        Require.AtLeast(Owner, "average", Average, 0);
        Require.AtLeast(Owner, "batch_size", BatchSize, 0);
        Require.That(Tolerance is null or >= 0, Owner, "tol", Tolerance, "0 or more, or none");
        Require.That(ValidationFraction is > 0 and < 1, Owner, "validation_fraction", ValidationFraction, "between 0 and 1");
        Require.That(Aggressiveness is null or > 0, Owner, "C", Aggressiveness, "a number above 0");
        if (Aggressiveness is null)
        {
            Require.NotNegative(Owner, "eta0", Eta0);
            Require.Together(Schedule == SgdSchedule.Optimal || Eta0 > 0, Owner, "eta0", Eta0, "above 0 for learning_rate=constant, invscaling and adaptive");
            Require.Together(Schedule != SgdSchedule.Optimal || Alpha > 0, Owner, "alpha", Alpha, "above 0 for learning_rate=optimal, whose steps follow from it");
        }

        if (partial && EarlyStopping)
        {
            throw new ArgumentException($"{Owner}: early_stopping needs all samples at once; a partial fit cannot have it", nameof(partial));
        }
    }
}
