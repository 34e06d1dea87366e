using System.Runtime.Intrinsics;
using Kiln.Testing;

namespace Kiln.Numerics.Tests;

public class InstructionSetsTests
{
    public static TheoryData<InstructionSet, string> Children => InstructionSetRig.Children;

    [Fact]
    public void The_reported_set_is_one_that_the_runtime_accelerates() =>
        InstructionSets.Current.ShouldBe(
            Vector512.IsHardwareAccelerated ? InstructionSet.Avx512
            : Vector256.IsHardwareAccelerated ? InstructionSet.Avx2
            : Vector128.IsHardwareAccelerated ? InstructionSet.Vector128
            : InstructionSet.Scalar);

    [Fact]
    public void A_child_process_got_the_instruction_set_it_was_meant_to_have() => InstructionSetRig.AssertExpected();

    [Theory]
    [MemberData(nameof(Children))]
    [Trait(InstructionSetRig.Trait, InstructionSetRig.Parent)]
    public void All_kernel_tests_pass_with_fewer_instructions(InstructionSet expected, string switchOff) =>
        InstructionSetRig.Run(expected, switchOff, "-class-", "Kiln.Numerics.Tests.WorkerTeamTests");
}
