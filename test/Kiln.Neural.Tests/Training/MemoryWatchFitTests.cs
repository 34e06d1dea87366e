using System.Globalization;
using System.Text.RegularExpressions;

namespace Kiln.Neural.Tests;

/// <summary>The watch reads what the whole process holds: other tests' tensors would show in it.</summary>
[Collection(nameof(AloneCollection))]
public sealed class MemoryWatchFitTests
{
    [Fact]
    public void A_fit_whose_callback_keeps_tensors_is_warned_of_and_a_sound_one_is_not()
    {
        var kept = new List<Tensor>();
        MemoryWatch Watch(Action<TrainingContext> epochEnd)
        {
            var watch = new MemoryWatch { CheckInterval = TimeSpan.Zero, Patience = 3, MinDelta = 4 << 20 };
            var log = new FitTests.Lines();
            Tiny.Network().Fit(Tiny.Data(), Tiny.Options(epochs: 6) with { Callbacks = [watch, new Call { EpochEnd = epochEnd }], Logger = log });
            log.Text.Where(l => l.StartsWith("Warning", StringComparison.Ordinal)).ShouldBe(watch.Warnings.Select(w => "Warning: " + w));
            return watch;
        }

        // What other tests left free could serve here, and a block may be up to half as large again as what lies in it.
        TensorMemory.FindDead();
        TensorMemory.Trim();
        var warning = Watch(_ => kept.Add(Tensor.Zeros([1 << 21]))).Warnings.ShouldHaveSingleItem();
        var growth = Regex.Match(warning, @"tensors that somebody can reach by ([0-9.]+) MB an epoch");
        growth.Success.ShouldBeTrue(warning);
        double.Parse(growth.Groups[1].Value, CultureInfo.InvariantCulture).ShouldBeInRange(8, 12);
        kept.Count.ShouldBe(6);
        kept.Clear();
        Watch(_ => Tensor.Zeros([1 << 21])).Warnings.ShouldBeEmpty();
    }
}
