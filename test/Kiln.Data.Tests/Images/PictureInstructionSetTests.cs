using Kiln.Numerics;

namespace Kiln.Data.Tests;

/// <summary>Pictures come out the same on every vector width.</summary>
public class PictureInstructionSetTests
{
    public static TheoryData<InstructionSet, string> Children => InstructionSetRig.Children;

    [Fact]
    public void A_child_process_got_the_instruction_set_it_was_meant_to_have() => InstructionSetRig.AssertExpected();

    [Theory]
    [Trait(InstructionSetRig.Trait, InstructionSetRig.Parent)]
    [MemberData(nameof(Children))]
    public void Decoding_and_resizing_pass_on_every_instruction_set(InstructionSet expected, string switchOff) =>
        InstructionSetRig.Run(
            expected,
            switchOff,
            "-class", typeof(PictureInstructionSetTests).FullName!,
            "-class", typeof(JpegGoldenTests).FullName!,
            "-class", typeof(JpegKernelTests).FullName!,
            "-class", typeof(ImageTests).FullName!);
}
