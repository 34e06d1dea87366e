using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

/// <summary>The vocabularies and expected results of the folder that KILN_TEST_DATA names.</summary>
internal static class TestData
{
    private static readonly Lazy<Tokenizer> LazyGpt2 = new(() => Tokenizer.FromJson(Bytes("gpt2/tokenizer.json"))), LazyBert = new(() => Tokenizer.FromJson(Bytes("bert-base-uncased/tokenizer.json")));

    public static Tokenizer Gpt2 => LazyGpt2.Value;

    public static Tokenizer Bert => LazyBert.Value;

    /// <summary>A file of tokenizers/; the test is skipped where it is missing.</summary>
    public static string Path(string file)
    {
        var root = Environment.GetEnvironmentVariable("KILN_TEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), $"needs tokenizers/{file} in the folder that KILN_TEST_DATA names; the variable is not set");
        var path = System.IO.Path.Combine(root!, "tokenizers", file);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"needs tokenizers/{file} in the folder that KILN_TEST_DATA names");
        return path;
    }

    public static byte[] Bytes(string file) => File.ReadAllBytes(Path(file));

    public static JsonElement Json(string file) => JsonDocument.Parse(Bytes(file)).RootElement;

    public static int[] Ints(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];

    public static int[] Ints(this JsonElement item, string name) => item.GetProperty(name).Ints();

    public static string Text(this JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
