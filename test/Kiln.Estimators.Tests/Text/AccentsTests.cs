using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Characters without their accents against scikit-learn: Goldens/accents.json, made by make_accents.py.</summary>
public class AccentsTests
{
    private const int Block = 4096;
    private static readonly JsonDocument s_file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "accents.json")));

    [Theory]
    [InlineData("unicode", AccentStripping.Unicode)]
    [InlineData("ascii", AccentStripping.Ascii)]
    public void Every_character_becomes_what_scikit_learn_makes_of_it(string name, AccentStripping how)
    {
        var blocks = new SortedDictionary<int, List<string>>();
        foreach (var run in s_file.RootElement.GetProperty("known").EnumerateArray())
        {
            for (var (point, end) = (run[0].GetInt32(), run[0].GetInt32() + run[1].GetInt32()); point < end; point++)
            {
                (blocks.TryGetValue(point / Block, out var texts) ? texts : blocks[point / Block] = []).Add(Accents.Strip("x" + char.ConvertFromUtf32(point), how).ToString());
            }
        }

        var expected = s_file.RootElement.GetProperty("digests").GetProperty(name).EnumerateObject().ToDictionary(item => item.Name, item => item.Value.GetString());
        var digests = blocks.ToDictionary(
            block => block.Key.ToString(CultureInfo.InvariantCulture),
            block => (string?)Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', block.Value))))[..16]);
        digests.ShouldBe(expected, ignoreOrder: true);
    }

    [Theory]
    [InlineData("Café Ångström naïve", AccentStripping.Unicode, "Cafe Angstrom naive")]
    [InlineData("Café Ångström naïve ß", AccentStripping.Ascii, "Cafe Angstrom naive ")]
    [InlineData("किताब", AccentStripping.Unicode, "किताब")]
    public void Words_lose_their_accents(string text, AccentStripping how, string expected) => Accents.Strip(text, how).ToString().ShouldBe(expected);
}
