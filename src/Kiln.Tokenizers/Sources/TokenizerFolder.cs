namespace Kiln.Tokenizers;

/// <summary>What stands beside a tokenizer: tokenizer_config.json, special_tokens_map.json and chat_template.jinja, each read once; and which file of a folder is the tokenizer.</summary>
internal static class TokenizerFolder
{
    private const string ConfigName = "tokenizer_config.json";

    /// <summary>What a folder is searched for, in this order.</summary>
    private static readonly string[] s_names = ["tokenizer.json", "vocab.json", "vocab.txt", "*.tiktoken", "*.model", "*.gguf"];

    /// <summary>What the files beside a tokenizer say.</summary>
    public static TokenizerSettings ReadSettings(string folder)
    {
        var template = Path.Combine(folder, "chat_template.jinja");
        return Read(folder, Optional(folder, ConfigName), File.Exists(template) ? File.ReadAllText(template) : null);
    }

    /// <summary>What a tokenizer_config.json says, under whatever name, and special_tokens_map.json beside it.</summary>
    public static TokenizerSettings ReadSettingsOf(string configFile) => Read(Path.GetDirectoryName(Path.GetFullPath(configFile))!, File.ReadAllBytes(configFile), template: null);

    /// <summary>What a folder says of its tokenizer, what the tokenizer's own file says included.</summary>
    public static TokenizerConfig ReadConfig(string folder)
    {
        var found = Candidates(folder);
        return found.Length == 1 && Path.GetExtension(found[0]) is ".model" or ".gguf" ? TokenizerFiles.Read(found[0]).Parts.Config : ReadSettings(folder).Config;
    }

    /// <summary>The file of a folder that is its tokenizer.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="TokenizerFormatException">There are several of a kind.</exception>
    public static string Find(string folder)
    {
        var found = Candidates(folder);
        return found.Length switch
        {
            1 => found[0],
            0 => throw new FileNotFoundException($"the folder '{folder}' has no tokenizer; expected one of {string.Join(", ", s_names)}", folder),
            _ => throw new TokenizerFormatException($"the folder '{folder}' has several tokenizers, {string.Join(" and ", found.Take(2).Select(file => $"'{Path.GetFileName(file)}'"))}; name the file"),
        };
    }

    /// <summary>A file's bytes, or null when there is no such file.</summary>
    public static byte[]? Optional(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    // All files of the first kind that there is one of; of a file in parts the first, which has the vocabulary.
    private static string[] Candidates(string folder)
    {
        foreach (var name in s_names)
        {
            string[] found = [.. Directory.EnumerateFiles(folder, name).Where(file => !IsLaterPart(file)).Order(StringComparer.Ordinal)];
            if (found.Length > 0)
            {
                return found;
            }
        }

        return [];
    }

    // model-00002-of-00003.gguf.
    private static bool IsLaterPart(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return file.EndsWith(".gguf", StringComparison.Ordinal) && name.Length > 15 && name.AsSpan(name.Length - 9, 4) is "-of-" && name[^15] == '-'
            && int.TryParse(name.AsSpan(name.Length - 14, 5), System.Globalization.NumberStyles.None, null, out var part) && part != 1;
    }

    private static TokenizerSettings Read(string folder, byte[]? config, string? template) => TokenizerConfigReader.Read(config, Optional(folder, "special_tokens_map.json"), template);
}
