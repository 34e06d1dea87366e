using Kiln.Numerics;

namespace Kiln.Neural.Tests;

public class PartialLoadTests
{
    [Fact]
    public void What_fits_is_loaded_and_the_rest_is_listed()
    {
        using var folder = new TemporaryFolder();
        var source = new Sequential(new Dense(3, 4), new Dense(4, 2), new BatchNorm(2));
        source.SaveWeights(folder.File("w.safetensors"));
        var target = new Sequential(new Dense(3, 4), new Dense(4, 5), new ReLU(), new Dense(5, 1, bias: false));
        float[] head = target[1].NamedParameters().First().Value.Value.ToArray<float>();
        PartialLoadReport report = target.LoadMatchingWeights(folder.File("w.safetensors"));

        report.Loaded.ShouldBe(["layers.0.weight", "layers.0.bias"]);
        report.Missing.ShouldBe(["layers.3.weight"]);
        report.Unexpected.ShouldBe(["layers.2.bias", "layers.2.running_mean", "layers.2.running_var", "layers.2.weight"]);
        report.Mismatched.Select(m => m.Path).ShouldBe(["layers.1.weight", "layers.1.bias"]);
        report.Mismatched[0].ToString().ShouldBe("layers.1.weight is float32 (4, 2) in the file, float32 (4, 5) in the network");
        report.IsComplete.ShouldBeFalse();
        report.ToString().ShouldStartWith("2 loaded, 1 missing, 4 unexpected, 2 of another shape or type, 0 skipped\n  missing: layers.3.weight");
        Values(target[0]).ShouldBe(Values(source[0]));
        target[1].NamedParameters().First().Value.Value.ToArray<float>().ShouldBe(head);
    }

    [Fact]
    public void Prefixes_bring_a_backbone_into_another_network()
    {
        using var folder = new TemporaryFolder();
        Sequential Backbone() => new(new Dense(3, 4, Activation.ReLU), new Dense(4, 4));
        var pretrained = new Sequential(Backbone(), new Dense(4, 10));
        pretrained.SaveWeights(folder.File("w.safetensors"));
        var own = new Sequential(new Flatten(), Backbone(), new Dense(4, 2));
        PartialLoadReport report = own.LoadMatchingWeights(folder.File("w.safetensors"), new PartialLoadOptions
        {
            Prefixes = new Dictionary<string, string> { ["layers.0"] = "layers.1", ["layers.1"] = "old_head" },
            Skip = ["layers.2"],
        });
        report.Loaded.ShouldBe(["layers.1.layers.0.weight", "layers.1.layers.0.bias", "layers.1.layers.1.weight", "layers.1.layers.1.bias"]);
        report.Skipped.ShouldBe(["layers.2.weight", "layers.2.bias"]);
        report.Unexpected.ShouldBe(["layers.1.bias", "layers.1.weight"]);
        report.Missing.ShouldBeEmpty();
        Values(own[1]).ShouldBe(Values(pretrained[0]));
    }

    [Theory]
    [InlineData("backbone", "", "backbone.a.weight", "a.weight")]
    [InlineData("", "encoder", "a.weight", "encoder.a.weight")]
    [InlineData("layers.1", "x", "layers.10.weight", "layers.10.weight")]
    [InlineData("a.weight", "b.kernel", "a.weight", "b.kernel")]
    public void A_prefix_ends_at_a_point(string from, string to, string name, string path) =>
        new PartialLoadOptions { Prefixes = new Dictionary<string, string> { [from] = to } }.PathOf(name).ShouldBe(path);

    [Fact]
    public void The_longest_prefix_counts() =>
        new PartialLoadOptions { Prefixes = new Dictionary<string, string> { [""] = "rest", ["a"] = "x", ["a.b"] = "y" } }.PathOf("a.b.c").ShouldBe("y.c");

    [Fact]
    public void One_path_of_two_names_and_prefixes_with_points_are_refused()
    {
        using var folder = new TemporaryFolder();
        var network = new Sequential(new Dense(2, 2), new Dense(2, 2));
        network.SaveWeights(folder.File("w.safetensors"));
        Should.Throw<ArgumentException>(() => network.LoadMatchingWeights(
            folder.File("w.safetensors"), new PartialLoadOptions { Prefixes = new Dictionary<string, string> { ["layers.0"] = "layers.1" } }))
            .Message.ShouldContain("'layers.1.bias' of both");
        Should.Throw<ArgumentException>(() => network.LoadMatchingWeights(folder.File("w.safetensors"), new PartialLoadOptions { Skip = ["layers."] }))
            .Message.ShouldContain("'layers.'");
    }

    [Fact]
    public void The_same_network_is_loaded_completely()
    {
        using var folder = new TemporaryFolder();
        var network = new Sequential(new Dense(2, 3), new BatchNorm(3));
        network.SaveWeights(folder.File("w.safetensors"));
        var other = new Sequential(new Dense(2, 3), new BatchNorm(3));
        other.LoadMatchingWeights(folder.File("w.safetensors")).IsComplete.ShouldBeTrue();
        Values(other).ShouldBe(Values(network));
    }

    private static float[][] Values(Module module) => [.. module.NamedParameters().Select(p => p.Value.Value.ToArray<float>())];
}
