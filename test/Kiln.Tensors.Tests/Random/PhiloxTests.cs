namespace Kiln.Tensors.Tests;

public class PhiloxTests
{
    // The known answers for philox4x32 with 10 rounds that the authors publish with their reference implementation (Random123).
    public static TheoryData<uint[], uint[], uint[]> KnownAnswers => new()
    {
        { [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
        {
            [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff],
            [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]
        },
        {
            [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0],
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]
        },
    };

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void The_block_equals_the_published_answers(uint[] counter, uint[] key, uint[] expected)
    {
        var (w0, w1, w2, w3) = Philox.Block(counter[0], counter[1], counter[2], counter[3], key[0], key[1]);
        new[] { w0, w1, w2, w3 }.ShouldBe(expected);
    }

    [Theory]
    [InlineData(0UL, 0UL, 0UL)]
    [InlineData(0xFFFF_FFFEUL, 7UL, 99UL)]
    [InlineData(0xFFFF_FFFF_FFFF_FFFEUL, 0xFFFF_FFFF_0000_0001UL, 0x1234_5678_9ABC_DEF0UL)]
    public void Four_blocks_at_once_equal_single_blocks(ulong low, ulong high, ulong key)
    {
        var four = Philox.FourBlocks(low, high, key);
        for (var lane = 0; lane < 4; lane++)
        {
            var (w0, w1, w2, w3) = Philox.Block(unchecked(low + (ulong)lane), high, key);
            ((uint)four.W0[lane], (uint)four.W1[lane], (uint)four.W2[lane], (uint)four.W3[lane]).ShouldBe((w0, w1, w2, w3));
        }
    }
}
