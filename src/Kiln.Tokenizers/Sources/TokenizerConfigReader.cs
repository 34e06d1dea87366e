using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Reads tokenizer_config.json and special_tokens_map.json.</summary>
internal static class TokenizerConfigReader
{
    /// <summary>
    /// What both files say. Where both name a role, tokenizer_config.json counts, or beside one of older versions, which has no <c>added_tokens_decoder</c>, special_tokens_map.json, as in
    /// transformers. A role that is <c>null</c> where it counts has no token, whoever else names one.
    /// </summary>
    public static TokenizerSettings Read(byte[]? configJson, byte[]? specialTokensJson, string? chatTemplate)
    {
        var tokens = new Dictionary<string, string?>(StringComparer.Ordinal);
        var templates = new Dictionary<string, string>(StringComparer.Ordinal);
        var (config, addsBos, addsEos, lowercases) = (new TokenizerConfig(), (bool?)null, (bool?)null, (bool?)null);
        if (specialTokensJson is { } special)
        {
            using var document = TokenizerJsonReader.Parse(special, "special_tokens_map.json");
            ReadTokens(new(document.RootElement, "special_tokens_map.json"), tokens, leavesKnown: false);
        }

        if (configJson is { } json)
        {
            using var document = TokenizerJsonReader.Parse(json, "tokenizer_config.json");
            var root = new JsonNodeView(document.RootElement, "tokenizer_config.json");
            ReadTokens(root, tokens, leavesKnown: root["added_tokens_decoder"].IsNull);
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

        var named = tokens.Where(token => token.Value is not null).ToDictionary(token => token.Key, token => token.Value!, StringComparer.Ordinal);
        config = config with { SpecialTokens = named, ChatTemplates = templates, ChatTemplate = templates.GetValueOrDefault("default") };
        return new(config, addsBos, addsEos, lowercases) { AbsentRoles = [.. tokens.Where(token => token.Value is null).Select(token => token.Key)] };
    }

    private static bool? AsBool(JsonNodeView node) => node.IsNull ? null : node.AsBool(false);

    /// <summary>Tokens by their role: a text, an object with <c>content</c>, or null; roles that are known may be left as they are.</summary>
    private static void ReadTokens(JsonNodeView root, Dictionary<string, string?> tokens, bool leavesKnown)
    {
        root.Expect(JsonValueKind.Object);
        foreach (var property in root.Element.EnumerateObject().Where(property => property.Name.EndsWith("_token", StringComparison.Ordinal)))
        {
            if (leavesKnown && tokens.ContainsKey(property.Name))
            {
                continue;
            }

            var token = new JsonNodeView(property.Value, $"{root.Path}.{property.Name}");
            if (token.IsString || token.IsObject)
            {
                tokens[property.Name] = token.IsString ? token.AsString() : token.Required("content").AsString();
            }
            else if (token.IsNull)
            {
                tokens[property.Name] = null;
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
