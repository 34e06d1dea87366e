namespace Kiln.Cli.Tests;

/// <summary>A WordPiece vocabulary of nine tokens, whose ids can be seen by eye.</summary>
internal static class SmallTokenizer
{
    /// <summary>Writes it into a folder and returns the path of the file.</summary>
    public static string In(TemporaryFolder folder)
    {
        var path = folder["vocab.txt"];
        File.WriteAllText(path, "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\nworld\nun\n##like\n");
        return path;
    }
}
