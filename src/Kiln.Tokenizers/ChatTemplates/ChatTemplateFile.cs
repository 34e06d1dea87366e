using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Finds a template and its special tokens in the files of a model.</summary>
internal static class ChatTemplateFile
{
    public static ChatTemplate Load(string path, string? name, ChatTemplateOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var configuration = path;
        string? template = null;
        if (Directory.Exists(path))
        {
            var alone = Path.Combine(path, "chat_template.jinja");
            template = name is null && File.Exists(alone) ? File.ReadAllText(alone) : null;
            configuration = Path.Combine(path, "tokenizer_config.json");
            if (template is null && !File.Exists(configuration))
            {
                throw new ChatTemplateException($"the folder '{path}' has no chat template; expected chat_template.jinja, or 'chat_template' in tokenizer_config.json");
            }
        }
        else if (!File.Exists(path))
        {
            throw new FileNotFoundException($"there is no chat template at '{path}'; expected a model's folder, tokenizer_config.json or a template", path);
        }
        else if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return ChatTemplate.Parse(File.ReadAllText(path), options);
        }

        var variables = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (template is null || File.Exists(configuration))
        {
            try
            {
                using var document = JsonDocument.Parse(File.ReadAllText(configuration));
                template ??= Find(document.RootElement, name, configuration);
                AddTokens(document.RootElement, variables);
            }
            catch (JsonException e)
            {
                throw new ChatTemplateException($"{configuration} is not JSON: {e.Message}", e);
            }
        }

        options ??= new ChatTemplateOptions();
        foreach (var (key, value) in options.Variables ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            variables[key] = value;
        }

        return ChatTemplate.Parse(template, options with { Variables = variables });
    }

    // One template as a string, or several as a list of { "name": …, "template": … }.
    private static string Find(JsonElement root, string? name, string file)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("chat_template", out var templates))
        {
            throw new ChatTemplateException($"{file} has no chat template: 'chat_template' is missing");
        }

        if (templates.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
        {
            throw new ChatTemplateException($"{file}: {new JsonNodeView(templates, "chat_template").Wrong("a text, or a list of templates with names").Message}");
        }

        if (templates.ValueKind == JsonValueKind.String && name is null or "default")
        {
            return templates.GetString()!;
        }

        var names = new List<string>();
        foreach (var entry in templates.ValueKind == JsonValueKind.Array ? [.. templates.EnumerateArray()] : Array.Empty<JsonElement>())
        {
            if (entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("name", out var key) && key.ValueKind == JsonValueKind.String
                && entry.TryGetProperty("template", out var text) && text.ValueKind == JsonValueKind.String)
            {
                if (key.GetString() == (name ?? "default"))
                {
                    return text.GetString()!;
                }

                names.Add(key.GetString()!);
            }
        }

        throw new ChatTemplateException(
            $"{file} has no chat template '{name ?? "default"}'; it has {(names.Count > 0 ? string.Join(", ", names) : templates.ValueKind == JsonValueKind.String ? "one without a name" : "none")}");
    }

    // bos_token, eos_token and their like: strings, or objects with a content.
    private static void AddTokens(JsonElement root, Dictionary<string, object?> variables)
    {
        foreach (var property in root.ValueKind == JsonValueKind.Object ? [.. root.EnumerateObject()] : Array.Empty<JsonProperty>())
        {
            if (!property.Name.EndsWith("_token", StringComparison.Ordinal))
            {
                continue;
            }

            if (property.Value.ValueKind == JsonValueKind.String)
            {
                variables[property.Name] = property.Value.GetString();
            }
            else if (property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String)
            {
                variables[property.Name] = content.GetString();
            }
        }
    }
}
