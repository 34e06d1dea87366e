using System.Text.Json;

namespace Kiln.Neural.Tests;

public class ScheduleTests
{
    [Fact]
    public void Schedules_equal_those_of_PyTorch()
    {
        // Goldens/schedules.json is written by Goldens/make_schedules.py.
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "schedules.json")));
        int count = 0;
        foreach (JsonProperty golden in document.RootElement.EnumerateObject())
        {
            Schedule schedule = golden.Name switch
            {
                "StepLR(0.4,7,0.5)" => new StepDecay(0.4, 7, 0.5),
                "MultiStepLR(0.4,[5,11],0.1)" => new PiecewiseConstant([4, 10], [0.4, 0.04, 0.004]), // A boundary belongs to the piece before it.
                "ExponentialLR(0.4,0.9)" => new ExponentialDecay(0.4, 1, 0.9),
                "CosineAnnealingLR(0.4,20,0.04)" => new CosineDecay(0.4, 20, alpha: 0.1),
                "CosineAnnealingWarmRestarts(0.4,5,2,0.04)" => new CosineRestarts(0.4, 5, lengthen: 2, alpha: 0.1),
                "CosineAnnealingWarmRestarts(0.4,6,1,0)" => new CosineRestarts(0.4, 6, lengthen: 1),
                "OneCycleLR(0.4,30)" => new OneCycle(0.4, 30),
                "OneCycleLR(0.4,31,0.45,10,100)" => new OneCycle(0.4, 31, 0.45, 10, 100),
                "PolynomialLR(0.4,12,2)" => new PolynomialDecay(0.4, 12, end: 0, power: 2),
                "LinearLR(0.4,0.2,5)" => new Warmup(5, 0.4),
                _ => throw new ArgumentException($"a schedule that this test does not know: {golden.Name}"),
            };
            double[] expected = [.. golden.Value.EnumerateArray().Select(v => v.GetDouble())];
            expected.Length.ShouldBeGreaterThan(15);
            for (int step = 0; step < expected.Length; step++)
            {
                schedule.At(step).ShouldBe(expected[step], 1e-12, $"{golden.Name} at {step}");
            }

            count++;
        }

        count.ShouldBe(10);
    }

    [Fact]
    public void Inverse_time_and_staircases_follow_their_formulas()
    {
        new InverseTimeDecay(0.1, 10, 0.5).At(25).ShouldBe(0.1 / (1 + 0.5 * 2.5), 1e-15);
        new InverseTimeDecay(0.1, 10, 0.5, staircase: true).At(25).ShouldBe(0.1 / 2, 1e-15);
        new ExponentialDecay(0.1, 10, 0.5, staircase: true).At(29).ShouldBe(0.025, 1e-15);
        new PolynomialDecay(0.1, 10, end: 0.01, cycle: true).At(15).ShouldBe(0.09 * (1 - 15.0 / 20) + 0.01, 1e-15);
        var warm = new CosineDecay(0, 10, warmupSteps: 4, warmupTarget: 0.2);
        warm.At(1).ShouldBe(0.05, 1e-15);
        warm.At(4).ShouldBe(0.2, 1e-15);
        warm.At(9).ShouldBe(0.1, 1e-15);
        warm.At(1000).ShouldBe(0, 1e-15);
    }

    [Fact]
    public void An_optimizer_follows_its_schedule_and_resumes_in_its_middle()
    {
        var first = new SGD { Schedule = new StepDecay(1, 2, 0.5) };
        var w = new Parameter(Tensor.From([0f]));
        Step(first, 3);
        w.Value.ToArray<float>().ShouldBe([-2.5f]);
        var second = new SGD { Schedule = new StepDecay(1, 2, 0.5) };
        second.LoadState(first.SaveState());
        Step(second, 2);
        w.Value.ToArray<float>().ShouldBe([-3.25f]);
        second.LearningRate.ShouldBe(0.25);

        void Step(Optimizer optimizer, int count)
        {
            for (int i = 0; i < count; i++)
            {
                w.SetGradient(Tensor.From([1f]));
                optimizer.Step([new("w", w)]);
            }
        }
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new CosineDecay(-1, 10)).Message.ShouldContain("initial");
        Should.Throw<ArgumentOutOfRangeException>(() => new StepDecay(1, 0)).Message.ShouldContain("steps must be at least 1, got 0");
        Should.Throw<ArgumentException>(() => new CosineDecay(1, 10, warmupSteps: 3)).Message.ShouldContain("warmupTarget");
        Should.Throw<ArgumentException>(() => new PiecewiseConstant([3, 3], [1, 2, 3])).Message.ShouldContain("rise");
        Should.Throw<ArgumentException>(() => new PiecewiseConstant([3], [1])).Message.ShouldContain("1 boundaries need 2 values, got 1");
    }
}
