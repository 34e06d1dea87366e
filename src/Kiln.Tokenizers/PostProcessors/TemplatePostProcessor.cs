using System.Globalization;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>One place of a template: a special token by its name, or the text <c>A</c> or <c>B</c>.</summary>
/// <param name="Name">The name of the special token; <c>A</c> or <c>B</c> for a text.</param>
/// <param name="IsSequence">Whether it is a text.</param>
/// <param name="TypeId">The type id of its tokens.</param>
public sealed record TemplatePlace(string Name, bool IsSequence, int TypeId);

/// <summary>A special token of a template: what it is called there, and the tokens that it stands for.</summary>
/// <param name="Name">The name.</param>
/// <param name="Ids">The ids of its tokens.</param>
/// <param name="Tokens">Its tokens.</param>
public sealed record TemplateToken(string Name, IReadOnlyList<int> Ids, IReadOnlyList<string> Tokens);

/// <summary>Puts special tokens where a template says, for example <c>[CLS] $A [SEP]</c>.</summary>
public sealed class TemplatePostProcessor : PostProcessor
{
    private readonly IReadOnlyList<TemplatePlace> _single, _pair;
    private readonly IReadOnlyList<TemplateToken> _tokens;
    private readonly TemplatePiece[] _singlePieces, _pairPieces;

    /// <summary>Makes a post-processor of places.</summary>
    /// <param name="single">The template of a single text.</param>
    /// <param name="pair">The template of a pair.</param>
    /// <param name="tokens">The special tokens that the templates name.</param>
    /// <exception cref="TokenizerFormatException">A template names a token that is not among these, or the first has the text B.</exception>
    public TemplatePostProcessor(IReadOnlyList<TemplatePlace> single, IReadOnlyList<TemplatePlace> pair, IReadOnlyList<TemplateToken> tokens)
    {
        (_single, _pair, _tokens) = (single, pair, tokens);
        if (single.FirstOrDefault(place => place is { IsSequence: true, Name: not "A" }) is { } second)
        {
            throw new TokenizerFormatException($"post_processor: the template 'single' has the text ${second.Name}; a single text is $A");
        }

        _singlePieces = Compile("single", single);
        _pairPieces = Compile("pair", pair);
    }

    /// <summary>Reads templates as they are written down, for example <c>[CLS] $A [SEP] $B:1 [SEP]:1</c>: places with spaces between, each with its type after a colon.</summary>
    /// <param name="single">The template of a single text.</param>
    /// <param name="pair">The template of a pair; null for the second text right after the first.</param>
    /// <param name="tokens">The special tokens that the templates name.</param>
    /// <returns>The post-processor.</returns>
    /// <exception cref="TokenizerFormatException">A template names a token that is not among these, or lacks a text.</exception>
    public static TemplatePostProcessor Parse(string single, string? pair, params IReadOnlyList<SpecialToken> tokens)
    {
        ArgumentNullException.ThrowIfNull(single);
        ArgumentNullException.ThrowIfNull(tokens);
        var places = ParsePlaces(pair ?? "$A $B:1");
        foreach (var text in (ReadOnlySpan<string>)["A", "B"])
        {
            if (!places.Any(place => place.IsSequence && place.Name == text))
            {
                throw new TokenizerFormatException($"post_processor: the template 'pair' must have the text $A and the text $B, and lacks ${text}");
            }
        }

        return new(ParsePlaces(single), places, [.. tokens.Select(token => new TemplateToken(token.Token, [token.Id], [token.Token]))]);
    }

    /// <summary>The places of a template as it is written down.</summary>
    internal static TemplatePlace[] ParsePlaces(string template) => [.. template.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParsePlace)];

    internal override int AddedCount(bool isPair) => (isPair ? _pairPieces : _singlePieces).Sum(piece => piece.Ids.Length);

    internal override void Apply(TemplateDraft draft)
    {
        var groups = draft.Groups;
        if (groups.Count > 2)
        {
            throw new TokenizerException(
                $"post_processor: the template is to be put around {groups.Count} parts, which the post-processor before it made; a template takes one text or two");
        }

        List<List<TemplatePiece>> made = [];
        foreach (var piece in groups.Count == 2 ? _pairPieces : _singlePieces)
        {
            if (piece.Kind == TemplatePieceKind.Special)
            {
                if (draft.AddsSpecials)
                {
                    made.Add([piece]);
                }

                continue;
            }

            var sequence = piece.Kind == TemplatePieceKind.First ? 0 : 1;
            made.Add(groups[sequence].ConvertAll(part => part with { TypeId = piece.TypeId, SequenceId = sequence }));
        }

        draft.Replace(made);
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "TemplateProcessing");
        WritePlaces(writer, "single", _single);
        WritePlaces(writer, "pair", _pair);
        writer.WriteStartObject("special_tokens");
        foreach (var token in _tokens)
        {
            writer.WriteStartObject(token.Name);
            writer.WriteString("id", token.Name);
            writer.WriteStartArray("ids");
            foreach (var id in token.Ids)
            {
                writer.WriteNumberValue(id);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("tokens");
            foreach (var text in token.Tokens)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static TemplatePlace ParsePlace(string place)
    {
        var (name, type) = (place, 0);
        var colon = place.LastIndexOf(':');
        if (colon > 0 && int.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var given))
        {
            (name, type) = (place[..colon], given);
        }

        if (!name.StartsWith('$'))
        {
            return new(name, IsSequence: false, type);
        }

        return name[1..] switch
        {
            "" or "A" or "a" => new("A", IsSequence: true, type),
            "B" or "b" => new("B", IsSequence: true, type),
            var number when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => new("A", IsSequence: true, id),
            _ => throw new TokenizerFormatException($"post_processor: '{place}' is no place of a template; expected $A, $B or a special token, each with :type if not 0"),
        };
    }

    private static void WritePlaces(Utf8JsonWriter writer, string name, IReadOnlyList<TemplatePlace> places)
    {
        writer.WriteStartArray(name);
        foreach (var place in places)
        {
            writer.WriteStartObject();
            writer.WriteStartObject(place.IsSequence ? "Sequence" : "SpecialToken");
            writer.WriteString("id", place.Name);
            writer.WriteNumber("type_id", place.TypeId);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private TemplatePiece[] Compile(string name, IReadOnlyList<TemplatePlace> places) =>
    [
        .. places.Select(place => place.IsSequence
            ? new TemplatePiece(place.Name == "A" ? TemplatePieceKind.First : TemplatePieceKind.Second, place.TypeId, [])
            : new TemplatePiece(TemplatePieceKind.Special, place.TypeId, [.. Find(name, place.Name).Ids])),
    ];

    private TemplateToken Find(string template, string name) => _tokens.FirstOrDefault(token => token.Name == name)
        ?? throw new TokenizerFormatException($"post_processor: the template '{template}' names the token '{name}', which special_tokens lacks; it has {(_tokens.Count == 0 ? "none" : string.Join(", ", _tokens.Select(token => token.Name)))}");
}
