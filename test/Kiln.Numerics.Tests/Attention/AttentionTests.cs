namespace Kiln.Numerics.Tests;

public class AttentionTests
{
    [Fact]
    public void Random_shapes_and_options_equal_the_definition()
    {
        var random = new Random(5);
        for (var i = 0; i < 60; i++)
        {
            AttentionCheck.Case(AttentionCase.Of(AttentionCase.DrawGeometry(random), random));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 16)]
    [InlineData(16, 1)]
    [InlineData(64, 64)]
    [InlineData(63, 65)]
    [InlineData(128, 40)]
    [InlineData(257, 3)]
    public void Any_size_of_head_equals_the_definition(int size, int valueSize) =>
        AttentionCheck.Case(AttentionCase.Of(new(1, 2, 1, 70, 71, size, valueSize) { Causal = CausalMask.BottomRight }, new Random(size), plain: true));

    [Theory]
    [InlineData(1, 300)]
    [InlineData(300, 1)]
    [InlineData(64, 256)]
    [InlineData(65, 257)]
    [InlineData(200, 520)]
    [InlineData(520, 200)]
    public void Blocks_and_their_ends_equal_the_definition(int queries, int keys)
    {
        foreach (var causal in Enum.GetValues<CausalMask>())
        {
            AttentionCheck.Case(AttentionCase.Of(new(1, 1, 1, queries, keys, 8, 8) { Causal = causal }, new Random(keys), plain: true));
        }
    }
}
