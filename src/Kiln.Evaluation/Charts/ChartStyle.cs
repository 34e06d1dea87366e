using System.Globalization;
using System.Text;

namespace Kiln.Evaluation;

/// <summary>
/// The style sheet of all charts, light and dark. Colors are plain values per class, not CSS variables, so that viewers other than
/// browsers show a saved chart too; they take the light half.
/// </summary>
internal static class ChartStyle
{
    /// <summary>Number of distinct series colors; further series start over.</summary>
    public const int Colors = 12;

    /// <summary>The color class of what stands back: references, whiskers. It is gray.</summary>
    public const string Reference = "s7";

    // So many lines are told apart by color alone; those after them are dashed too.
    private const int Solid = 8;

    /// <summary>Font size of labels in pixels, on which the layout counts.</summary>
    public const double FontSize = 12;

    /// <summary>Font size of chart titles in pixels.</summary>
    public const double TitleSize = 14;

    // Chosen to differ in lightness as well as in hue, and to keep a contrast of at least 3:1 against their background.
    private static readonly Palette Light = new(
        Surface: "#ffffff", Ink: "#1c2230", Muted: "#5c6575", Grid: "#e7eaf0", Axis: "#b9c0cc", Empty: "#f3f5f8", Good: "#1f5fc4", Bad: "#c93f4e",
        Series: ["#2563c9", "#d9601a", "#1f8a5b", "#8a4fc7", "#b0850c", "#c2356b", "#138496", "#6b7280", "#1a1f4f", "#7d2f10", "#6a9a00", "#dd45c8"]);

    private static readonly Palette Dark = new(
        Surface: "#161a22", Ink: "#e6e9f0", Muted: "#9aa4b5", Grid: "#2a303c", Axis: "#4a5363", Empty: "#1f242e", Good: "#3b7de0", Bad: "#d9505f",
        Series: ["#6ea8ff", "#ff9a5c", "#55c795", "#bd91f2", "#e0b84a", "#f07ba3", "#4fc3d4", "#a3acba", "#4a62d8", "#b8603c", "#d2f05a", "#e04fd8"]);

    /// <summary>The style sheet, to be written once per document.</summary>
    public static string Css { get; } = Build();

    /// <summary>The color class of a series: <c>s0</c> … <c>s11</c>.</summary>
    public static string Series(int index) => "s" + (index % Colors).ToString(CultureInfo.InvariantCulture);

    /// <summary>The class of a line's dashes, with a space before it: none for the first eight. Color and dashes together tell 24 lines apart.</summary>
    public static string Dashes(int index) => (index / Solid % 3) switch
    {
        0 => "",
        1 => " dash-dot",
        _ => " dotted",
    };

    private static string Build()
    {
        var css = new StringBuilder();
        css.Append(".kiln-chart{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",\"Liberation Sans\",Arial,sans-serif;")
            .Append("font-size:12px;font-variant-numeric:tabular-nums}\n")
            .Append(".kiln-chart .title{font-size:14px;font-weight:600}\n")
            .Append(".kiln-chart .strong{font-weight:600}\n")
            .Append(".kiln-chart .grid,.kiln-chart .axis,.kiln-chart .guide{stroke-width:1}\n")
            .Append(".kiln-chart .guide,.kiln-chart .dashed{stroke-dasharray:5 4}\n")
            .Append(".kiln-chart .dash-dot{stroke-dasharray:10 5 1 5}\n")
            .Append(".kiln-chart .dotted{stroke-dasharray:1 5}\n")
            .Append(".kiln-chart .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}\n")
            .Append(".kiln-chart .ring{stroke-width:2}\n")
            .Append(".kiln-chart .hit{fill:transparent}\n")
            .Append(".kiln-chart .picture{image-rendering:pixelated}\n");
        css.Append(Rules(Light)).Append("@media (prefers-color-scheme:dark){\n").Append(Rules(Dark)).Append("}\n");
        return css.ToString();
    }

    private static string Rules(Palette p)
    {
        var css = new StringBuilder();
        css.Append(".kiln-chart text{fill:").Append(p.Ink).Append("}\n")
            .Append(".kiln-chart text.muted{fill:").Append(p.Muted).Append("}\n")
            .Append(".kiln-chart text.on{fill:#ffffff}\n")
            .Append(".kiln-chart text.wrong{fill:").Append(p.Bad).Append("}\n")
            .Append(".kiln-chart .surface,.kiln-chart .ring{fill:").Append(p.Surface).Append("}\n")
            .Append(".kiln-chart .grid{stroke:").Append(p.Grid).Append("}\n")
            .Append(".kiln-chart .axis,.kiln-chart .guide{stroke:").Append(p.Axis).Append("}\n")
            .Append(".kiln-chart .empty{fill:").Append(p.Empty).Append("}\n")
            .Append(".kiln-chart .good{fill:").Append(p.Good).Append("}\n")
            .Append(".kiln-chart .bad{fill:").Append(p.Bad).Append("}\n");
        for (var i = 0; i < Colors; i++)
        {
            css.Append(CultureInfo.InvariantCulture, $".kiln-chart .line.s{i},.kiln-chart .ring.s{i}{{stroke:{p.Series[i]}}}\n")
                .Append(CultureInfo.InvariantCulture, $".kiln-chart .dot.s{i},.kiln-chart .bar.s{i}{{fill:{p.Series[i]}}}\n");
        }

        return css.ToString();
    }

    private sealed record Palette(
        string Surface, string Ink, string Muted, string Grid, string Axis, string Empty, string Good, string Bad, string[] Series);
}
