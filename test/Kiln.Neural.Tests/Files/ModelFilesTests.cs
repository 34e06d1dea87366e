namespace Kiln.Neural.Tests;

public class ModelFilesTests
{
    [Fact]
    public void A_loaded_model_has_the_same_modules_and_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var network = Network();
        network.Save(folder.Path);
        var loaded = Module.Load(folder.Path).ShouldBeOfType<Sequential>();
        loaded.Count.ShouldBe(3);
        loaded[0].ShouldBeOfType<Probe>().Tag.ShouldBe("first");
        loaded[2].ShouldBeOfType<Sequential>()[0].ShouldBeOfType<Probe>().Size.ShouldBe(2);
        Bits(loaded).ShouldBe(Bits(network));
        folder.Files().ShouldBe(["config.json", "model.safetensors"]);
    }

    [Fact]
    public void The_configuration_is_written_for_people_too()
    {
        using var folder = new TemporaryFolder();
        new Sequential(new Probe(2, "é"), new Flatten()).Save(folder.Path);
        File.ReadAllText(folder.File("config.json")).ShouldBe(
            """
            {
              "format": "kiln-module",
              "version": 1,
              "module": {
                "type": "sequential",
                "layers": [
                  {
                    "type": "test_probe",
                    "size": 2,
                    "tag": "\u00E9"
                  },
                  {
                    "type": "flatten"
                  }
                ]
              }
            }

            """);
    }

    [Fact]
    public void Every_missing_unexpected_and_misshaped_name_is_in_one_error()
    {
        using var folder = new TemporaryFolder();
        new Sequential(new Probe(3), new Probe(2)).SaveWeights(folder.File("w.safetensors"));
        var other = new Sequential(new Probe(4), new Flatten(), new Probe(2));
        var before = Bits(other);
        var error = Should.Throw<FileFormatException>(() => other.LoadWeights(folder.File("w.safetensors")));
        error.Message.ShouldContain("shape: layers.0.weight is (3,) in the file, (4,) in the network");
        error.Message.ShouldContain("missing: layers.2.weight (2,)");
        error.Message.ShouldContain("missing: layers.2.seen (1,)");
        error.Message.ShouldContain("unexpected: layers.1.weight (2,)");
        error.Path.ShouldBe(folder.File("w.safetensors"));
        Bits(other).ShouldBe(before);
    }

    [Fact]
    public void Narrower_weights_fill_a_wider_network_but_not_the_other_way_round()
    {
        using var folder = new TemporaryFolder();
        var half = new Dictionary<string, Tensor> { ["weight"] = Tensor.From([(Half)0.5, (Half)(-2)], [2, 1]) };
        SafeTensors.Save(folder.File("half.safetensors"), half);
        var layer = new Dense(2, 1, bias: false);
        layer.LoadWeights(folder.File("half.safetensors"));
        layer.Weight.Value.ToArray<float>().ShouldBe([0.5f, -2f]);

        new Dense(2, 1, bias: false, dtype: DType.Float64).SaveWeights(folder.File("wide.safetensors"));
        Should.Throw<FileFormatException>(() => layer.LoadWeights(folder.File("wide.safetensors"))).Message
            .ShouldContain("type: weight is float64 in the file, float32 in the network");
    }

    [Fact]
    public void A_module_that_is_not_registered_says_how_to_register()
    {
        using var folder = new TemporaryFolder();
        var error = Should.Throw<InvalidOperationException>(() => new Sequential(new Unregistered()).Save(folder.Path));
        error.Message.ShouldContain("module.layers[0]");
        error.Message.ShouldContain("ModuleRegistry.Register<Unregistered>");
        folder.Files().ShouldBeEmpty();
    }

    [Fact]
    public void A_module_that_stands_twice_in_a_network_is_not_saved_as_two()
    {
        using var folder = new TemporaryFolder();
        var shared = new Probe(2);
        Should.Throw<InvalidOperationException>(() => new Sequential(shared, shared).Save(folder.Path)).Message.ShouldContain("layers[1]");
    }

    [Fact]
    public void A_name_belongs_to_one_type()
    {
        Should.Throw<ArgumentException>(() => ModuleRegistry.Register("flatten", _ => new Unregistered())).Message.ShouldContain("Flatten");
        Should.Throw<ArgumentException>(() => ModuleRegistry.Register("flatter", _ => new Flatten())).Message.ShouldContain("'flatten'");
        ModuleRegistry.Names.ShouldNotContain("flatter");
        ModuleRegistry.TypeOf("test_probe").ShouldBe(typeof(Probe));
    }

    [Theory]
    [InlineData(false, false)] // Killed before the weights were replaced: the old model stands.
    [InlineData(true, false)] // Killed after: the new one does.
    [InlineData(true, true)]
    public void A_kill_between_the_two_files_leaves_the_old_model_or_the_new_one(bool weightsReplaced, bool configReplaced)
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        var before = new Sequential(new Probe(3, "old"));
        var after = new Sequential(new Probe(3, "new"));
        before.Save(folder.Path);
        after.Save(other.Path);

        // What stands on the disk at that moment of after.Save(folder).
        File.Copy(other.File("config.json"), folder.File(configReplaced ? "config.json" : "config.next.json"), overwrite: true);
        if (weightsReplaced)
        {
            File.Copy(other.File("model.safetensors"), folder.File("model.safetensors"), overwrite: true);
        }

        var loaded = (Sequential)Module.Load(folder.Path);
        ((Probe)loaded[0]).Tag.ShouldBe(weightsReplaced ? "new" : "old");
        Bits(loaded).ShouldBe(Bits(weightsReplaced ? after : before));

        after.Save(folder.Path);
        folder.Files().ShouldBe(["config.json", "model.safetensors"]);
        ((Probe)((Sequential)Module.Load(folder.Path))[0]).Tag.ShouldBe("new");
    }

    [Fact]
    public void Saving_over_another_model_replaces_both_files()
    {
        using var folder = new TemporaryFolder();
        Network().Save(folder.Path);
        var second = new Sequential(new Probe(7));
        second.Save(folder.Path);
        Bits(Module.Load(folder.Path)).ShouldBe(Bits(second));
        folder.Files().ShouldBe(["config.json", "model.safetensors"]);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<DirectoryNotFoundException>(() => Module.Load(folder.File("nowhere"))).Message.ShouldContain("nowhere");
        Should.Throw<FileNotFoundException>(() => Module.Load(folder.Path)).Message.ShouldContain("model.safetensors");
        Network().Save(folder.Path);
        File.Delete(folder.File("config.json"));
        Should.Throw<FileNotFoundException>(() => Module.Load(folder.Path)).Message.ShouldContain("config.json");
    }

    private static Sequential Network() => new(new Probe(3, "first"), new Flatten(), new Sequential { new Probe(2, "inner") });

    private static string[] Bits(Module module) =>
        [.. module.NamedParameters().Select(p => $"{p.Key}: {Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(p.Value.Value.ToArray<float>()))}")];

    private sealed class Unregistered : Module
    {
        public override Tensor Forward(Tensor x) => x;
    }
}

internal static class TemporaryFolderFiles
{
    public static string[] Files(this TemporaryFolder folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
}
