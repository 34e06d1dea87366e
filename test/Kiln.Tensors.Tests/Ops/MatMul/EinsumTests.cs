namespace Kiln.Tensors.Tests;

[Collection("Memory")]
public class EinsumTests
{
    [Theory]
    [InlineData("ij,jk->ik", new[] { 2, 3 }, new[] { 3, 4 })]
    [InlineData("ij,jk", new[] { 2, 3 }, new[] { 3, 4 })]
    [InlineData("ij,kj->ki", new[] { 2, 3 }, new[] { 4, 3 })]
    [InlineData("ij,ij->ij", new[] { 2, 3 }, new[] { 2, 3 })]
    [InlineData("ij,ij->", new[] { 2, 3 }, new[] { 2, 3 })]
    [InlineData("i,j->ij", new[] { 2 }, new[] { 3 })]
    [InlineData("i,i", new[] { 4 }, new[] { 4 })]
    [InlineData("bij,bjk->bik", new[] { 2, 3, 4 }, new[] { 2, 4, 2 })]
    [InlineData("bhqd,bhkd->bhqk", new[] { 2, 2, 3, 4 }, new[] { 2, 2, 2, 4 })]
    [InlineData("...ij,...jk->...ik", new[] { 2, 1, 3, 4 }, new[] { 3, 4, 2 })]
    [InlineData("...i,i->...", new[] { 2, 3, 4 }, new[] { 4 })]
    [InlineData("i...,...->i...", new[] { 2, 3 }, new[] { 3 })]
    [InlineData("ii,ij->j", new[] { 3, 3 }, new[] { 3, 2 })]
    [InlineData("iij,j->i", new[] { 3, 3, 2 }, new[] { 2 })]
    [InlineData("ij,k->j", new[] { 2, 3 }, new[] { 4 })]
    [InlineData("ij,jk->ki", new[] { 2, 1 }, new[] { 3, 4 })]
    [InlineData("bijk,bl->lk", new[] { 2, 3, 2, 2 }, new[] { 2, 3 })]
    public void A_pair_equals_the_definition_and_its_gradients_central_differences(string equation, int[] left, int[] right)
    {
        var random = new Random(1);
        Tensor a = CentralDifferences.Draw(random, left);
        Tensor b = CentralDifferences.Draw(random, right);
        Compare(equation, a, b);
        CentralDifferences.Check(x => Functional.Einsum(equation, x[0], x[1]), a, b);
    }

    [Theory]
    [InlineData("ij->ji", new[] { 2, 3 })]
    [InlineData("ij->", new[] { 2, 3 })]
    [InlineData("ij->j", new[] { 2, 3 })]
    [InlineData("ii", new[] { 3, 3 })]
    [InlineData("ii->i", new[] { 3, 3 })]
    [InlineData("iji->ji", new[] { 3, 2, 3 })]
    [InlineData("iii->i", new[] { 2, 2, 2 })]
    [InlineData("...ij->...ji", new[] { 2, 3, 4 })]
    [InlineData("ba", new[] { 2, 3 })]
    [InlineData("->", new int[0])]
    public void One_operand_equals_the_definition_and_its_gradient_central_differences(string equation, int[] shape)
    {
        Tensor x = CentralDifferences.Draw(new Random(2), shape);
        Compare(equation, x);
        CentralDifferences.Check(t => Functional.Einsum(equation, t[0]), x);
    }

    [Theory]
    [InlineData("ij,jk,kl->il", new[] { 2, 3 }, new[] { 3, 4 }, new[] { 4, 2 })]
    [InlineData("i,ij,j->", new[] { 2 }, new[] { 2, 3 }, new[] { 3 })]
    [InlineData("ai,bi,ci->abc", new[] { 2, 3 }, new[] { 2, 3 }, new[] { 2, 3 })]
    [InlineData("...i,...i,i->...", new[] { 2, 3 }, new[] { 1, 3 }, new[] { 3 })]
    public void Three_operands_equal_the_definition_and_their_gradients_central_differences(string equation, int[] first, int[] second, int[] third)
    {
        var random = new Random(3);
        Tensor a = CentralDifferences.Draw(random, first);
        Tensor b = CentralDifferences.Draw(random, second);
        Tensor c = CentralDifferences.Draw(random, third);
        Compare(equation, a, b, c);
        CentralDifferences.Check(x => Functional.Einsum(equation, x[0], x[1], x[2]), a, b, c);
    }

    [Fact]
    public void Integers_are_multiplied_and_summed()
    {
        Tensor a = Tensor.From<int>([1, 2, 3, 4], [2, 2]);
        Tensor b = Tensor.From<int>([5, 6, 7, 8], [2, 2]);
        Functional.Einsum("ij,jk->ik", a, b).To(DType.Int32).ToArray<int>().ShouldBe([19, 22, 43, 50]);
    }

    [Theory]
    [InlineData("ij,jk->ik", "einsum: \"ij,jk->ik\" names 2 operands, 1 were given")]
    [InlineData("i->i", "einsum: \"i\" in \"i->i\" names 1 axes, operand 0 (2, 3) has 2")]
    [InlineData("i1->i", "einsum: '1' in \"i1->i\"; expected letters, \",\", \"...\" (once per operand) and \"->\"")]
    [InlineData("ij->ii", "einsum: the result of \"ij->ii\" names 'i' twice")]
    [InlineData("ij->k", "einsum: the result of \"ij->k\" names 'k', which no operand has")]
    [InlineData("...j->j", "einsum: the result of \"...j->j\" must have \"...\" too, since an operand has further axes")]
    [InlineData("ii->i", "einsum: 'i' repeats in operand 0 of \"ii->i\" with sizes 2 and 3")]
    public void A_wrong_equation_is_explained(string equation, string message) =>
        Should.Throw<ArgumentException>(() => Functional.Einsum(equation, Tensor.Zeros([2, 3]))).Message.ShouldBe(message);

    [Fact]
    public void Sizes_of_one_name_that_differ_are_refused() =>
        Should.Throw<ShapeException>(() => Functional.Einsum("ij,jk->ik", Tensor.Zeros([2, 3]), Tensor.Zeros([4, 5])))
            .Message.ShouldBe("einsum: 'j' in \"ij,jk->ik\" has size 3 before and 4 in operand 1 (4, 5)");

    // The definition: for every assignment of the names, the product of the operands' elements is added to the result's element.
    private static void Compare(string equation, params Tensor[] operands)
    {
        EinsumEquation parsed = EinsumEquation.Parse(equation, operands);
        int[] names = [.. parsed.Inputs.SelectMany(n => n).Distinct()];
        int[] sizes = [.. names.Select(parsed.Size)];
        double[][] values = [.. operands.Select(x => x.ToArray<double>())];
        int[] shape = [.. parsed.Output.Select(parsed.Size)];
        var expected = new double[shape.Aggregate(1, (p, s) => p * s)];
        var index = new int[names.Length];
        int combinations = sizes.Aggregate(1, (p, s) => p * s);
        for (int i = 0; i < combinations; i++)
        {
            int rest = i;
            for (int j = names.Length - 1; j >= 0; j--)
            {
                index[j] = rest % sizes[j];
                rest /= sizes[j];
            }

            double product = 1;
            for (int o = 0; o < operands.Length; o++)
            {
                product *= values[o][At(parsed.Inputs[o], operands[o].Shape.ToArray())];
            }

            expected[At(parsed.Output, shape)] += product;
        }

        Tensor actual = Functional.Einsum(equation, operands);
        actual.Shape.ToArray().ShouldBe(shape);
        actual.ToArray<double>().ShouldBe(expected, 1e-12);

        int At(int[] axes, int[] extents)
        {
            int at = 0;
            for (int k = 0; k < axes.Length; k++)
            {
                at = (at * extents[k]) + (extents[k] == 1 ? 0 : index[Array.IndexOf(names, axes[k])]);
            }

            return at;
        }
    }
}
