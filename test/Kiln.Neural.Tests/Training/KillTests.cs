using System.Diagnostics;

namespace Kiln.Neural.Tests;

public sealed class KillTests : IDisposable
{
    private const int Kills = 50;
    private const int Lanes = 2;
    private const int Epochs = 14;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_killed_at_random_moments_and_resumed_ends_with_the_bits_of_the_unbroken_run_fifty_times_out_of_fifty()
    {
        Sequential network = Tiny.Network();
        string numbers = Tiny.Numbers(network.Fit(Tiny.Data(), Options()));
        string expected = $"{Tiny.Bits(network)}\n{numbers}";

        // Each lane trains, is killed and resumed until the run has ended, and begins another until it has died often enough. The steps
        // are a fraction of a checkpoint's time, so most kills fall into the writing of one.
        var lanes = Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => Live(lane, Kills / Lanes, expected)));
        int[] runs = await Task.WhenAll(lanes);
        runs.Sum().ShouldBeGreaterThanOrEqualTo(Lanes);
    }

    /// <summary>The child's work, and with no folder that of the unbroken run: a checkpoint after every step.</summary>
    internal static void Train(string folder, Action onStep)
    {
        Sequential network = Tiny.Network();
        History history = network.Fit(Tiny.Data(), Options() with
        {
            CheckpointFolder = Path.Combine(folder, "checkpoints"),
            CheckpointEverySteps = 1,
            Resume = true,
            Callbacks = [new Tiny.LossAverage(), new CsvLog(Path.Combine(folder, "history.csv")), new Call { Checkpoint = _ => onStep() }],
        });
        AtomicFile.WriteAllText(Path.Combine(folder, "end.txt"), $"{Tiny.Bits(network)}\n{Tiny.Numbers(history)}");
    }

    private static FitOptions Options() => Tiny.Options(Epochs);

    private async Task<int> Live(int lane, int kills, string expected)
    {
        var random = new Random(lane);
        int killed = 0;
        int runs = 0;
        while (killed < kills)
        {
            string folder = Directory.CreateDirectory(_folder.File($"lane{lane}-run{runs}")).FullName;
            string end = Path.Combine(folder, "end.txt");
            while (!File.Exists(end))
            {
                using Process process = TrainingHost.Start("kill", folder);
                Task<string> errors = process.StandardError.ReadToEndAsync();
                if (killed < kills)
                {
                    await KillAtRandom(process, random, early: killed % 10 == 9);
                }
                else
                {
                    await process.StandardOutput.ReadToEndAsync();
                }

                await process.WaitForExitAsync();
                if (process.ExitCode == 0)
                {
                    File.Exists(end).ShouldBeTrue();
                    break;
                }

                (await errors).ShouldBeEmpty(); // Killed, not failed.
                killed++;
            }

            File.ReadAllText(end).ShouldBe(expected);
            Directory.GetDirectories(Path.Combine(folder, "checkpoints")).Length.ShouldBe(2);
            runs++;
        }

        return runs;
    }

    private static async Task KillAtRandom(Process process, Random random, bool early)
    {
        if (early)
        {
            await Task.Delay(random.Next(250)); // In the start of the process, in the reading of a checkpoint, or nowhere.
        }
        else
        {
            int steps = random.Next(1, 8);
            for (int i = 0; i < steps && await process.StandardOutput.ReadLineAsync() is not null; i++)
            {
            }

            await Task.Delay(random.Next(12));
        }

        process.Kill();
        _ = process.StandardOutput.ReadToEndAsync();
    }
}
