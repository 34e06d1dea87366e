namespace Kiln.Tokenizers;

/// <summary>Finds a template and its special tokens in the files of a model.</summary>
internal static class ChatTemplateFile
{
    public static ChatTemplate Load(string path, string? name, ChatTemplateOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var isFolder = Directory.Exists(path);
        if (!isFolder && !File.Exists(path))
        {
            throw new FileNotFoundException($"there is no chat template at '{path}'; expected a model's folder, tokenizer_config.json or a template", path);
        }

        if (!isFolder && !path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return ChatTemplate.Parse(File.ReadAllText(path), options);
        }

        var config = Read(path, isFolder);
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (role, token) in config.SpecialTokens)
        {
            variables[role] = token;
        }

        options ??= new ChatTemplateOptions();
        foreach (var (key, value) in options.Variables ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            variables[key] = value;
        }

        return ChatTemplate.Parse(Find(config, name, path, isFolder), options with { Variables = variables });
    }

    private static TokenizerConfig Read(string path, bool isFolder)
    {
        try
        {
            return isFolder ? TokenizerFolder.ReadConfig(path) : TokenizerFolder.ReadSettingsOf(path).Config;
        }
        catch (TokenizerFormatException e)
        {
            throw new ChatTemplateException($"{path}: {e.Message}", e);
        }
    }

    private static string Find(TokenizerConfig config, string? name, string path, bool isFolder)
    {
        if (config.ChatTemplates.TryGetValue(name ?? "default", out var template))
        {
            return template;
        }

        throw new ChatTemplateException(
            config.ChatTemplates.Count > 0 ? $"{path} has no chat template '{name ?? "default"}'; it has {(config.ChatTemplates is { Count: 1 } && config.ChatTemplate is not null ? "one without a name" : string.Join(", ", config.ChatTemplates.Keys))}"
            : isFolder ? $"the folder '{path}' has no chat template; expected chat_template.jinja, or 'chat_template' in tokenizer_config.json"
            : $"{path} has no chat template: 'chat_template' is missing");
    }
}
