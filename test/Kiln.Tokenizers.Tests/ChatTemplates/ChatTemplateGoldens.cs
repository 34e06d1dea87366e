using System.Text.Json.Nodes;

namespace Kiln.Tokenizers.Tests;

/// <summary>What Jinja itself gives, from chat_templates.json.</summary>
internal static class ChatTemplateGoldens
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Goldens");

    public static JsonObject Read() => JsonNode.Parse(File.ReadAllText(Path.Combine(s_folder, "chat_templates.json")))!.AsObject();

    public static string Template(string file) => File.ReadAllText(Path.Combine(s_folder, "templates", file));

    public static IEnumerable<string> Templates() => Directory.GetFiles(Path.Combine(s_folder, "templates"), "*.jinja").Order(StringComparer.Ordinal);

    public static Dictionary<string, object?> Variables(JsonObject values) => values.ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal);

    /// <summary>Saturday, 6 July 2024, 15:04:05, the moment at which the goldens were rendered.</summary>
    public static ChatTemplateOptions Options { get; } = new() { Clock = new Moment() };

    private sealed class Moment : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2024, 7, 6, 15, 4, 5, TimeSpan.Zero);
    }
}
