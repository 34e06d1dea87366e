using System.Text.RegularExpressions;
using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

/// <summary>Every recorded op: forward against a plain reference, gradients against differences, float32 against float64, in every layout.</summary>
public partial class OpTests
{
    // Methods that record several ops, whose names they are handed. A file that is not listed must name its op at the call.
    private static readonly Dictionary<string, string[]> s_namesByFile = new()
    {
        ["AxisMapOp.cs"] = ["adaptive average pool", "resize"],
        ["Concat.cs"] = ["concat", "stack"],
        ["ConvolutionOp.cs"] = ["conv1d", "conv2d", "conv3d"],
        ["PoolingOp.cs"] =
        [
            "max_pool1d", "max_pool2d", "max_pool3d", "average_pool1d", "average_pool2d", "average_pool3d", "global_average_pool2d",
        ],
        ["Gather.cs"] = ["gather", "sort"],
        ["Positions.cs"] = ["gather", "take", "mask select"],
        ["Slicing.cs"] = ["slice"],
        ["Take.cs"] = ["take", "index select"],
        ["TransposedConvolutionOp.cs"] = ["conv1d transpose", "conv2d transpose", "conv3d transpose"],
        ["Triangle.cs"] = ["tril", "triu"],
    };

    public static TheoryData<string, OpLayout> Cases => InEveryLayout(OpCases.All.Keys);

    public static TheoryData<string, OpLayout> Truths => InEveryLayout(OpCases.Truths.Keys);

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Gradients_equal_central_differences(string name, OpLayout layout) =>
        Repeat(name, layout, GradientCheck.AgainstDifferences);

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Float32_equals_float64_within_rounding(string name, OpLayout layout) =>
        Repeat(name, layout, GradientCheck.SingleAgainstDouble);

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Results_equal_the_plain_function(string name, OpLayout layout)
    {
        if (OpCases.All[name].Reference is not null)
        {
            Repeat(name, layout, GradientCheck.AgainstReference);
        }
    }

    [Theory]
    [MemberData(nameof(Truths), DisableDiscoveryEnumeration = true)]
    public void Truth_values_equal_the_plain_function(string name, OpLayout layout)
    {
        OpCase @case = OpCases.Truths[name];
        for (int round = 0; round < @case.Rounds; round++)
        {
            GradientCheck.AgainstReference(@case, layout, new Random(round * 31 + 7));
        }
    }

    [Fact]
    public void Every_recorded_op_has_a_case()
    {
        string ops = Path.Combine(Repository.Root, "src", "Kiln.Tensors", "Ops");
        var recorded = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(ops, "*.cs", SearchOption.AllDirectories))
        {
            foreach (Match match in RecordCall().Matches(File.ReadAllText(file)))
            {
                string name = Path.GetFileName(file);
                recorded.UnionWith(
                    match.Groups[1].Success ? [match.Groups[1].Value]
                    : s_namesByFile.GetValueOrDefault(name) ?? [$"whatever {name} records: list its names in {nameof(s_namesByFile)}"]);
            }
        }

        recorded.Count.ShouldBeGreaterThan(60);
        var covered = OpCases.All.Values.SelectMany(GradientCheck.RecordedOps).ToHashSet(StringComparer.Ordinal);

        // Rounds to another precision, which differences in float64 cannot see: ToTests checks it.
        covered.Add("to");
        recorded.Except(covered).ShouldBeEmpty("ops that are recorded but have no case in OpTesting/OpCases");
    }

    [Fact]
    public void The_child_got_the_instruction_set_it_was_to_get() => InstructionSetRig.AssertExpected();

    [Theory]
    [Trait(InstructionSetRig.Trait, InstructionSetRig.Parent)]
    [MemberData(nameof(InstructionSetRig.Children), MemberType = typeof(InstructionSetRig))]
    public void Ops_are_right_on_every_instruction_set(InstructionSet expected, string switchOff) =>
        InstructionSetRig.Run(expected, switchOff, "-class", typeof(OpTests).FullName!);

    private static TheoryData<string, OpLayout> InEveryLayout(IEnumerable<string> names)
    {
        var data = new TheoryData<string, OpLayout>();
        foreach (string name in names)
        {
            foreach (OpLayout layout in Enum.GetValues<OpLayout>())
            {
                data.Add(name, layout);
            }
        }

        return data;
    }

    private static void Repeat(string name, OpLayout layout, Action<OpCase, OpLayout, Random> check)
    {
        // A child repeats what depends on the instructions, not on the draw.
        OpCase @case = OpCases.All[name];
        for (int round = 0; round < (InstructionSetRig.IsChild ? 1 : @case.Rounds); round++)
        {
            check(@case, layout, new Random(round * 31 + 7));
        }
    }

    [GeneratedRegex(@"Tape\.(?:Unary|Record)\(\s*(?:""([^""]+)""|\w)")]
    private static partial Regex RecordCall();
}
