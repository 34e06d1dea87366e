namespace Kiln.Neural.Tests;

public class DropoutTests
{
    [Fact]
    public void In_training_a_share_is_zeroed_and_the_rest_scaled()
    {
        float[] y = Step(new Dropout(0.3), Tensor.Ones([100_000]), seed: 1, step: 0);
        y.Count(v => v == 0).ShouldBeInRange(29_000, 31_000);
        y.Where(v => v != 0).ShouldAllBe(v => Math.Abs(v - 1 / 0.7f) < 1e-6f);
    }

    [Fact]
    public void In_inference_nothing_happens()
    {
        Tensor x = Tensor.Ones([10]);
        new Dropout(0.9).Forward(x).ShouldBeSameAs(x);
    }

    [Fact]
    public void A_mask_is_a_function_of_seed_step_and_path()
    {
        Tensor x = Tensor.Ones([64]);
        var network = new Sequential(new Dropout(0.5), new Flatten(), new Dropout(0.5));
        float[] first = Step(network[0], x, seed: 1, step: 7);
        Step(network[0], x, seed: 1, step: 7).ShouldBe(first, "the same step again, as after a resume");
        Step(network[0], x, seed: 1, step: 8).ShouldNotBe(first);
        Step(network[0], x, seed: 2, step: 7).ShouldNotBe(first);
        Step(network[2], x, seed: 1, step: 7).ShouldNotBe(first);
        Step(new Sequential(new Dropout(0.5))[0], x, seed: 1, step: 7).ShouldBe(first, "an equal path in another network");
    }

    [Fact]
    public void A_layer_that_is_applied_twice_in_a_step_draws_twice()
    {
        var layer = new Dropout(0.5);
        using (Mode.Training())
        using (RandomScope.Use(RandomKey.FromSeed(1)))
        {
            layer.Forward(Tensor.Ones([64])).ToArray<float>().ShouldNotBe(layer.Forward(Tensor.Ones([64])).ToArray<float>());
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_rate_is_a_share_below_one(double rate) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Dropout(rate)).Message.ShouldContain("at least 0 and below 1");

    private static float[] Step(Module module, Tensor x, ulong seed, long step)
    {
        using (Mode.Training())
        using (RandomScope.Use(RandomKey.FromSeed(seed).Derive("train").Derive(step)))
        {
            return module.Forward(x).ToArray<float>();
        }
    }
}
