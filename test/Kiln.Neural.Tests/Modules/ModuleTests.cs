namespace Kiln.Neural.Tests;

public class ModuleTests
{
    [Fact]
    public void A_path_joins_the_names_from_the_root()
    {
        var root = new Holder();
        var middle = root.Add("encoder", new Holder());
        var leaf = middle.Add("0", new Holder());
        leaf.Own("weight", [2, 3]);
        middle.Own("scale", [1]);
        leaf.Path.ShouldBe("encoder.0");
        root.NamedParameters().Select(p => p.Key).ShouldBe(["encoder.scale", "encoder.0.weight"]);
        root.NamedModules().Select(p => p.Key).ShouldBe(["", "encoder", "encoder.0"]);
        root.CountParameters().ShouldBe(7);
        root.Path.ShouldBe("");
    }

    [Fact]
    public void A_parameter_registered_twice_comes_once_under_its_first_path()
    {
        var root = new Holder();
        Parameter shared = root.Add("a", new Holder()).Own("weight", [4]);
        root.Add("b", new Holder()).Share("weight", shared);
        root.NamedParameters().Select(p => p.Key).ShouldBe(["a.weight"]);
    }

    [Fact]
    public void State_that_is_not_trained_is_listed_and_not_counted()
    {
        var module = new Holder();
        module.Own("mean", [4], trainable: false);
        module.NamedParameters().Single().Value.IsTrainable.ShouldBeFalse();
        module.CountParameters().ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a.b")]
    [InlineData("taken")]
    public void A_name_that_would_make_paths_ambiguous_is_refused(string name)
    {
        var module = new Holder();
        module.Own("taken", [1]);
        Should.Throw<ArgumentException>(() => module.Own(name, [1]));
        Should.Throw<ArgumentException>(() => module.Add(name, new Holder()));
    }

    [Fact]
    public void A_module_cannot_contain_itself()
    {
        var root = new Holder();
        var child = root.Add("child", new Holder());
        Should.Throw<ArgumentException>(() => child.Add("root", root)).Message.ShouldContain("contains it");
        Should.Throw<ArgumentException>(() => root.Add("self", root));
    }

    [Fact]
    public void A_training_step_refuses_a_parameter_that_is_not_registered()
    {
        var module = new Holder();
        Parameter known = module.Own("weight", [1, 1]);
        var forgotten = new Parameter(Tensor.Ones([1, 1]));
        module.Backward(known.Value.Reshape(1));
        known.Gradient!.Item<float>().ShouldBe(1);
        module.ClearGradients();
        known.Gradient.ShouldBeNull();
        var error = Should.Throw<AutogradException>(() => module.Backward(forgotten.Value.Reshape(1)));
        error.Message.ShouldContain("(1, 1)");
        error.Message.ShouldContain("Child(name, module)");
        forgotten.Gradient.ShouldBeNull();
    }

    private sealed class Holder : Module
    {
        public T Add<T>(string name, T module)
            where T : Module => Child(name, module);

        public Parameter Own(string name, Shape shape, bool trainable = true) => Parameter(name, Tensor.Ones(shape), trainable);

        public void Share(string name, Parameter parameter) => Parameter(name, parameter);

        public override Tensor Forward(Tensor x) => x;
    }
}
