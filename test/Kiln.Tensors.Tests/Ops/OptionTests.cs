using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

/// <summary>Options outside their range are refused by a message that names the op, the option, what was given and what was expected.</summary>
public class OptionTests
{
    [Fact]
    public void Attention_names_an_unknown_layout_or_mask()
    {
        Tensor x = Tensor.Ones([1, 2, 2, 4]);
        Should.Throw<ArgumentOutOfRangeException>(() => Functional.ScaledDotProductAttention(x, x, x, new AttentionOptions { Layout = (AttentionLayout)7 }))
            .Message.ShouldContain("attention: Layout is 7; expected AttentionLayout.TimeFirst or AttentionLayout.HeadsFirst");
        Should.Throw<ArgumentOutOfRangeException>(() => Functional.ScaledDotProductAttention(x, x, x, new AttentionOptions { Causal = (CausalMask)9 }))
            .Message.ShouldContain("attention: Causal is 9; expected CausalMask.None");
    }

    [Fact]
    public void An_unknown_activation_is_refused_before_anything_is_computed()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Functional.Dense(Tensor.Ones([1, 2]), Tensor.Ones([2, 3]), null, (Activation)99))
            .Message.ShouldContain("dense: activation is 99; expected one of None, ReLU, ");
        Should.Throw<ArgumentOutOfRangeException>(() => Functional.Conv1D(Tensor.Ones([1, 4, 2]), Tensor.Ones([3, 2, 2]), null, null, (Activation)99))
            .Message.ShouldContain("conv1d: activation is 99");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(4)]
    public void Group_norm_names_groups_that_do_not_divide_the_channels(int groups) =>
        Should.Throw<ShapeException>(() => Functional.GroupNorm(Tensor.Ones([2, 5, 6]), groups))
            .Message.ShouldContain($"group norm: groups is {groups}; expected a divisor of the 6 channels, the last axis, of an input of shape (2, 5, 6)");

    [Fact]
    public void Padding_beyond_all_measure_is_an_argument_error()
    {
        (Tensor x, Tensor weight) = (Tensor.Ones([1, 4, 2]), Tensor.Ones([3, 2, 2]));
        Should.Throw<ArgumentException>(() => Functional.Conv1D(x, weight, null, new Conv1DOptions { Padding = (int.MaxValue, int.MaxValue) }))
            .Message.ShouldContain("conv1d: an input of width 4 with padding 2147483647 + 2147483647 has room for 4294967296 windows; expected at most 2147483647");
        Should.Throw<ArgumentException>(() => Functional.Conv1D(x, weight, null, new Conv1DOptions { Padding = (int.MaxValue, 0) })).Message.ShouldContain("conv1d: ");
        Should.Throw<ArgumentException>(() => Functional.Conv1D(x, weight, null, new Conv1DOptions { Padding = (1 << 30, 0) }))
            .Message.ShouldContain("(1, 1073741826, 2) has more than 2147483647 elements");
        Should.Throw<ArgumentException>(() => Functional.MaxPool1D(x, new Pool1DOptions { Kernel = 2, Padding = (int.MaxValue, int.MaxValue) }))
            .Message.ShouldContain("max_pool1d: padding 2147483647");
    }
}
