using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Reads tokenizer_config.json and special_tokens_map.json.</summary>
internal static class TokenizerConfigReader
{
    /// <summary>What both files say; where both name a token, tokenizer_config.json counts.</summary>
    public static TokenizerSettings Read(byte[]? configJson, byte[]? specialTokensJson, string? chatTemplate)
    {
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        var templates = new Dictionary<string, string>(StringComparer.Ordinal);
        var (config, addsBos, addsEos, lowercases) = (new TokenizerConfig(), (bool?)null, (bool?)null, (bool?)null);
        if (specialTokensJson is { } special)
        {
            using var document = TokenizerJsonReader.Parse(special, "special_tokens_map.json");
            ReadTokens(new(document.RootElement, "special_tokens_map.json"), tokens);
        }

        if (configJson is { } json)
        {
            using var document = TokenizerJsonReader.Parse(json, "tokenizer_config.json");
            var root = new JsonNodeView(document.RootElement, "tokenizer_config.json");
            ReadTokens(root, tokens);
            ReadTemplates(root["chat_template"], templates);

            // Where no bound is meant, the file has 1e30.
            var longest = root["model_max_length"];
            config = config with
            {
                ModelMaxLength = longest.IsNumber && longest.AsDouble() is >= 0 and <= int.MaxValue and var length ? (int)length : null,
                CleansUpSpaces = AsBool(root["clean_up_tokenization_spaces"]),
            };
            (addsBos, addsEos, lowercases) = (AsBool(root["add_bos_token"]), AsBool(root["add_eos_token"]), AsBool(root["do_lower_case"]));
        }

        if (chatTemplate is not null)
        {
            templates["default"] = chatTemplate;
        }

        config = config with { SpecialTokens = tokens, ChatTemplates = templates, ChatTemplate = templates.GetValueOrDefault("default") };
        return new(config, addsBos, addsEos, lowercases);
    }

    private static bool? AsBool(JsonNodeView node) => node.IsNull ? null : node.AsBool(false);

    /// <summary>Tokens by their role: a text, or an object with <c>content</c>.</summary>
    private static void ReadTokens(JsonNodeView root, Dictionary<string, string> tokens)
    {
        root.Expect(JsonValueKind.Object);
        foreach (var property in root.Element.EnumerateObject())
        {
            var token = new JsonNodeView(property.Value, $"{root.Path}.{property.Name}");
            if (property.Name.EndsWith("_token", StringComparison.Ordinal) && (token.IsString || token.IsObject))
            {
                tokens[property.Name] = token.IsString ? token.AsString() : token.Required("content").AsString();
            }
        }
    }

    /// <summary>A template, or a list of templates with names.</summary>
    private static void ReadTemplates(JsonNodeView node, Dictionary<string, string> templates)
    {
        if (node.IsString)
        {
            templates["default"] = node.AsString();
        }
        else if (!node.IsNull)
        {
            if (!node.IsArray)
            {
                throw node.Wrong("a text, or a list of templates with names");
            }

            foreach (var item in node.Items())
            {
                templates[item.Required("name").AsString()] = item.Required("template").AsString();
            }
        }
    }
}
