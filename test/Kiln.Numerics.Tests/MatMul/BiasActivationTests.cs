namespace Kiln.Numerics.Tests;

public class BiasActivationTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 10)]
    [InlineData(300, 33)]
    [InlineData(5000, 64)]
    [InlineData(40, 133)]
    [InlineData(3, 70000)]
    public void Gradient_and_sums_equal_the_plain_loops(int rows, int columns)
    {
        var random = new Random(1);
        foreach (var activation in new[] { Activation.None, Activation.ReLU, Activation.LeakyReLU, Activation.Sigmoid, Activation.Tanh })
        {
            var y = MatMulCase.Draw<double>(random, rows * columns);
            var gy = MatMulCase.Draw<double>(random, rows * columns);
            var expected = new double[gy.Length];
            var sums = new double[columns];
            for (var i = 0; i < gy.Length; i++)
            {
                expected[i] = gy[i] * Derivative(y[i], activation);
                sums[i % columns] += expected[i];
            }

            var gz = new double[gy.Length];
            var gbias = new double[columns];
            BiasActivation.Backward(rows, columns, y, gy, gz, gbias, activation);
            gz.ShouldBe(expected, 1e-14);
            gbias.ShouldBe(sums, 1e-10);

            var gzf = new float[gy.Length];
            var gbiasf = new float[columns];
            BiasActivation.Backward(rows, columns, ConvolutionCheck.Single(y), ConvolutionCheck.Single(gy), gzf, gbiasf, activation);
            gzf.ShouldBe(ConvolutionCheck.Single(expected), 1e-6);
            gbiasf.ShouldBe(ConvolutionCheck.Single(sums), 1e-3);
            BiasActivation.Backward(rows, columns, ConvolutionCheck.Single(y), ConvolutionCheck.Single(gy), gzf, [], activation);
            var again = new float[columns];
            BiasActivation.Backward(rows, columns, ConvolutionCheck.Single(y), ConvolutionCheck.Single(gy), [], again, activation);
            again.ShouldBe(gbiasf);
        }
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 1)]
    [InlineData(700, 3)]
    [InlineData(300, 33)]
    [InlineData(5000, 64)]
    [InlineData(3, 70000)]
    public void The_way_forward_equals_the_plain_loops(int rows, int columns)
    {
        var random = new Random(2);
        var z = MatMulCase.Draw<double>(random, rows * columns);
        var bias = MatMulCase.Draw<double>(random, columns);
        foreach (var activation in Enum.GetValues<Activation>())
        {
            var expected = new double[z.Length];
            var without = new double[z.Length];
            for (var i = 0; i < z.Length; i++)
            {
                expected[i] = MatMulCase.Activate(z[i] + bias[i % columns], activation);
                without[i] = MatMulCase.Activate(z[i], activation);
            }

            double[] y = [.. z];
            BiasActivation.Forward(rows, columns, bias, y, activation);
            y.ShouldBe(expected, 1e-13);
            y = [.. z];
            BiasActivation.Forward(rows, columns, [], y, activation);
            y.ShouldBe(without, 1e-13);
            var single = ConvolutionCheck.Single(z);
            BiasActivation.Forward(rows, columns, ConvolutionCheck.Single(bias), single, activation);
            single.ShouldBe(ConvolutionCheck.Single(expected), 1e-5);
        }
    }

    [Fact]
    public void A_bias_of_another_length_is_refused() =>
        Should.Throw<ArgumentException>(() => BiasActivation.Forward(1, 2, new float[1], new float[2], Activation.None))
            .Message.ShouldStartWith("bias activation: bias has 1 elements; its shape has 2.");

    [Fact]
    public void An_activation_whose_derivative_needs_its_argument_is_refused() =>
        Should.Throw<ArgumentException>(() => BiasActivation.Backward(1, 1, new float[1], new float[1], new float[1], [], Activation.GELU))
            .Message.ShouldStartWith("bias activation: the derivative of GELU cannot be taken from its result.");

    private static double Derivative(double y, Activation activation) => activation switch
    {
        Activation.ReLU => y > 0 ? 1 : 0,
        Activation.LeakyReLU => y > 0 ? 1 : 0.01,
        Activation.Sigmoid => y * (1 - y),
        Activation.Tanh => 1 - (y * y),
        _ => 1,
    };
}
