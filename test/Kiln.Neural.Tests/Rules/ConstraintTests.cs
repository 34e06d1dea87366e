using Kiln.Data;

namespace Kiln.Neural.Tests;

public class ConstraintTests
{
    // Columns of length 5, 0.5 and 0.
    private static readonly Tensor s_weight = Tensor.From([3.0, 0.3, 0, -4, 0.4, 0], [2, 3]);

    [Fact]
    public void The_largest_length_of_a_unit_holds() => Check(new MaxNorm(2), [1.2, 0.3, 0, -1.6, 0.4, 0]);

    [Fact]
    public void A_length_between_bounds_is_gone_towards() => Check(new MinMaxNorm(1, 2, 0.5), [3 * 3.5 / 5, 0.3 * 0.75 / 0.5, 0, -4 * 3.5 / 5, 0.4 * 0.75 / 0.5, 0]);

    [Fact]
    public void Units_are_scaled_to_length_one() => Check(new UnitNormConstraint(), [0.6, 0.6, 0, -0.8, 0.8, 0]);

    [Fact]
    public void Negative_values_become_zero() => Check(new NonNegative(), [3, 0.3, 0, 0, 0.4, 0]);

    [Fact]
    public void A_filter_of_a_convolution_is_one_unit()
    {
        Tensor projected = new UnitNormConstraint().Project(Initializers.Normal(0, 1).Create([3, 3, 2, 4], RandomKey.FromSeed(1)));
        projected.Square().Sum([0, 1, 2]).ToArray<float>().ShouldAllBe(s => Math.Abs(s - 1) < 1e-5);
    }

    [Fact]
    public void A_step_ends_inside_the_constraint()
    {
        var dense = new Dense(3, 2).Constrain(weight: new MaxNorm(0.5), bias: new NonNegative());
        var data = new TensorDataset(Tensor.Ones([4, 3]), Tensor.From([5f, -5, 5, -5, 5, -5, 5, -5], [4, 2]));
        dense.Fit(data, new FitOptions { Loss = new MeanSquaredError(), Optimizer = new SGD(0.5), Epochs = 3 });
        // The scaled length is 0.5 up to the rounding of the float32 weights it is computed from.
        dense.Weight.Value.Square().Sum(0).Sqrt().ToArray<float>().ShouldAllBe(n => n <= 0.5f * (1 + 1e-6f));
        dense.Bias!.Value.ToArray<float>().ShouldAllBe(b => b >= 0);
        dense.Bias.Value.ToArray<float>()[1].ShouldBe(0);
    }

    private static void Check(Constraint constraint, double[] expected)
    {
        double[] projected = constraint.Project(s_weight).ToArray<double>();
        for (int i = 0; i < expected.Length; i++)
        {
            projected[i].ShouldBe(expected[i], 1e-6);
        }
    }
}
