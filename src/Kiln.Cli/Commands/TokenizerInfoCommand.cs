using System.CommandLine;

using Kiln.Tokenizers;

using Spectre.Console;

namespace Kiln.Cli;

/// <summary><c>kiln tokenizer info PATH</c>: what a tokenizer is made of.</summary>
internal static class TokenizerInfoCommand
{
    private const int TokensShown = 12;

    /// <summary>Builds the command.</summary>
    public static Command Create(CommonOptions common)
    {
        var path = TokenizerCommand.Place();
        var command = new Command("info", "Show a tokenizer's kind, vocabulary size, special tokens, components and memory.");
        command.Arguments.Add(path);
        command.SetAction(result => Run(common.Open(result), result.GetValue(path)!));
        return command;
    }

    private static int Run(Screen screen, string path)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var tokenizer = TokenizerPlace.Load("PATH", path);
        var memory = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before);
        var components = TokenizerComponents.Of(tokenizer);
        AddedToken[] special = [.. tokenizer.Parts.AddedTokens.Where(token => token.Special).OrderBy(token => token.Id)];
        if (screen.Json is { } json)
        {
            Write(json, path, tokenizer, components, special, memory);
        }
        else
        {
            Show(screen, path, tokenizer, components, special, memory);
        }

        return ExitCodes.Good;
    }

    private static void Show(Screen screen, string path, Tokenizer tokenizer, TokenizerComponents components, AddedToken[] special, long memory)
    {
        var parts = tokenizer.Parts;
        void Row(string name, string? value)
        {
            screen.Text.Markup($"[grey]{name,-18}[/]");
            screen.Line(value ?? "none"); // Not wrapped: a path or a token can be copied, and a line searched for.
        }

        Row("tokenizer", path);
        Row("kind", tokenizer.Model.Kind);
        Row("vocabulary", $"{Numbers.Count(tokenizer.VocabularySize)} ({Numbers.Count(tokenizer.Model.Vocabulary.Count)} pieces, {Numbers.Count(parts.AddedTokens.Count)} added tokens)");
        Row("special tokens", special.Length == 0 ? null : Listed(special));
        Row("normalizer", components.Normalizer);
        Row("pre-tokenizer", components.PreTokenizer);
        Row("post-processor", components.PostProcessor);
        Row("decoder", components.Decoder);
        Row("truncation", parts.Truncation is { } truncation ? $"to {Numbers.Count(truncation.MaxLength)} tokens" : null);
        Row("padding", parts.Padding is { } padding ? $"{(padding.Length is { } length ? $"to {Numbers.Count(length)} tokens" : "to the longest of a batch")}, with {PlainText.Of(padding.PadToken)}" : null);
        Row("chat template", parts.Config.ChatTemplate is null && parts.Config.ChatTemplates.Count == 0 ? null : "yes");
        Row("memory", Numbers.Bytes(memory));
    }

    private static string Listed(AddedToken[] special) =>
        string.Join(", ", special.Take(TokensShown).Select(token => $"{PlainText.Of(token.Content)} ({token.Id})"))
        + (special.Length > TokensShown ? $" and {Numbers.Count(special.Length - TokensShown)} more" : "");

    private static void Write(JsonLines json, string path, Tokenizer tokenizer, TokenizerComponents components, AddedToken[] special, long memory) => json.Write("tokenizer", writer =>
    {
        var parts = tokenizer.Parts;
        writer.WriteString("path", path);
        writer.WriteString("kind", tokenizer.Model.Kind);
        writer.WriteNumber("vocabulary_size", tokenizer.VocabularySize);
        writer.WriteNumber("pieces", tokenizer.Model.Vocabulary.Count);
        writer.WriteNumber("added_tokens", parts.AddedTokens.Count);
        writer.WriteStartObject("special_tokens");
        foreach (var token in special)
        {
            writer.WriteNumber(token.Content, token.Id);
        }

        writer.WriteEndObject();
        writer.WriteString("normalizer", components.Normalizer);
        writer.WriteString("pre_tokenizer", components.PreTokenizer);
        writer.WriteString("post_processor", components.PostProcessor);
        writer.WriteString("decoder", components.Decoder);
        if (parts.Truncation is { } truncation)
        {
            writer.WriteNumber("truncation", truncation.MaxLength);
        }

        writer.WriteBoolean("padding", parts.Padding is not null);
        writer.WriteBoolean("chat_template", parts.Config.ChatTemplate is not null || parts.Config.ChatTemplates.Count > 0);
        writer.WriteNumber("memory_bytes", memory);
    });
}
