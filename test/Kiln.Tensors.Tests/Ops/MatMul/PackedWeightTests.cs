using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

public class PackedWeightTests
{
    private static Tensor Draw(int seed, params int[] sizes)
    {
        var random = new Random(seed);
        int count = 1;
        foreach (int size in sizes)
        {
            count *= size;
        }

        return Tensor.From<float>(Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f).ToArray(), sizes);
    }

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.ReLU)]
    [InlineData(Activation.GELU)]
    public void A_packed_weight_gives_what_the_weight_gives(Activation activation)
    {
        Tensor w = Draw(1, 70, 45);
        Tensor bias = Draw(2, 45);
        foreach (int[] shape in new int[][] { [1, 70], [9, 70], [2, 3, 70], [70], [0, 70] })
        {
            foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
            {
                Tensor x = Draw(3, shape).To(dtype);
                var packed = new PackedWeight(w.To(dtype));
                Tensor y = Functional.Dense(x, packed, bias.To(dtype), activation);
                Tensor expected = Functional.Dense(x, w.To(dtype), bias.To(dtype), activation);
                y.Shape.ShouldBe(expected.Shape);
                y.DType.ShouldBe(dtype);
                double[] given = y.To(DType.Float64).ToArray<double>();
                double[] wanted = expected.To(DType.Float64).ToArray<double>();
                for (int i = 0; i < given.Length; i++)
                {
                    given[i].ShouldBe(wanted[i], 1e-5);
                }
            }
        }
    }

    [Fact]
    public void A_transposed_view_packs_as_what_it_shows()
    {
        Tensor w = Draw(4, 5, 8);
        Tensor x = Draw(5, 2, 8);
        Tensor y = Functional.Dense(x, new PackedWeight(w.T));
        float[] expected = x.MatMul(w.T).ToArray<float>();
        float[] given = y.ToArray<float>();
        for (int i = 0; i < expected.Length; i++)
        {
            given[i].ShouldBe(expected[i], 1e-6f);
        }
    }

    [Fact]
    public void A_change_of_the_parameter_packs_it_again()
    {
        var parameter = new Parameter(Tensor.From<float>([1, 2, 3, 4], [2, 2]));
        var packed = new PackedWeight(parameter);
        Tensor x = Tensor.From<float>([1, 10], [1, 2]);
        using ScopeToken inference = Mode.Inference();
        Functional.Dense(x, packed).ToArray<float>().ShouldBe([31, 42]);
        parameter.Assign(Tensor.From<float>([5, 6, 7, 8], [2, 2]));
        Functional.Dense(x, packed).ToArray<float>().ShouldBe([75, 86]);
    }

    [Fact]
    public void Where_a_gradient_is_wanted_the_weight_itself_is_used_and_gets_it()
    {
        var parameter = new Parameter(Tensor.From<float>([1, 2, 3, 4], [2, 2]));
        Functional.Dense(Tensor.From<float>([1, 10], [1, 2]), new PackedWeight(parameter)).Sum().Backward();
        parameter.Gradient!.ToArray<float>().ShouldBe([1, 1, 10, 10]);
    }

    [Fact]
    public void Wrong_shapes_and_types_are_named()
    {
        Should.Throw<ShapeException>(() => new PackedWeight(Draw(1, 4))).Message.ShouldContain("expected (in, out)");
        Should.Throw<DTypeException>(() => new PackedWeight(Draw(1, 4, 4).To(DType.Float16))).Message.ShouldContain("float32 or float64");
        Should.Throw<ShapeException>(() => Functional.Dense(Draw(1, 2, 3), new PackedWeight(Draw(1, 4, 4)))).Message.ShouldContain("dense");
    }
}
