namespace Kiln.Data.Tests;

/// <summary>Finds the goldens beside the test assembly, and the real data sets where KILN_TEST_DATA says they are.</summary>
internal static class Goldens
{
    internal static string PathOf(params string[] parts) =>
        Path.Combine([AppContext.BaseDirectory, "Goldens", .. parts]);

    internal static byte[] Hex(string text) => Convert.FromHexString(text.Trim());

    /// <summary>A path in the folder of real data; skips the test when it is not there.</summary>
    internal static string RealData(string relative)
    {
        var root = Environment.GetEnvironmentVariable("KILN_TEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), $"needs {relative} in the folder that KILN_TEST_DATA names; the variable is not set");
        var path = Path.Combine(root!, relative);
        Assert.SkipUnless(Path.Exists(path), $"needs {path}, which is not there");
        return path;
    }
}
