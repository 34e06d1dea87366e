using System.Text;

namespace Kiln.Neural.Tests;

public class HostileConfigTests
{
    private const string Good = """{"format":"kiln-module","version":1,"module":{"type":"sequential","layers":[{"type":"test_probe","size":2,"tag":"x"}]}}""";

    private const string GoodGraph =
        """{"format":"kiln-module","version":1,"module":{"type":"graph","layers":[{"type":"test_probe","size":2,"tag":"x"},{"type":"add"}],"inputs":[{"name":"a","shape":[2],"dtype":"float32","any_size":false}],"nodes":[{"name":"","shape":[2],"dtype":"float32","layer":0,"of":[0]},{"name":"b","shape":[2],"dtype":"float32","layer":1,"of":[0,1]}],"outputs":[2]}}""";

    public static TheoryData<string, string> Wrong => new()
    {
        { "", "JSON" },
        { "{", "JSON" },
        { "[]", "format" },
        { "null", "format" },
        { """{"format":1}""", "format" },
        { """{"format":"kiln-module"}""", "version" },
        { """{"format":"kiln-module","version":2,"module":{}}""", "version 2" },
        { """{"format":"kiln-module","version":1}""", "module: expected an object" },
        { """{"format":"kiln-module","version":1,"module":[]}""", "module: expected an object" },
        { """{"format":"kiln-module","version":1,"module":{}}""", "'type' is missing" },
        { """{"format":"kiln-module","version":1,"module":{"type":3}}""", "module.type: expected a text" },
        { """{"format":"kiln-module","version":1,"module":{"type":"System.IO.File"}}""", "known are" },
        { """{"format":"kiln-module","version":1,"module":{"type":"flatten","type":"flatten"}}""", "uplicate" },
        { """{"format":"kiln-module","version":1,"module":{"type":"sequential"}}""", "'layers' is missing" },
        { """{"format":"kiln-module","version":1,"module":{"type":"sequential","layers":{}}}""", "a list of modules" },
        { """{"format":"kiln-module","version":1,"module":{"type":"sequential","layers":[null]}}""", "module.layers[0]" },
        { Good.Replace("\"size\":2", "\"size\":\"2\"", StringComparison.Ordinal), "module.layers[0].size: expected an integer" },
        { Good.Replace("\"size\":2", "\"size\":2.5", StringComparison.Ordinal), "expected an integer" },
        { Good.Replace("\"size\":2", "\"size\":-1", StringComparison.Ordinal), "expected an integer" },
        { Good.Replace("\"size\":2", "\"size\":1e30", StringComparison.Ordinal), "expected an integer" },
        { Good.Replace("\"size\":2", "\"size\":2,\"sise\":3", StringComparison.Ordinal), "unknown property 'sise'" },
        { Good.Replace("\"size\":2", "\"size\":2000000000", StringComparison.Ordinal), "more parameters than the weights file holds" },
        { Good.Replace("\"size\":2", "\"size\":3", StringComparison.Ordinal), "more parameters than" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_damaged_configuration_is_refused_with_its_place(string config, string message)
    {
        using var folder = new TemporaryFolder();
        new Sequential(new Probe(2, "x")).Save(folder.Path);
        File.WriteAllText(folder.File("config.json"), config);
        var error = Should.Throw<FileFormatException>(() => Module.Load(folder.Path));
        error.Message.ShouldContain(message);
        error.Path.ShouldBe(folder.File("config.json"));
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("""{"type":"sequential","layers":[""", 100_000));
        using var folder = new TemporaryFolder();
        new Sequential().Save(folder.Path);
        File.WriteAllText(folder.File("config.json"), """{"format":"kiln-module","version":1,"module":""" + deep);
        Should.Throw<FileFormatException>(() => Module.Load(folder.Path));
    }

    [Fact]
    public void A_huge_configuration_is_not_read()
    {
        using var folder = new TemporaryFolder();
        new Sequential().Save(folder.Path);
        using (FileStream stream = File.Create(folder.File("config.json")))
        {
            stream.SetLength(1L << 40);
        }

        Should.Throw<FileFormatException>(() => Module.Load(folder.Path)).Message.ShouldContain("at most");
    }

    [Fact]
    public void Mutated_configurations_are_loaded_or_refused_and_nothing_else()
    {
        foreach (string config in (string[])[Good, GoodGraph])
        {
            Mutate(Encoding.UTF8.GetBytes(config));
        }
    }

    private static void Mutate(byte[] good)
    {
        var random = new Random(1);
        int loaded = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] mutated = [.. good];
            for (int k = random.Next(1, 4); k > 0; k--)
            {
                mutated[random.Next(mutated.Length)] = random.Next(3) == 0 ? good[random.Next(good.Length)] : (byte)random.Next(256);
            }

            try
            {
                using (LoadingScope.Enter(elements: 1000))
                {
                    ModelFiles.Build("config.json", random.Next(4) == 0 ? mutated[..random.Next(mutated.Length)] : mutated);
                }

                loaded++;
            }
            catch (FileFormatException)
            {
                // Refused, as it should be.
            }
        }

        loaded.ShouldBeInRange(1, 19_999);
    }
}
