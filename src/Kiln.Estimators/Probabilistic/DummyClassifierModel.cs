namespace Kiln.Estimators;

/// <summary>A fitted dummy: the classes' shares.</summary>
public sealed class DummyClassifierModel : ClassificationModel, IProbabilityModel
{
    private readonly double[] _shares;
    private readonly int _constant;

    internal DummyClassifierModel(DummyClassifier estimator, FeatureLayout layout, Target classes, double[] shares, int constant)
        : base(estimator, layout, classes) => (_shares, _constant) = (shares, constant);

    /// <summary>The share of each class.</summary>
    public ReadOnlyMemory<double> ClassProbabilities => _shares;

    private DummyClassifier Dummy => (DummyClassifier)Estimator;

    /// <inheritdoc/>
    public override Target Predict(Features x)
    {
        var rows = Inputs.Numbers(Estimator.Name, Align(x)).Rows;
        return Classes.Take(Dummy.Strategy switch
        {
            DummyStrategy.Stratified => Draw(rows),
            DummyStrategy.Uniform => Array.ConvertAll(new RandomState(Dummy.Seed).RandInt(0, Classes.Count, rows), code => (int)code),
            DummyStrategy.Constant => Repeat(_constant, rows),
            _ => Repeat(MostFrequent, rows),
        });
    }

    /// <inheritdoc/>
    public Tensor PredictProbabilities(Features x)
    {
        var rows = Inputs.Numbers(Estimator.Name, Align(x)).Rows;
        var (count, drawn) = (Classes.Count, Dummy.Strategy == DummyStrategy.Stratified ? Draw(rows) : []);
        var probabilities = new double[checked(rows * count)];
        for (var row = 0; row < rows; row++)
        {
            var line = probabilities.AsSpan(row * count, count);
            switch (Dummy.Strategy)
            {
                case DummyStrategy.Prior:
                    _shares.CopyTo(line);
                    break;
                case DummyStrategy.Uniform:
                    line.Fill(1.0 / count);
                    break;
                case DummyStrategy.Stratified:
                    line[drawn[row]] = 1;
                    break;
                default:
                    line[Dummy.Strategy == DummyStrategy.Constant ? _constant : MostFrequent] = 1;
                    break;
            }
        }

        return Tensor.From(probabilities, [rows, count]);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Target("classes", Classes);
        writer.Numbers("class_prior", _shares);
        writer.Integer("constant", _constant);
    }

    internal static DummyClassifierModel Read(ModelReader reader)
    {
        var classes = reader.Target("classes");
        var constant = reader.Count("constant");
        return constant < classes.Count
            ? new(reader.EstimatorAs<DummyClassifier>(), reader.Layout, classes, reader.Numbers("class_prior", classes.Count), constant) { Warnings = reader.Warnings }
            : throw reader.Damaged($"the constant is class {constant} of {classes.Count}");
    }

    private int MostFrequent => Array.IndexOf(_shares, _shares.Max());

    private static int[] Repeat(int code, int rows)
    {
        var codes = new int[rows];
        Array.Fill(codes, code);
        return codes;
    }

    /// <summary>
    /// One class for each sample, as NumPy's <c>RandomState.multinomial(1, shares)</c> draws it: class by class, a binomial draw of the one that is left, by
    /// inversion with one uniform number.
    /// </summary>
    private int[] Draw(int rows)
    {
        var random = new RandomState(Dummy.Seed);
        var codes = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            var (left, code) = (1.0, 0);
            while (code < _shares.Length - 1 && !Happens(random, _shares[code] / left))
            {
                left -= _shares[code];
                code++;
            }

            codes[row] = code;
        }

        return codes;
    }

    /// <summary>A binomial draw of one trial. NumPy draws the rarer side, and no number at all where the probability is 0.</summary>
    private static bool Happens(RandomState random, double probability)
    {
        if (probability == 0)
        {
            return false;
        }

        return probability <= 0.5 ? Inversion(random, probability) : !Inversion(random, 1 - probability);
    }

    private static bool Inversion(RandomState random, double probability)
    {
        var none = Math.Exp(Math.Log(1 - probability));
        while (true)
        {
            var u = random.RandomSample();
            if (u <= none)
            {
                return false;
            }

            // Beyond one trial lies nothing but rounding: NumPy draws anew then.
            if (u - none <= probability * none / (1 - probability))
            {
                return true;
            }
        }
    }
}
