using Kiln.Numerics;
using Kiln.Testing;

namespace Kiln.Estimators.Tests;

/// <summary>The kernels of linear classifiers on every vector width.</summary>
public class ClassifierInstructionSetTests
{
    public static TheoryData<InstructionSet, string> Children => InstructionSetRig.Children;

    [Fact]
    public void A_child_process_got_the_instruction_set_it_was_meant_to_have() => InstructionSetRig.AssertExpected();

    [Theory]
    [Trait(InstructionSetRig.Trait, InstructionSetRig.Parent)]
    [MemberData(nameof(Children))]
    public void Linear_classifiers_pass_on_every_instruction_set(InstructionSet expected, string switchOff) =>
        InstructionSetRig.Run(
            expected,
            switchOff,
            "-class", typeof(ClassifierInstructionSetTests).FullName!,
            "-class", typeof(ClassifierKernelTests).FullName!,
            "-class", typeof(LogisticRegressionTests).FullName!);
}
