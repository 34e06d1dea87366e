using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>Modules of several inputs, residual blocks, functions as layers.</summary>
public class ManyInputTests
{
    private static readonly Tensor s_a = Tensor.From<float>([1, 2, 3, 4], [2, 2]);
    private static readonly Tensor s_b = Tensor.From<float>([4, 1, 2, 8], [2, 2]);

    [Fact]
    public void Inputs_are_merged_in_order()
    {
        new Add().Forward(s_a, s_b, s_b).ToArray<float>().ShouldBe([9, 4, 7, 20]);
        new Subtract().Forward(s_a, s_b).ToArray<float>().ShouldBe([-3, 1, 1, -4]);
        new Multiply().Forward(s_a, s_b).ToArray<float>().ShouldBe([4, 2, 6, 32]);
        new Mean().Forward(s_a, s_b).ToArray<float>().ShouldBe([2.5f, 1.5f, 2.5f, 6]);
        new Maximum().Forward(s_a, s_b).ToArray<float>().ShouldBe([4, 2, 3, 8]);
        new Minimum().Forward(s_a, s_b).ToArray<float>().ShouldBe([1, 1, 2, 4]);
        new Concatenate().Forward(s_a, s_b).ToArray<float>().ShouldBe([1, 2, 4, 1, 3, 4, 2, 8]);
        new Multiply().Forward(s_a, Tensor.From<float>([10, 100], [2, 1])).ToArray<float>().ShouldBe([10, 20, 300, 400]);
    }

    [Fact]
    public void A_module_of_one_input_takes_one_and_says_so()
    {
        Module module = new Sequential(new Dense(2, 2));
        module.Forward([s_a]).Shape.ShouldBe([2, 2]);
        Should.Throw<ArgumentException>(() => module.Forward(s_a, s_b)).Message.ShouldStartWith("Sequential: takes one input, got 2");
        Should.Throw<ArgumentException>(() => new Subtract().Forward(s_a)).Message.ShouldStartWith("Subtract: takes 2 inputs, got 1");
        Should.Throw<ArgumentException>(() => new Add().Forward()).Message.ShouldStartWith("Add: takes at least 1 input, got 0");
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        Tensor other = Tensor.Zeros([2, 3]);
        Should.Throw<ShapeException>(() => new Add().Forward(s_a, other)).Message.ShouldBe(
            "Add: input 1 is (2, 3), those before are (2, 2); expected the same shape, or 1 where an axis is to be stretched");
        Should.Throw<ShapeException>(() => new Concatenate(axis: 0).Forward(s_a, other)).Message.ShouldBe(
            "Concatenate: input 1 is (2, 3), the first (2, 2); they may differ on axis 0 only");
        Should.Throw<ShapeException>(() => new Concatenate(axis: 2).Forward(s_a)).Message.ShouldBe("Concatenate: inputs of shape (2, 2) have no axis 2");
        Should.Throw<ShapeException>(() => new Sequential(new Residual(new Sequential(new Dense(2, 3), new Lambda(x => x)))).Forward(s_a)).Message.ShouldBe(
            "Residual layers.0: the body makes (2, 3) of (2, 2), the shortcut (2, 2); bring the input to that shape with a projection, such as "
            + "new Conv2D(inputs, filters, kernel: 1, stride)");
    }

    [Fact]
    public void A_residual_block_keeps_what_others_hold()
    {
        var kept = new List<Tensor>();
        var block = new Residual(new Lambda(x =>
        {
            Tensor y = x * 2;
            kept.Add(y);
            return y;
        }), activation: Activation.ReLU);
        Tensor x = s_a.RequireGrad();
        Tensor z = block.Forward(x);
        z.Backward(Tensor.OnesLike(z));
        kept[0].ToArray<float>().ShouldBe([2, 4, 6, 8]);
        x.Grad!.ToArray<float>().ShouldBe([3, 3, 3, 3]);
        z.ToArray<float>().ShouldBe([3, 6, 9, 12]);
    }

    [Fact]
    public void A_function_without_a_name_works_but_cannot_be_saved()
    {
        using var folder = new TemporaryFolder();
        var network = new Sequential(new Lambda(x => x + 1));
        network.Forward(s_a).ToArray<float>().ShouldBe([2, 3, 4, 5]);
        Should.Throw<InvalidOperationException>(() => network.Save(folder.Path)).Message.ShouldStartWith(
            "module.layers[0]: a Lambda of a function without a name cannot be saved; at the program's start call Lambda.Register(");
        Should.Throw<ArgumentException>(() => new Lambda("nobody")).Message.ShouldStartWith("no function 'nobody' is registered; call Lambda.Register(\"nobody\"");
        Lambda.Register("many_inputs_halves", Halves);
        Lambda.Register("many_inputs_halves", Halves);
        Should.Throw<ArgumentException>(() => Lambda.Register("many_inputs_halves", x => x)).Message.ShouldContain("registered already");
        Should.Throw<InvalidOperationException>(() => new Lambda(_ => null!).Forward(s_a)).Message.ShouldContain("returned null");
    }

    private static Tensor Halves(Tensor x) => x * 0.5;
}
