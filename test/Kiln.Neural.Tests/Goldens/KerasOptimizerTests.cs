using System.Text.Json;

namespace Kiln.Neural.Tests;

/// <summary>A hundred steps down a quadratic, gradient = hessian · value, against Keras.</summary>
public class KerasOptimizerTests
{
    [Fact]
    public void Trajectories_equal_those_of_Keras()
    {
        int count = 0;
        foreach (JsonElement golden in KerasGoldens.Read("optimizers.json").EnumerateArray())
        {
            string name = golden.GetProperty("optimizer").GetString()!;
            Run(golden, () => Make(name), name);
            count++;
        }

        count.ShouldBe(20);
    }

    private static Optimizer Make(string name) => name switch
    {
        "SGD(0.05)" => new SGD(0.05),
        "SGD(0.05,momentum=0.9)" => new SGD(0.05, momentum: 0.9),
        "SGD(0.05,momentum=0.9,nesterov)" => new SGD(0.05, momentum: 0.9, nesterov: true),
        "SGD(CosineDecay(0.1,50))" => new SGD { Schedule = new CosineDecay(0.1, 50) },
        "RMSprop(0.01)" => new RMSprop(0.01),
        "RMSprop(0.01,centered,momentum=0.5)" => new RMSprop(0.01, centered: true, momentum: 0.5),
        "Adam(0.05)" or "Adam(0.05,clipnorm=0.5)" or "Adam(0.05,clipvalue=0.1)" or "Adam(0.05,global_clipnorm=0.5)" => new Adam(0.05),
        "Adam(0.05,amsgrad)" => new AMSGrad(0.05),
        "AdamW(0.05,weight_decay=0.1)" => new AdamW(0.05, weightDecay: 0.1),
        "Adam(ExponentialDecay(0.1,10,0.5))" => new Adam { Schedule = new ExponentialDecay(0.1, 10, 0.5) },
        "Adamax(0.05)" => new Adamax(0.05),
        "Nadam(0.05)" => new Nadam(0.05),
        "Adagrad(0.1)" => new Adagrad(0.1),
        "Adadelta(1.0)" => new Adadelta(1.0),
        "Ftrl(0.1)" => new Ftrl(0.1),
        "Lion(0.01)" => new Lion(0.01),
        "Adafactor(0.05)" => new Adafactor(0.05),
        _ => throw new ArgumentException($"an optimizer that this test does not know: {name}"),
    };

    /// <summary>
    /// Each step within 1e-5, or within four times what single precision itself is away from the same rule in double. The latter matters for RMSprop centred, which bounces around the
    /// minimum: after fifty steps a single rounding has grown to 1e-4 or more (PyTorch, replaying the operations of Keras's back end, is 7e-4 from Keras there).
    /// </summary>
    private static void Run(JsonElement golden, Func<Optimizer> make, string name)
    {
        var expected = golden.GetProperty("trajectory").EnumerateArray().ToDictionary(t => t.GetProperty("step").GetInt32(), t => t.GetProperty("value").Tensor().ToArray<float>());
        expected.Count.ShouldBeGreaterThan(3);
        Tensor start = golden.GetProperty("start").Tensor();
        Tensor hessian = golden.GetProperty("hessian").Tensor();
        double[][] single = Walk(make(), start, hessian, name);
        double[][] exact = Walk(make(), start.To(DType.Float64), hessian.To(DType.Float64), name);
        foreach ((int step, float[] values) in expected)
        {
            double tolerance = Math.Max(1e-5, 4 * single[step - 1].Zip(exact[step - 1], (s, e) => Math.Abs(s - e)).Max());
            for (int i = 0; i < values.Length; i++)
            {
                single[step - 1][i].ShouldBe(values[i], tolerance, $"{name}: step {step}, element {i}");
            }
        }
    }

    private static double[][] Walk(Optimizer optimizer, Tensor start, Tensor hessian, string name)
    {
        var parameter = new Parameter(start);
        var path = new double[100][];
        for (int step = 0; step < 100; step++)
        {
            parameter.SetGradient(hessian.MatMul(parameter.Value.Detach()));
            switch (name)
            {
                case "Adam(0.05,clipnorm=0.5)":
                    GradientClipping.ClipEachNorm([parameter], 0.5);
                    break;
                case "Adam(0.05,clipvalue=0.1)":
                    GradientClipping.ClipValue([parameter], 0.1);
                    break;
                case "Adam(0.05,global_clipnorm=0.5)":
                    GradientClipping.ClipNorm([parameter], 0.5);
                    break;
            }

            optimizer.Step([new("w", parameter)]);
            path[step] = parameter.Value.To(DType.Float64).ToArray<double>();
        }

        return path;
    }
}
