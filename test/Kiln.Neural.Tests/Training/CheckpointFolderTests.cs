namespace Kiln.Neural.Tests;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void What_is_written_is_read_back_to_the_bit()
    {
        using var folder = CheckpointFolder.Open(_temporary.Path);
        string path = folder.Write(Make(step: 7));
        var (read, from) = folder.ReadNewest(_ => throw new InvalidOperationException("no warning was expected"))!.Value;
        from.ShouldBe(path);
        Path.GetFileName(path).ShouldBe("step-0000000007-epoch-0002");
        (read.Epoch, read.Batch, read.Step, read.LossCount).ShouldBe((2, 3, 7L, 96L));
        read.LossSum.ShouldBe(1.0 / 3);
        read.EpochSeconds.ShouldBe(12);
        read.Settings.ShouldBe(new Dictionary<string, string> { ["seed"] = "42" });
        read.Metrics["accuracy"].ShouldBe([1, -0.0, double.NaN, double.NegativeInfinity, 5e-324, 1e300]);
        BitConverter.DoubleToInt64Bits(read.Metrics["accuracy"][1]).ShouldBe(BitConverter.DoubleToInt64Bits(-0.0));
        read.History.Columns.ShouldBe(["loss", "late"]);
        read.History["loss"].ShouldBe([0.1, double.NaN]);
        read.Random.Key.ShouldBe(RandomKey.FromSeed(9));
        read.Random.Draws.ShouldBe(new Dictionary<string, long> { ["dropout"] = 11 });
        read.StopReason.ShouldBe("enough \"is\" enough");
        read.Parameters["layers.0.weight"].ToArray<float>().ShouldBe([1, 2, 3, float.NaN]);
        read.Parameters["layers.0.weight"].Shape.ToString().ShouldBe("(2, 2)");
        read.Optimizer["steps"].ToArray<long>().ShouldBe([7]);
        SavedState state = read.Callbacks["EarlyStopping"];
        state.GetInteger("epoch").ShouldBe(long.MaxValue);
        state.GetNumber("whole").ShouldBe(3.0);
        state.GetNumber("infinite").ShouldBe(double.PositiveInfinity);
        state.GetText("text").ShouldBe("12");
        state.GetTensors("best/")["w"].ToArray<double>().ShouldBe([0.5]);
    }

    [Fact]
    public void The_newest_of_several_is_read_and_only_so_many_are_kept()
    {
        using var folder = CheckpointFolder.Open(_temporary.Path);
        foreach (int step in new[] { 9, 10, 100, 99 })
        {
            folder.Write(Make(step));
        }

        folder.ReadNewest(_ => { })!.Value.Snapshot.Step.ShouldBe(100);
        folder.Prune(keep: 2);
        CheckpointFolder.List(_temporary.Path).Select(Path.GetFileName)
            .ShouldBe(["step-0000000100-epoch-0002", "step-0000000099-epoch-0002"]);
        Directory.GetDirectories(_temporary.Path, ".*").ShouldBeEmpty();
    }

    [Fact]
    public void An_existing_checkpoint_of_the_same_step_is_not_touched()
    {
        using var folder = CheckpointFolder.Open(_temporary.Path);
        string first = folder.Write(Make(step: 5));
        string second = folder.Write(Make(step: 5));
        second.ShouldNotBe(first);
        folder.ReadNewest(_ => { })!.Value.Path.ShouldBe(second);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("optimizer.safetensors")]
    [InlineData("callbacks.safetensors")]
    [InlineData("training.json")]
    [InlineData("SHA256SUMS")]
    public void A_damaged_file_makes_the_reader_warn_and_take_the_checkpoint_before(string file)
    {
        using var folder = CheckpointFolder.Open(_temporary.Path);
        foreach (Action<string> damage in new Action<string>[] { Truncate, Flip, File.Delete, p => File.WriteAllBytes(p, []) })
        {
            string older = folder.Write(Make(step: 1));
            string newer = folder.Write(Make(step: 2));
            damage(Path.Combine(newer, file));
            var warnings = new List<string>();
            folder.ReadNewest(warnings.Add)!.Value.Path.ShouldBe(older);
            warnings.ShouldHaveSingleItem().ShouldContain(newer);
            damage(Path.Combine(older, file));
            string message = Should.Throw<CheckpointException>(() => folder.ReadNewest(_ => { })).Message;
            message.ShouldContain("no checkpoint in");
            message.ShouldContain(older);
            message.ShouldContain(newer);
            message.ShouldContain("Put back a copy of one, or delete them all");
            folder.Prune(keep: 0);
        }
    }

    [Fact]
    public void Every_truncation_and_every_flipped_byte_of_the_state_is_noticed()
    {
        using var folder = CheckpointFolder.Open(_temporary.Path);
        string path = folder.Write(Make(step: 1));
        string file = Path.Combine(path, "training.json");
        byte[] whole = File.ReadAllBytes(file);
        for (int i = 0; i < whole.Length; i += 7)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 1;
            File.WriteAllBytes(file, damaged);
            Should.Throw<CheckpointException>(() => CheckpointFiles.Read(path));
            File.WriteAllBytes(file, whole[..i]);
            Should.Throw<CheckpointException>(() => CheckpointFiles.Read(path));
        }
    }

    [Fact]
    public void A_state_with_anything_missing_or_of_another_kind_is_refused_by_its_reader()
    {
        using var folder = CheckpointFolder.Open(_temporary.Path);
        string json = File.ReadAllText(Path.Combine(folder.Write(Make(step: 1)), "training.json"));
        Read(json).Step.ShouldBe(1);
        foreach (string name in new[] { "format", "version", "epoch", "batch", "step", "settings", "running", "loss_sum", "metrics", "random", "key", "draws", "history", "callbacks" })
        {
            Should.Throw<FileFormatException>(() => Read(json.Replace($"\"{name}\"", "\"other\"", StringComparison.Ordinal)), name);
        }

        Should.Throw<FileFormatException>(() => Read(json.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal)))
            .Message.ShouldContain("resume with the version of Kiln that wrote it");
        Should.Throw<FileFormatException>(() => Read(json.Replace("\"step\": 1", "\"step\": -1", StringComparison.Ordinal)));
        Should.Throw<FileFormatException>(() => Read(json.Replace("\"tensor\": \"", "\"tensor\": \"x", StringComparison.Ordinal)));
        Should.Throw<FileFormatException>(() => Read("[]"));
        Should.Throw<FileFormatException>(() => Read(string.Empty));

        static Snapshot Read(string text)
        {
            var none = new Dictionary<string, Tensor>();
            var best = new Dictionary<string, Tensor> { ["EarlyStopping/best/w"] = Tensor.Scalar(1.0) };
            return SnapshotJson.Read("state", System.Text.Encoding.UTF8.GetBytes(text), none, none, best);
        }
    }

    [Fact]
    public void A_second_run_is_kept_out_while_the_first_has_the_folder()
    {
        using (CheckpointFolder.Open(_temporary.Path))
        {
            Should.Throw<CheckpointException>(() => CheckpointFolder.Open(_temporary.Path)).Message.ShouldContain("another run is writing to it");
        }

        CheckpointFolder.Open(_temporary.Path).Dispose();
    }

    [Fact]
    public void Temporaries_of_a_killed_run_are_cleaned_and_nothing_else()
    {
        string stale = Directory.CreateDirectory(Path.Combine(_temporary.Path, ".writing-step-0000000003-epoch-0000-abc")).FullName;
        File.WriteAllText(Path.Combine(stale, "model.safetensors"), "half");
        Directory.CreateDirectory(Path.Combine(_temporary.Path, ".removing-abc"));
        Directory.CreateDirectory(Path.Combine(_temporary.Path, ".git"));
        File.WriteAllText(Path.Combine(_temporary.Path, "notes.txt"), "mine");
        using (CheckpointFolder.Open(_temporary.Path))
        {
            Directory.GetDirectories(_temporary.Path).Select(Path.GetFileName).ShouldBe([".git"]);
            File.Exists(Path.Combine(_temporary.Path, "notes.txt")).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_folder_that_is_a_file_is_refused_at_once()
    {
        string file = Path.Combine(_temporary.Path, "taken");
        File.WriteAllText(file, "x");
        string message = Should.Throw<CheckpointException>(() => CheckpointFolder.Open(file)).Message;
        message.ShouldStartWith($"FitOptions.CheckpointFolder: '{file}' cannot be used: ");
    }

    private static void Truncate(string path)
    {
        using var stream = new FileStream(path, FileMode.Open);
        stream.SetLength(stream.Length / 2);
    }

    private static void Flip(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 3] ^= 0x10;
        File.WriteAllBytes(path, bytes);
    }

    private static Snapshot Make(long step)
    {
        var history = new History();
        history.Add([new("loss", 0.1)]);
        history.Add([new("late", 2)]);
        var callback = new SavedState();
        callback.Set("epoch", long.MaxValue);
        callback.Set("whole", 3.0);
        callback.Set("infinite", double.PositiveInfinity);
        callback.Set("text", "12");
        callback.Set("best/w", Tensor.From([0.5]));
        return new Snapshot
        {
            Epoch = 2,
            Batch = 3,
            Step = step,
            Settings = new Dictionary<string, string> { ["seed"] = "42" },
            LossSum = 1.0 / 3,
            LossCount = 96,
            EpochSeconds = 12,
            Metrics = new Dictionary<string, double[]> { ["accuracy"] = [1, -0.0, double.NaN, double.NegativeInfinity, 5e-324, 1e300] },
            History = history,
            Callbacks = new Dictionary<string, SavedState> { ["EarlyStopping"] = callback },
            Random = new RandomScopeState(RandomKey.FromSeed(9), new Dictionary<string, long> { ["dropout"] = 11 }),
            StopReason = "enough \"is\" enough",
            Parameters = new Dictionary<string, Tensor> { ["layers.0.weight"] = Tensor.From([1, 2, 3, float.NaN], [2, 2]) },
            Optimizer = new Dictionary<string, Tensor> { ["steps"] = Tensor.From([7L]) },
        };
    }
}
