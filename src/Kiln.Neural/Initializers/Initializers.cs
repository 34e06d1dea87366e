namespace Kiln.Neural;

/// <summary>The usual initialisers. Fans, scales and truncation are Keras's.</summary>
public static class Initializers
{
    /// <summary>Zeros: the usual start of biases.</summary>
    public static Initializer Zeros { get; } = new ConstantInitializer(0);

    /// <summary>Ones: the usual start of a normalisation's scale.</summary>
    public static Initializer Ones { get; } = new ConstantInitializer(1);

    /// <summary>
    /// Uniform on ±√(6 / (fanIn + fanOut)), the default of dense layers and convolutions. Glorot and Bengio, "Understanding the difficulty of
    /// training deep feedforward neural networks" (2010), equation 16.
    /// </summary>
    public static Initializer GlorotUniform { get; } = new VarianceScalingInitializer(1, FanMode.Average, ScaledDistribution.Uniform);

    /// <summary>Truncated normal of variance 2 / (fanIn + fanOut). Glorot and Bengio (2010).</summary>
    public static Initializer GlorotNormal { get; } = new VarianceScalingInitializer(1, FanMode.Average, ScaledDistribution.TruncatedNormal);

    /// <summary>Uniform on ±√(6 / fanIn), for layers followed by ReLU. He et al., "Delving deep into rectifiers" (2015), equation 10.</summary>
    public static Initializer HeUniform { get; } = new VarianceScalingInitializer(2, FanMode.Input, ScaledDistribution.Uniform);

    /// <summary>Truncated normal of variance 2 / fanIn, for layers followed by ReLU. He et al. (2015), equation 10.</summary>
    public static Initializer HeNormal { get; } = new VarianceScalingInitializer(2, FanMode.Input, ScaledDistribution.TruncatedNormal);

    /// <summary>Uniform on ±√(3 / fanIn). LeCun et al., "Efficient BackProp" (1998), section 4.6.</summary>
    public static Initializer LeCunUniform { get; } = new VarianceScalingInitializer(1, FanMode.Input, ScaledDistribution.Uniform);

    /// <summary>Truncated normal of variance 1 / fanIn, for layers followed by SELU. LeCun et al. (1998), section 4.6.</summary>
    public static Initializer LeCunNormal { get; } = new VarianceScalingInitializer(1, FanMode.Input, ScaledDistribution.TruncatedNormal);

    /// <summary>One value everywhere.</summary>
    /// <param name="value">The value.</param>
    public static Initializer Constant(double value) => new ConstantInitializer(value);

    /// <summary>Uniform on [low, high).</summary>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    public static Initializer Uniform(double low = -0.05, double high = 0.05) => new UniformInitializer(low, high);

    /// <summary>Normal.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation.</param>
    public static Initializer Normal(double mean = 0, double standardDeviation = 0.05) => new NormalInitializer(mean, standardDeviation);

    /// <summary>Normal, with values beyond two standard deviations drawn again. The result's standard deviation is 0.8796 of the one given.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation before truncation.</param>
    public static Initializer TruncatedNormal(double mean = 0, double standardDeviation = 0.05) =>
        new TruncatedNormalInitializer(mean, standardDeviation);

    /// <summary>A variance that keeps signals from growing or fading with depth: scale / fan.</summary>
    /// <param name="scale">The variance of the sum over a fan of unit inputs.</param>
    /// <param name="mode">Which fan.</param>
    /// <param name="distribution">Uniform, normal or truncated normal, of the same variance.</param>
    public static Initializer VarianceScaling(double scale, FanMode mode, ScaledDistribution distribution) =>
        new VarianceScalingInitializer(scale, mode, distribution);

    /// <summary>
    /// Rows or columns (whichever are fewer) at right angles and of length <paramref name="gain"/>; a weight of more axes counts as the matrix (all axes but the last, last).
    /// Saxe, McClelland and Ganguli (2014).
    /// </summary>
    /// <param name="gain">The length; 1 by default.</param>
    public static Initializer Orthogonal(double gain = 1) => new OrthogonalInitializer(gain);

    /// <summary>A number on the diagonal of a matrix, zeros elsewhere.</summary>
    /// <param name="gain">The number; 1 by default.</param>
    public static Initializer Identity(double gain = 1) => new IdentityInitializer(gain);
}
