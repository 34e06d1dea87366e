namespace Kiln.Neural.Tests;

public class LossTests
{
    [Fact]
    public void Cross_entropy_of_classes_is_minus_the_log_of_their_softmax()
    {
        Tensor logits = Tensor.From([1.0, 2.0, 0.5, 0.0, -1.0, 3.0], [2, 3]);
        double expected = -(Math.Log(Math.Exp(2) / (Math.Exp(1) + Math.Exp(2) + Math.Exp(0.5)))
            + Math.Log(Math.Exp(0) / (1 + Math.Exp(-1) + Math.Exp(3)))) / 2;
        new SoftmaxCrossEntropy().Compute(logits, Tensor.From([1L, 0L])).Item<double>().ShouldBe(expected, 1e-12);
        new SoftmaxCrossEntropy().Compute(logits, Tensor.From([0.0, 1, 0, 1, 0, 0], [2, 3])).Item<double>().ShouldBe(expected, 1e-12);
    }

    [Fact]
    public void Label_smoothing_mixes_the_target_with_all_classes()
    {
        Tensor logits = Initializers.Normal(0, 2).Create([4, 5], RandomKey.FromSeed(1), DType.Float64);
        Tensor classes = Tensor.From([0L, 4L, 2L, 2L]);
        double[] soft = new double[20];
        for (int row = 0; row < 4; row++)
        {
            for (int c = 0; c < 5; c++)
            {
                soft[row * 5 + c] = 0.2 / 5 + (classes.ToArray<long>()[row] == c ? 0.8 : 0);
            }
        }

        double expected = new SoftmaxCrossEntropy().Compute(logits, Tensor.From(soft, [4, 5])).Item<double>();
        new SoftmaxCrossEntropy { LabelSmoothing = 0.2 }.Compute(logits, classes).Item<double>().ShouldBe(expected, 1e-12);
    }

    [Fact]
    public void Squared_error_is_the_mean_over_all_elements() =>
        new MeanSquaredError().Compute(Tensor.From([1f, 2f, 3f, 4f], [2, 2]), Tensor.From([1L, 0L, 3L, 2L], [2, 2])).Item<float>().ShouldBe(2);

    [Fact]
    public void Gradients_equal_central_differences()
    {
        Tensor outputs = Initializers.Normal(0, 1.5).Create([3, 4], RandomKey.FromSeed(4), DType.Float64);
        Check(new SoftmaxCrossEntropy(), outputs, Tensor.From([3L, 0L, 1L]));
        Check(new SoftmaxCrossEntropy { LabelSmoothing = 0.1 }, outputs, Tensor.From([3L, 0L, 1L]));
        Check(new SoftmaxCrossEntropy(), outputs, Tensor.From([0.1, 0.2, 0.3, 0.4, 1, 0, 0, 0, 0.25, 0.25, 0.25, 0.25], [3, 4]));
        Check(new MeanSquaredError(), outputs, Tensor.Ones([3, 4], DType.Float64));

        static void Check(Loss loss, Tensor outputs, Tensor targets)
        {
            Tensor x = outputs.RequireGrad();
            loss.Compute(x, targets).Backward();
            double[] gradient = x.Grad!.ToArray<double>();
            double[] values = outputs.ToArray<double>();
            for (int i = 0; i < values.Length; i++)
            {
                double value = values[i];
                values[i] = value + 1e-5;
                double above = loss.Compute(Tensor.From(values, outputs.Shape), targets).Item<double>();
                values[i] = value - 1e-5;
                double below = loss.Compute(Tensor.From(values, outputs.Shape), targets).Item<double>();
                values[i] = value;
                gradient[i].ShouldBe((above - below) / 2e-5, 1e-8, loss.Name);
            }
        }
    }

    [Fact]
    public void Shapes_that_would_broadcast_are_refused()
    {
        Should.Throw<ShapeException>(() => new MeanSquaredError().Compute(Tensor.Ones([32, 1]), Tensor.Ones([32]))).Message
            .ShouldBe("mean squared error: outputs (32, 1) and targets (32,) must have the same shape; give the targets a last axis with ExpandDims(-1)");
        Should.Throw<ShapeException>(() => new SoftmaxCrossEntropy().Compute(Tensor.Ones([4, 3]), Tensor.Zeros([4, 1], DType.Int64)));
        Should.Throw<ShapeException>(() => new SoftmaxCrossEntropy().Compute(Tensor.Ones([0, 3]), Tensor.Zeros([0], DType.Int64))).Message.ShouldContain("no rows");
    }

    [Fact]
    public void A_target_that_is_no_class_is_named() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SoftmaxCrossEntropy().Compute(Tensor.Ones([2, 3]), Tensor.From([0L, 3L]))).Message.ShouldContain("3");

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Label_smoothing_is_a_share_below_one(double value) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SoftmaxCrossEntropy { LabelSmoothing = value }).Message.ShouldContain("LabelSmoothing");
}
