using System.Runtime.Intrinsics;

namespace Kiln.Numerics.Tests;

public class InstructionSetsTests
{
    [Fact]
    public void The_reported_set_is_one_that_the_runtime_accelerates() =>
        InstructionSets.Current.ShouldBe(
            Vector512.IsHardwareAccelerated ? InstructionSet.Avx512
            : Vector256.IsHardwareAccelerated ? InstructionSet.Avx2
            : Vector128.IsHardwareAccelerated ? InstructionSet.Vector128
            : InstructionSet.Scalar);
}
