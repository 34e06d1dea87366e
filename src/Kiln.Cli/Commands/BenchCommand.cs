using System.CommandLine;

using Kiln.Numerics;

namespace Kiln.Cli;

/// <summary><c>kiln bench</c>: the machine's limits, and how close each kernel comes to the one that bounds it.</summary>
internal static class BenchCommand
{
    private const double Seconds = 0.25;
    private const double QuickSeconds = 0.05;

    /// <summary>Builds the command.</summary>
    public static Command Create(CommonOptions common)
    {
        var kernels = new Option<string[]>("--kernel")
        {
            Description = "Measure only kernels whose name contains this (may be given again).",
            HelpName = "NAME",
            AllowMultipleArgumentsPerToken = false,
        };
        var quick = new Option<bool>("--quick") { Description = "Take shorter samples: some ten seconds in all, figures a few percent less sure." };
        var command = new Command("bench", "Measure the machine's limits, and how close each kernel comes to the one that bounds it (roofline).");
        command.Options.Add(kernels);
        command.Options.Add(quick);
        command.SetAction(result =>
        {
            var chosen = KernelBenchmarks.Choose(result.GetValue(kernels) ?? []);
            using var stop = new StopSignal(common.Error);
            return Run(common.Open(result), chosen, result.GetValue(quick) ? QuickSeconds : Seconds, stop);
        });
        return command;
    }

    private static int Run(Screen screen, IReadOnlyList<KernelBenchmark> chosen, double seconds, StopSignal stop)
    {
        var threads = WorkerTeam.ThreadCount;
        int[] counts = [.. new[] { 1, threads }.Distinct()];
        using var progress = new BenchProgress(screen, (counts.Length * MachineRoofs.Steps) + chosen.Count);
        var machine = Machine.Look();
        RooflineView.Head(screen, machine);
        var points = new List<RooflinePoint>();
        try
        {
            MachineRoofs[] roofs = [.. counts.Select(count => MachineRoofs.Measure(count, seconds / 4, progress.Next, stop.Token))];
            progress.Pause();
            RooflineView.Peaks(screen, roofs);
            foreach (var kernel in chosen)
            {
                progress.Next(kernel.Name);
                var point = RooflinePoint.Place(kernel, KernelTimer.Measure(kernel.Prepare(), seconds, stop.Token), roofs[^1]);
                points.Add(point);
                RooflineView.Write(screen.Json, point, threads);
            }
        }
        catch (OperationCanceledException)
        {
            // What has been measured is worth showing.
            progress.Pause();
            RooflineView.Kernels(screen, points, threads);
            throw;
        }

        progress.Pause();
        RooflineView.Kernels(screen, points, threads);
        return ExitCodes.Good;
    }
}
