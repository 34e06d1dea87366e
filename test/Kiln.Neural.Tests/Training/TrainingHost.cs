using System.Diagnostics;
using System.Globalization;
using Kiln.Neural.Tests;

/// <summary>
/// Makes this test program train instead of test: the runtime calls it before Main when <c>DOTNET_STARTUP_HOOKS</c> names this assembly
/// (which is why it has no namespace). So a test can have a real process to kill or to weigh, that starts in a tenth of a second.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        int code = 1;
        try
        {
            TrainingHost.Run();
            code = 0;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
        }

        Environment.Exit(code);
    }
}

namespace Kiln.Neural.Tests
{
    /// <summary>Both ends of a training process of one's own.</summary>
    internal static class TrainingHost
    {
        private const string Job = "KILN_TEST_TRAINING_JOB";
        private const string Folder = "KILN_TEST_TRAINING_FOLDER";

        /// <summary>Starts a process that does a job in a folder.</summary>
        public static Process Start(string job, string folder)
        {
            string assembly = typeof(TrainingHost).Assembly.Location;
            var start = new ProcessStartInfo(Environment.ProcessPath!)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["DOTNET_STARTUP_HOOKS"] = assembly,
                    ["DOTNET_TieredPGO"] = "0",
                    ["DOTNET_GCgen0size"] = "400000", // Hexadecimal: 4 MiB instead of a size that the collector keeps tuning.
                    [Job] = job,
                    [Folder] = folder,
                },
            };
            if (job == "memory")
            {
                start.Environment["DOTNET_TieredCompilation"] = "0"; // Each method is compiled once, at its first call, and never again.
            }

            if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            {
                start.ArgumentList.Add(assembly);
            }

            return Process.Start(start)!;
        }

        public static void Run()
        {
            string folder = Environment.GetEnvironmentVariable(Folder)!;
            switch (Environment.GetEnvironmentVariable(Job))
            {
                case "kill":
                    KillTests.Train(folder, onStep: static () => Console.Out.WriteLine("step"));
                    break;
                case "memory":
                    MemoryTests.TrainAndRead(leak: folder);
                    break;
                default:
                    throw new InvalidOperationException("no such job");
            }
        }

        public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
