namespace Kiln.Neural.Tests;

public class GraphErrorTests
{
    [Fact]
    public void A_layer_that_does_not_fit_is_refused_where_it_is_applied()
    {
        GraphNode image = Graph.Input([28, 28], name: "image");
        var error = Should.Throw<ShapeException>(() => new Dense(784, 10).Apply(image));
        error.Message.ShouldContain("Dense cannot be applied to 'image' (B, 28, 28)");
        error.Message.ShouldContain("784");
        Should.Throw<ShapeException>(() => new Add().Apply(image, Graph.Input([5]))).Message.ShouldContain("input (B, 5)");
        Should.Throw<ArgumentException>(() => new Dense(28, 2).Apply(image, image)).Message.ShouldContain("one input, got 2");
        Should.Throw<ArgumentException>(() => new Dense(28, 2).Apply()).Message.ShouldContain("applied to nothing");
        Should.Throw<DTypeException>(() => new Dense(28, 2).Apply(Graph.Input([28], DType.Int64, "ids"))).Message.ShouldContain("'ids' (B, 28)");
    }

    [Fact]
    public void Inputs_that_are_unused_missing_or_listed_twice_are_refused()
    {
        GraphNode a = Graph.Input([2], name: "a");
        GraphNode b = Graph.Input([2], name: "b");
        GraphNode sum = new Add().Apply(a, b);
        Should.Throw<ArgumentException>(() => new Graph([a], [sum])).Message.ShouldContain("'b' (B, 2), which is not among the inputs");
        Should.Throw<ArgumentException>(() => new Graph([a, b], [new ReLU().Apply(a)])).Message.ShouldContain("no output depends on the input 'b' (B, 2)");
        Should.Throw<ArgumentException>(() => new Graph([a, b, a], [sum])).Message.ShouldContain("listed twice");
        Should.Throw<ArgumentException>(() => new Graph([a, b], [])).Message.ShouldContain("no output");
        Should.Throw<ArgumentException>(() => new Graph(a, new Dense(2, 2).Apply("x", new Dense(2, 2).Apply("x", a)))).Message.ShouldContain("'x' is registered already");
        Should.Throw<ArgumentException>(() => new ReLU().Apply("a.b", a)).Message.ShouldContain("point");
    }

    [Fact]
    public void Wrong_batches_are_refused_by_name()
    {
        GraphNode a = Graph.Input([2], name: "a");
        GraphNode b = Graph.Input([3], name: "b");
        var graph = new Graph([a, b], [new Concatenate().Apply(a, b)]);
        Should.Throw<ArgumentException>(() => graph.Forward(Tensor.Ones([1, 2]))).Message.ShouldContain("takes 2 inputs ('a' (B, 2), 'b' (B, 3)), got 1");
        Should.Throw<ShapeException>(() => graph.Forward(Tensor.Ones([1, 2]), Tensor.Ones([1, 2]))).Message.ShouldContain("input 1 'b': expected (B, 3), got (1, 2)");
        Should.Throw<ShapeException>(() => graph.Forward(Tensor.Ones([1, 2]), Tensor.Ones([3]))).Message.ShouldContain("ExpandDims(0)");
        Should.Throw<ShapeException>(() => graph.Forward(Tensor.Ones([1, 2]), Tensor.Ones([4, 3]))).Message.ShouldContain("4 items");
        Should.Throw<DTypeException>(() => graph.Forward(Tensor.Ones([1, 2]), Tensor.Ones([1, 3], DType.Int64))).Message.ShouldContain("int64 (1, 3)");
    }

    [Fact]
    public void An_error_on_the_way_names_the_node()
    {
        GraphNode x = Graph.Input([6, 2], name: "words", anySize: true);
        var graph = new Graph(x, new Dense(12, 1).Apply("score", new Flatten().Apply(x)));
        graph.Forward(Tensor.Ones([3, 6, 2])).Shape.ShouldBe(new Shape(3, 1));
        Should.Throw<ShapeException>(() => graph.Forward(Tensor.Ones([3, 5, 2]))).Message.ShouldContain("node 'score': Dense of Flatten (B, 12)");
    }
}
