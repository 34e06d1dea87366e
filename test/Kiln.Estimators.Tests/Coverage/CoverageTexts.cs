namespace Kiln.Estimators.Tests;

/// <summary>The texts of the coverage table: the first 400 sentences of SST-2's development part, and California housing's column of words.</summary>
internal static class CoverageTexts
{
    private const int Sentences = 400;

    public static (Features X, Target Y) Load(string name)
    {
        if (name == "ocean")
        {
            var words = GoldenData.Lines("tabular/california_housing.csv").Skip(1).Where((_, i) => i % 10 == 0).Select(line => line[(line.LastIndexOf(',') + 1)..]).ToArray();
            return (words, Array.ConvertAll(words, word => (double)word.Length));
        }

        var lines = GoldenData.Lines("sst2/dev.tsv").Skip(1).Take(Sentences).Select(line => line.Split('\t')).ToArray();
        return (Array.ConvertAll(lines, line => line[1]), Array.ConvertAll(lines, line => line[0] == "1" ? 1.0 : 0));
    }
}
