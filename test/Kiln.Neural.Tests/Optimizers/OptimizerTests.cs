namespace Kiln.Neural.Tests;

/// <summary>The formulas in float64, step by step, against a plain transcription.</summary>
public class OptimizerTests
{
    private static readonly double[] s_start = [0.5, -1.25, 3, 0.001, -0.7];

    public static TheoryData<string> Optimizers => ["sgd", "sgd decay", "momentum", "nesterov", "adam", "adamw"];

    [Theory, MemberData(nameof(Optimizers))]
    public void A_step_follows_its_formula(string name)
    {
        var parameter = new Parameter(Tensor.From(s_start));
        Optimizer optimizer = Make(name);
        double[] w = [.. s_start];
        double[] m = new double[w.Length];
        double[] v = new double[w.Length];
        for (int t = 1; t <= 20; t++)
        {
            optimizer.LearningRate = t < 10 ? 0.1 : 0.02; // A schedule.
            parameter.SetGradient(Tensor.From(Array.ConvertAll(parameter.Value.ToArray<double>(), x => Math.Sin(3 * x))));
            optimizer.Step([new("w", parameter)]);
            for (int i = 0; i < w.Length; i++)
            {
                Reference(name, optimizer.LearningRate, t, ref w[i], ref m[i], ref v[i]);
            }

            parameter.Value.ToArray<double>().ShouldBe(w, 1e-12, $"step {t}");
        }
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_resumed_optimizer_goes_on_to_the_bit(string name)
    {
        var parameter = new Parameter(Initializers.Normal().Create([1000], RandomKey.FromSeed(2)));
        Optimizer unbroken = Make(name);
        Run(unbroken, parameter, 3);
        var copy = new Parameter(parameter.Value);
        Optimizer resumed = Make(name);
        using var folder = new TemporaryFolder();
        SafeTensors.Save(folder.File("state.safetensors"), unbroken.SaveState());
        resumed.LoadState(SafeTensors.Load(folder.File("state.safetensors")));
        Run(unbroken, parameter, 3);
        Run(resumed, copy, 3);
        copy.Value.ToArray<float>().ShouldBe(parameter.Value.ToArray<float>());

        static void Run(Optimizer optimizer, Parameter parameter, int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                parameter.SetGradient(Initializers.Normal().Create(parameter.Shape, RandomKey.FromSeed((ulong)optimizer.Steps)));
                optimizer.Step([new("w", parameter)]);
            }
        }
    }

    [Fact]
    public void Parameters_without_a_gradient_or_not_trained_are_left_alone()
    {
        var idle = new Parameter(Tensor.From([1f]));
        var state = new Parameter(Tensor.From([2f]), trainable: false);
        var busy = new Parameter(Tensor.From([3f]));
        busy.Value.Sum().Backward();
        var optimizer = new AdamW();
        optimizer.Step([new("idle", idle), new("state", state), new("busy", busy)]);
        idle.Value.Item<float>().ShouldBe(1);
        state.Value.Item<float>().ShouldBe(2);
        busy.Value.Item<float>().ShouldBeLessThan(3);
        optimizer.SaveState().Keys.ShouldNotContain(key => key.StartsWith("idle", StringComparison.Ordinal) || key.StartsWith("state", StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_are_checked_by_name()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new SGD(momentum: 1)).Message.ShouldContain("momentum");
        Should.Throw<ArgumentException>(() => new SGD(nesterov: true)).Message.ShouldContain("0.9 is usual");
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam(beta2: 1)).Message.ShouldContain("beta2");
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam(epsilon: 0)).Message.ShouldContain("epsilon");
        Should.Throw<ArgumentOutOfRangeException>(() => new AdamW(weightDecay: -1)).Message.ShouldContain("weightDecay");
    }

    private static Optimizer Make(string name) => name switch
    {
        "sgd" => new SGD(0.1),
        "sgd decay" => new SGD(0.1, weightDecay: 0.05),
        "momentum" => new SGD(0.1, momentum: 0.8, weightDecay: 0.05),
        "nesterov" => new SGD(0.1, momentum: 0.8, nesterov: true),
        "adam" => new Adam(0.1, 0.8, 0.95, 1e-4),
        _ => new AdamW(0.1, 0.05, 0.8, 0.95, 1e-4),
    };

    private static void Reference(string name, double rate, int t, ref double w, ref double m, ref double v)
    {
        double g = Math.Sin(3 * w);
        if (name is "sgd decay" or "momentum")
        {
            g += 0.05 * w;
        }

        switch (name)
        {
            case "sgd" or "sgd decay":
                w -= rate * g;
                break;
            case "momentum":
                m = 0.8 * m + g;
                w -= rate * m;
                break;
            case "nesterov":
                m = 0.8 * m + g;
                w -= rate * (g + 0.8 * m);
                break;
            default:
                w -= name == "adamw" ? rate * 0.05 * w : 0;
                m = 0.8 * m + 0.2 * g;
                v = 0.95 * v + 0.05 * g * g;
                w -= rate * Math.Sqrt(1 - Math.Pow(0.95, t)) / (1 - Math.Pow(0.8, t)) * m / (Math.Sqrt(v) + 1e-4);
                break;
        }
    }
}
