namespace Kiln.Neural.Tests;

public class OptimizerStateTests
{
    [Fact]
    public void A_restored_optimizer_goes_on_to_the_bit()
    {
        var parameter = new Parameter(Tensor.From([1f, 2f, 3f]));
        var unbroken = new Momentum();
        Run(unbroken, parameter, 5);
        var copy = new Parameter(parameter.Value.Detach().Copy());
        var resumed = new Momentum();
        resumed.LoadState(unbroken.SaveState());
        resumed.Steps.ShouldBe(5);
        Run(unbroken, parameter, 5);
        Run(resumed, copy, 5);
        copy.Value.ToArray<float>().ShouldBe(parameter.Value.ToArray<float>());
        resumed.LearningRate.ShouldBe(unbroken.LearningRate);
    }

    [Fact]
    public void A_step_that_would_change_nothing_throws()
    {
        var optimizer = new SGD(0.1);
        Should.Throw<InvalidOperationException>(() => optimizer.Step([])).Message.ShouldContain("Child(name, layer)");
        var parameter = new Parameter(Tensor.Ones([2]));
        Should.Throw<InvalidOperationException>(() => optimizer.Step([new("w", parameter)])).Message.ShouldContain("loss.Backward()");
        optimizer.Steps.ShouldBe(0);
    }

    [Fact]
    public void Parameters_of_sixteen_bits_are_refused_by_name()
    {
        var parameter = new Parameter(Tensor.Ones([2], DType.Float16));
        parameter.Value.Sum().Backward();
        Should.Throw<DTypeException>(() => new SGD(0.1).Step([new("w", parameter)])).Message.ShouldContain("'w' is float16");
    }

    [Fact]
    public void A_snapshot_does_not_change_with_later_steps()
    {
        var parameter = new Parameter(Tensor.From([1f, 2f, 3f]));
        var optimizer = new Momentum();
        Run(optimizer, parameter, 1);
        var snapshot = optimizer.SaveState();
        float[] before = snapshot["w/velocity"].ToArray<float>();
        Run(optimizer, parameter, 3);
        snapshot["w/velocity"].ToArray<float>().ShouldBe(before);
        snapshot["steps"].ToArray<long>().ShouldBe([1]);
    }

    [Fact]
    public void Every_wrong_name_of_a_state_is_listed()
    {
        var optimizer = new Momentum();
        var error = Should.Throw<FormatException>(() => optimizer.LoadState(new Dictionary<string, Tensor>
        {
            ["learning_rate"] = Tensor.From([0.5f]),
            ["w/moment"] = Tensor.From([1f]),
            ["stray"] = Tensor.From([1f]),
        }));
        error.Message.ShouldContain("missing: steps");
        error.Message.ShouldContain("learning_rate: expected one float64");
        error.Message.ShouldContain("unexpected: w/moment");
        error.Message.ShouldContain("unexpected: stray");
    }

    [Fact]
    public void State_of_another_networks_shape_is_refused()
    {
        var optimizer = new Momentum();
        Run(optimizer, new Parameter(Tensor.From([1f, 2f])), 1);
        Should.Throw<InvalidOperationException>(() => Run(optimizer, new Parameter(Tensor.From([1f])), 1)).Message.ShouldContain("'w'");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_learning_rate_must_be_a_number_that_is_not_negative(double rate) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Momentum { LearningRate = rate }).Message.ShouldContain("LearningRate");

    private static void Run(Optimizer optimizer, Parameter parameter, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            parameter.SetGradient(parameter.Value);
            optimizer.Step([new("w", parameter)]);
        }
    }

    private sealed class Momentum() : Optimizer(0.1)
    {
        protected override IReadOnlyList<string> Slots { get; } = ["velocity"];

        protected override void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state)
        {
            Span<float> w = TensorMarshal.GetWritableSpan<float>(value);
            Span<float> v = TensorMarshal.GetWritableSpan<float>(state[0]);
            ReadOnlySpan<float> g = TensorMarshal.GetSpan<float>(gradient);
            for (int i = 0; i < w.Length; i++)
            {
                v[i] = 0.9f * v[i] + g[i];
                w[i] -= (float)LearningRate * v[i];
            }

            GC.KeepAlive(value);
            GC.KeepAlive(state);
            GC.KeepAlive(gradient);
        }
    }
}
