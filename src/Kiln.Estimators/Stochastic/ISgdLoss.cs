namespace Kiln.Estimators;

/// <summary>The loss of one sample, and its derivative by the score.</summary>
internal interface ISgdLoss
{
    /// <summary>The derivative; the loss is added to a sum.</summary>
    /// <param name="score">p.</param>
    /// <param name="target">y.</param>
    /// <param name="sum">Takes the loss.</param>
    public double Slope(double score, double target, ref LossSum sum);
}

/// <summary>A sum of losses. Logarithms are summed as the logarithm of a product, which is taken only when the product grows large.</summary>
internal struct LossSum
{
    private const double Large = 1e250;

    private double _sum;
    private double _product;

    public static LossSum Zero => new() { _product = 1 };

    public readonly double Value => _sum + Math.Log(_product);

    /// <summary>The sum where no logarithms were added.</summary>
    public readonly double Plain => _sum;

    public void Add(double loss) => _sum += loss;

    /// <summary>Adds log(factor), for a factor of 1 to 1e50.</summary>
    public void AddLog(double factor)
    {
        _product *= factor;
        if (_product > Large)
        {
            _sum += Math.Log(_product);
            _product = 1;
        }
    }
}
