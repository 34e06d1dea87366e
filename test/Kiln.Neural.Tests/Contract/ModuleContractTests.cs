namespace Kiln.Neural.Tests;

/// <summary>What every module must do. A new module adds its registration and its cases to <see cref="ModuleCase.All"/>.</summary>
public class ModuleContractTests
{
    public static TheoryData<string> Cases => ModuleCase.Keys;

    [Fact]
    public void Every_module_is_registered_and_in_this_suite()
    {
        var types = typeof(Module).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(Module)) && !t.IsAbstract).ToList();
        var registered = ModuleRegistry.Names.Select(ModuleRegistry.TypeOf).ToHashSet();
        types.Where(t => !registered.Contains(t)).ShouldBeEmpty("add a line to ModuleRegistry.RegisterBuiltIn");
        var covered = ModuleCase.All.Select(c => ModuleRegistry.TypeOf(c.Name)).ToHashSet();
        types.Where(t => !covered.Contains(t)).ShouldBeEmpty("add a case to ModuleCase.All");
        ModuleCase.All.ShouldAllBe(c => c.Build(DType.Float32).GetType() == ModuleRegistry.TypeOf(c.Name));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_saved_module_loads_with_the_same_bits_and_settings(string key)
    {
        ModuleCase c = ModuleCase.Find(key);
        using var folder = new TemporaryFolder();
        using var second = new TemporaryFolder();
        Module module = c.Make();
        module.Save(folder.Path);
        Module loaded = Module.Load(folder.Path);
        loaded.GetType().ShouldBe(module.GetType());
        loaded.Save(second.Path);
        File.ReadAllBytes(second.File("config.json")).ShouldBe(File.ReadAllBytes(folder.File("config.json")));
        File.ReadAllBytes(second.File("model.safetensors")).ShouldBe(File.ReadAllBytes(folder.File("model.safetensors")));
        Tensor x = c.Inputs(3);
        c.Run(loaded, x).ToArray<float>().ShouldBe(c.Run(module, x).ToArray<float>());
    }

    [Theory, MemberData(nameof(Cases))]
    public void Float64_parameters_are_saved_and_loaded_too(string key)
    {
        ModuleCase c = ModuleCase.Find(key);
        using var folder = new TemporaryFolder();
        Module module = c.Make(DType.Float64);
        module.Save(folder.Path);
        Tensor x = c.Inputs(2, DType.Float64);
        c.Run(Module.Load(folder.Path), x).ToArray<double>().ShouldBe(c.Run(module, x).ToArray<double>());
    }

    [Theory, MemberData(nameof(Cases))]
    public void Inference_computes_the_same_again_changes_nothing_and_records_nothing(string key)
    {
        ModuleCase c = ModuleCase.Find(key);
        Module module = c.Make();
        float[][] before = Values(module);
        Tensor x = c.Inputs(4);
        using (Mode.Inference())
        {
            Tensor y = c.Run(module, x);
            y.RequiresGrad.ShouldBeFalse();
            c.Run(module, x).ToArray<float>().ShouldBe(y.ToArray<float>());
        }

        Values(module).ShouldBe(before);
        x.To(DType.Float64).ToArray<double>().ShouldBe(c.Inputs(4).To(DType.Float64).ToArray<double>());
    }

    [Theory, MemberData(nameof(Cases))]
    public void Training_differs_from_inference_only_where_it_should(string key)
    {
        ModuleCase c = ModuleCase.Find(key);
        Tensor x = c.Inputs(4);
        float[] inferred = c.Run(c.Make(), x).ToArray<float>();
        float[] trained = Train(c, x, seed: 1).ToArray<float>();
        trained.SequenceEqual(inferred).ShouldBe(!c.TrainingDiffers);
        Train(c, x, seed: 1).ToArray<float>().ShouldBe(trained, "a training step is a function of its seed");
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_batch_of_one_works(string key)
    {
        ModuleCase c = ModuleCase.Find(key);
        Tensor y = c.Run(c.Make(), c.Inputs(1));
        Train(c, c.Inputs(1), seed: 1).Shape.ShouldBe(y.Shape);
        y.Shape[0].ShouldBe(1);
        y.ToArray<float>().ShouldAllBe(v => float.IsFinite(v));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_row_alone_is_as_in_the_batch(string key)
    {
        ModuleCase c = ModuleCase.Find(key);
        Module module = c.Make();
        Tensor x = c.Inputs(5);
        float[] together = c.Run(module, x).ToArray<float>();
        int size = together.Length / 5;
        bool same = true;
        for (int row = 0; row < 5; row++)
        {
            float[] alone = c.Run(module, x.Narrow(0, row, 1)).ToArray<float>();
            for (int i = 0; i < size; i++)
            {
                same &= Math.Abs(alone[i] - together[row * size + i]) <= 1e-6 + 1e-5 * Math.Abs(alone[i]);
            }
        }

        same.ShouldBe(!c.MixesRows);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_equal_central_differences(string key)
    {
        ModuleCase c = ModuleCase.Find(key);
        GradientCheck.Run(c, c.Inputs(3, DType.Float64), training: false);
        GradientCheck.Run(c, c.Inputs(3, DType.Float64), training: true);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Float32_agrees_with_float64(string key)
    {
        ModuleCase c = ModuleCase.Find(key);
        Module single = c.Make();
        Module wide = c.Make(DType.Float64);
        foreach (var ((_, from), (_, to)) in single.NamedParameters().Zip(wide.NamedParameters()))
        {
            to.Assign(Tensor.From(Array.ConvertAll(from.Value.ToArray<float>(), v => (double)v), from.Shape));
        }

        Tensor x = c.Inputs(3);
        float[] y = c.Run(single, x).ToArray<float>();
        double[] expected = c.Run(wide, c.Classes > 0 ? x : Tensor.From(Array.ConvertAll(x.ToArray<float>(), v => (double)v), x.Shape)).ToArray<double>();
        for (int i = 0; i < y.Length; i++)
        {
            ((double)y[i]).ShouldBe(expected[i], 2e-6 + 2e-5 * Math.Abs(expected[i]), $"{key}: element {i}");
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Elements_of_a_wrong_type_are_refused_by_an_error_that_names_the_layer(string key)
    {
        ModuleCase c = ModuleCase.Find(key);
        var network = new Sequential(new Flatten(), c.Make());
        DType type = c.Classes > 0 ? DType.Float32 : DType.Int32;
        Tensor x = Tensor.Zeros([2, .. c.Input.Sizes], type);
        if (c.TakesAnyType)
        {
            c.Run(network[1], x).DType.ShouldBe(DType.Int32);
            return;
        }

        var error = Should.Throw<DTypeException>(() => c.Run(network[1], x));
        error.Message.ShouldContain("layers.1");
        error.Message.ShouldContain(type.Name());
    }

    // A size more and twice as large, an axis less and one more, nothing at all: taken, or refused with the layer and the shape that was given.
    [Theory, MemberData(nameof(Cases))]
    public void A_wrong_shape_is_taken_or_refused_by_an_error_that_names_the_layer_and_the_shape(string key)
    {
        ModuleCase c = ModuleCase.Find(key);
        var network = new Sequential(new Flatten(), c.Make());
        int[] sizes = c.Input.ToArray();
        DType type = c.Classes > 0 ? DType.Int64 : DType.Float32;
        foreach (int[] wrong in (int[][])[[.. sizes[..^1], sizes[^1] + 1], [.. sizes[..^1], 2 * sizes[^1]], sizes[1..], [.. sizes, 2], [.. sizes[..^1], 0]])
        {
            Tensor x = Tensor.Zeros([2, .. wrong], type);
            try
            {
                c.Run(network[1], x);
            }
            catch (ArgumentException error)
            {
                error.ShouldBeOfType<ShapeException>($"{key} of {x.Shape}: {error.Message}");
                error.Message.ShouldContain("layers.1", Case.Sensitive, $"{key} of {x.Shape}: {error.Message}");
                error.Message.ShouldContain("(2", Case.Sensitive, $"{key} of {x.Shape}: {error.Message}");
            }
        }
    }

    // Networks are refused by what their layers say of themselves, so that has to be true.
    [Theory, MemberData(nameof(Cases))]
    public void What_a_module_says_of_its_sizes_and_outputs_is_true(string key)
    {
        ModuleCase c = ModuleCase.Find(key);
        Module module = c.Make();
        Tensor x = c.Inputs(4);
        Tensor y = c.Run(module, x);
        (module.TakenFeatures is 0 || module.TakenFeatures == c.Input[-1]).ShouldBeTrue($"takes {module.TakenFeatures}");
        LastAxis lead = c.Arity == 1 ? module.Lead(new LastAxis(c.Input[-1])) : LastAxis.Unknown;
        if (lead.Size > 0)
        {
            (lead.IsMultiple ? y.Shape[-1] % lead.Size : y.Shape[-1] - lead.Size).ShouldBe(0, $"{lead.Size}, made {y.Shape}");
        }

        if (module.OutputRanges() is [{ } range])
        {
            float[] values = y.ToArray<float>();
            ((double)values.Min()).ShouldBeGreaterThanOrEqualTo(range.Least);
            ((double)values.Max()).ShouldBeLessThanOrEqualTo(range.Most);
            if (range.Form == OutputForm.Softmax)
            {
                y.Sum(-1).AllClose(Tensor.Ones([.. y.Shape.Sizes[..^1]])).ShouldBeTrue();
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Many_threads_can_infer_at_once(string key)
    {
        ModuleCase c = ModuleCase.Find(key);
        Module module = c.Make();
        Tensor x = c.Inputs(4);
        float[] expected = c.Run(module, x).ToArray<float>();
        var results = new float[8][];
        Parallel.For(0, results.Length, i =>
        {
            using (Mode.Inference())
            {
                results[i] = c.Run(module, x).ToArray<float>();
            }
        });
        results.ShouldAllBe(r => r.SequenceEqual(expected));
    }

    private static Tensor Train(ModuleCase c, Tensor x, ulong seed)
    {
        Module module = c.Make();
        using (Mode.Training())
        using (RandomScope.Use(RandomKey.FromSeed(seed)))
        {
            return c.Run(module, x);
        }
    }

    private static float[][] Values(Module module) => [.. module.NamedParameters().Select(p => p.Value.Value.ToArray<float>())];
}
