namespace Kiln.Data;

/// <summary>
/// The folder that downloaded data sets are kept in: <c>$XDG_CACHE_HOME/kiln</c>, by default <c>~/.cache/kiln</c>; on Windows <c>kiln</c> in the folder
/// of local application data. It may be deleted at any time: what is needed is fetched again.
/// </summary>
public static class DataCache
{
    /// <summary>The folder of all data sets; it need not exist yet.</summary>
    public static string Folder
    {
        get
        {
            if (OperatingSystem.IsWindows())
            {
                return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "kiln");
            }

            // The base directory specification of freedesktop.org: a relative path is to be ignored.
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            return Path.IsPathRooted(cache)
                ? Path.Combine(cache, "kiln")
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "kiln");
        }
    }

    /// <summary>The folder of one data set.</summary>
    /// <param name="set">The set's name: "mnist", "fashion-mnist" or "cifar10".</param>
    public static string FolderOf(string set)
    {
        ArgumentException.ThrowIfNullOrEmpty(set);
        return Path.Combine(Folder, set);
    }
}
