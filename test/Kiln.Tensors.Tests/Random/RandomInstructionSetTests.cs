using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

/// <summary>The frozen streams, and vector against scalar draws, on every instruction set this machine can be told to have.</summary>
public class RandomInstructionSetTests
{
    public static TheoryData<InstructionSet, string> Children => InstructionSetRig.Children;

    [Fact]
    public void A_child_process_got_the_instruction_set_it_was_meant_to_have() => InstructionSetRig.AssertExpected();

    [Theory]
    [MemberData(nameof(Children))]
    [Trait(InstructionSetRig.Trait, InstructionSetRig.Parent)]
    public void Keyed_streams_have_the_same_bits_with_fewer_instructions(InstructionSet expected, string switchOff) =>
        InstructionSetRig.Run(
            expected, switchOff, "-class", typeof(RandomKeyTests).FullName!, "-class", typeof(PhiloxTests).FullName!,
            "-class", typeof(RandomInstructionSetTests).FullName!);
}
