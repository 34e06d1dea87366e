using System.Globalization;

namespace Kiln.Numerics.Tests;

/// <summary>A control group of Linux with a quota of processor time, where the system lets us make one; it goes when disposed.</summary>
internal sealed class ControlGroup : IDisposable
{
    private const int Period = 100_000;

    private ControlGroup(string path) => Path = path;

    public string Path { get; }

    /// <summary>Makes a group whose processes together get so many microseconds of every 100,000; null with the reason when that is not permitted.</summary>
    public static (ControlGroup? Group, string Why) TryMake(int microseconds)
    {
        var one = Directory.Exists("/sys/fs/cgroup/cpu"); // The first version has a hierarchy for each controller.
        var path = System.IO.Path.Combine(one ? "/sys/fs/cgroup/cpu" : "/sys/fs/cgroup", $"kiln-test-{Environment.ProcessId}-{microseconds}");
        var group = new ControlGroup(path);
        try
        {
            Directory.CreateDirectory(path);
            if (one)
            {
                File.WriteAllText($"{path}/cpu.cfs_period_us", Period.ToString(CultureInfo.InvariantCulture));
                File.WriteAllText($"{path}/cpu.cfs_quota_us", microseconds.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                File.WriteAllText($"{path}/cpu.max", string.Create(CultureInfo.InvariantCulture, $"{microseconds} {Period}"));
            }

            return (group, string.Empty);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            group.Dispose();
            return (null, e.Message);
        }
    }

    public void Dispose()
    {
        // The files in it are the kernel's and cannot be removed: only the folder itself can, as soon as its last process has ended.
        for (var attempt = 0; Directory.Exists(Path) && attempt < 50; attempt++)
        {
            try
            {
                Directory.Delete(Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Thread.Sleep(20);
            }
        }
    }
}
