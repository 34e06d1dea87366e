using System.Globalization;
using System.Text;

using Kiln.Tokenizers;

namespace Kiln.Cli;

/// <summary>How texts become tokens or ids become text.</summary>
/// <param name="Decode">Whether the input is ids.</param>
/// <param name="SpecialTokens">Whether special tokens are added, or kept in what is decoded.</param>
/// <param name="Offsets">Whether to say where tokens come from.</param>
internal sealed record TokenLineSettings(bool Decode, bool SpecialTokens, bool Offsets);

/// <summary>Answers each text with a line: ids, an object, or in a terminal the colored pieces with their ids below.</summary>
internal sealed class TokenLines : IDisposable
{
    private const int BufferedCharacters = 1 << 15;

    private readonly Screen _screen;
    private readonly Tokenizer _tokenizer;
    private readonly TokenLineSettings _settings;
    private readonly EncodeOptions _options;
    private readonly bool _colors;
    private readonly bool _atOnce;
    private readonly StringBuilder _lines = new();

    /// <summary>Begins.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="tokenizer">The tokenizer; its truncation and padding are not applied, a text is answered in full.</param>
    /// <param name="settings">How.</param>
    /// <param name="atOnce">Whether each answer is written at once, for who waits for it; otherwise many together.</param>
    public TokenLines(Screen screen, Tokenizer tokenizer, TokenLineSettings settings, bool atOnce)
    {
        (_screen, _settings, _atOnce) = (screen, settings, atOnce);
        _tokenizer = new Tokenizer(tokenizer.Model, tokenizer.Parts with { Truncation = null, Padding = null });
        _options = new EncodeOptions { AddSpecialTokens = settings.SpecialTokens, Offsets = settings.Offsets, Unit = OffsetUnit.CodePoints };
        _colors = screen.Json is null && screen.IsLive && screen.Text.Profile.Capabilities.ColorSystem != Spectre.Console.ColorSystem.NoColors;
    }

    /// <summary>Answers a text.</summary>
    /// <param name="text">The text, or with decoding the ids.</param>
    /// <param name="line">The number of the line it stood in, from 1; null for a text that is no line.</param>
    /// <exception cref="UserException">The text cannot be encoded, or the ids are none.</exception>
    public void Answer(string text, long? line)
    {
        try
        {
            if (_settings.Decode)
            {
                Decode(text, line);
            }
            else
            {
                Encode(text, line);
            }
        }
        catch (Exception error) when (line is not null && error is UserException or TokenizerException)
        {
            throw new UserException($"line {line}: {LibraryMessages.Translate(error.Message)}", error);
        }

        if (_atOnce || _lines.Length >= BufferedCharacters)
        {
            Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Flush();

    private void Decode(string text, long? line)
    {
        var ids = IdList.Read(text, _tokenizer);
        var decoded = _tokenizer.Decode(ids, skipSpecialTokens: !_settings.SpecialTokens);
        if (_screen.Json is not { } json)
        {
            _lines.Append(_screen.IsLive ? PlainText.Of(decoded) : decoded).Append('\n');
            return;
        }

        json.Write("text", writer =>
        {
            WriteLine(writer, line);
            WriteIds(writer, ids);
            writer.WriteString("text", decoded);
        });
    }

    private void Encode(string text, long? line)
    {
        if (_screen.Json is { } json)
        {
            WriteObject(json, _tokenizer.Encode(text, _options), line);
            return;
        }

        if (_colors)
        {
            Flush();
            _screen.Text.Write(TokenPieces.View(text, _tokenizer.Encode(text, _options with { Offsets = true, Unit = OffsetUnit.Utf16 })));
            _screen.Line();
        }

        if (_settings.Offsets)
        {
            var encoding = _tokenizer.Encode(text, _options);
            for (var i = 0; i < encoding.Count; i++)
            {
                var (start, end) = encoding.Offsets[i];
                _lines.Append(i == 0 ? "" : " ").Append(CultureInfo.InvariantCulture, $"{encoding.Ids[i]}:{start}-{end}");
            }
        }
        else
        {
            _lines.AppendJoin(' ', _tokenizer.EncodeToIds(text, _settings.SpecialTokens));
        }

        _lines.Append('\n');
    }

    private void WriteObject(JsonLines json, TokenEncoding encoding, long? line) => json.Write("tokens", writer =>
    {
        WriteLine(writer, line);
        WriteIds(writer, encoding.Ids);
        writer.WriteStartArray("tokens");
        foreach (var token in encoding.GetTokens())
        {
            writer.WriteStringValue(token);
        }

        writer.WriteEndArray();
        if (!_settings.Offsets)
        {
            return;
        }

        writer.WriteStartArray("offsets");
        foreach (var (start, end) in encoding.Offsets)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(start);
            writer.WriteNumberValue(end);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    });

    private static void WriteLine(System.Text.Json.Utf8JsonWriter writer, long? line)
    {
        if (line is { } number)
        {
            writer.WriteNumber("line", number);
        }
    }

    private static void WriteIds(System.Text.Json.Utf8JsonWriter writer, ReadOnlySpan<int> ids)
    {
        writer.WriteStartArray("ids");
        foreach (var id in ids)
        {
            writer.WriteNumberValue(id);
        }

        writer.WriteEndArray();
    }

    private void Flush()
    {
        if (_lines.Length > 0)
        {
            var writer = _screen.Text.Profile.Out.Writer;
            writer.Write(_lines);
            writer.Flush();
            _lines.Clear();
        }
    }
}
