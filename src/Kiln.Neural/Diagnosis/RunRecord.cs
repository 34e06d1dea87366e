namespace Kiln.Neural;

/// <summary>What a diagnosis has seen of a run: the material of the rules.</summary>
internal sealed class RunRecord(WeightWatch weights, bool fromStart)
{
    private const int MostSamples = 256;

    private readonly List<double> _constant = [];
    private readonly List<double> _perfect = [];

    internal WeightWatch Weights => weights;

    /// <summary>Whether the run was seen from its first step: a resumed one says nothing about the initialization.</summary>
    internal bool FromStart => fromStart;

    /// <summary>The measured updates, oldest first; of a long run an even choice.</summary>
    internal List<StepSample> Samples { get; } = [];

    internal LossCurve Losses { get; } = new();

    internal int Epoch { get; set; } = 1;

    /// <summary>The updates done.</summary>
    internal long Step { get; set; }

    /// <summary>The loss of the best constant answer; NaN when it cannot be told.</summary>
    internal double ConstantLoss => _constant.Count == 0 ? double.NaN : _constant.Average();

    /// <summary>The loss that is left when every answer is right: above 0 with smoothed labels, grey pixels; 0 when it cannot be told.</summary>
    internal double PerfectLoss => _perfect.Count == 0 ? 0 : _perfect.Average();

    /// <summary>All there is to learn: from a constant answer to perfect ones; from the first loss to 0 when that cannot be told. NaN when it is not positive.</summary>
    internal double Reference
    {
        get
        {
            double reference = _constant.Count > 0 ? ConstantLoss - PerfectLoss : Losses.First;
            return reference > 0 ? reference : double.NaN;
        }
    }

    /// <summary>In words: what <see cref="LossLeft"/> is a share of.</summary>
    internal string ReferenceName => _constant.Count > 0 ? "that of one constant answer" : "the first one";

    /// <summary>The share of <see cref="Reference"/> that recent losses still have; NaN when unknown, and then no comparison holds.</summary>
    internal double LossLeft => LeftOf(Losses.Recent());

    internal double LeftOf(double loss) => (loss - PerfectLoss) / Reference;

    internal bool WantsConstantLoss => _constant.Count < 8;

    internal void AddConstantLoss((double Constant, double Perfect) losses)
    {
        if (double.IsFinite(losses.Constant) && double.IsFinite(losses.Perfect))
        {
            _constant.Add(losses.Constant);
            _perfect.Add(losses.Perfect);
        }
    }

    internal void Add(StepSample sample)
    {
        Samples.Add(sample);
        if (Samples.Count > DiagnosisLimits.Samples)
        {
            foreach (LayerActivity layer in Samples[^(DiagnosisLimits.Samples + 1)].Layers)
            {
                layer.Peaks = null;
            }
        }

        if (Samples.Count > MostSamples)
        {
            // Every second one of all but the newest, which the rules look at.
            List<StepSample> kept = [.. Samples.Where((s, i) => i % 2 == 0 || i >= MostSamples - DiagnosisLimits.Samples)];
            Samples.Clear();
            Samples.AddRange(kept);
        }
    }

    /// <summary>The newest samples; null when there are not enough for a verdict.</summary>
    internal StepSample[]? Newest(int count = DiagnosisLimits.Samples) => Samples.Count < count ? null : [.. Samples.TakeLast(count)];

    internal Finding Find(FindingKind kind, string layer, string what, string advice, Kiln.Evaluation.Chart chart) =>
        new(kind, layer, Epoch, Step, what, advice, chart);
}
