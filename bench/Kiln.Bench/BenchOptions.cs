using System.Globalization;
using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        bench/compare [OPTION…] [NAME…]: measures Kiln and its peers side by side, one JSON line per comparison.
        A NAME chooses every comparison whose name contains it; without one, all run.
          --list            print the names of the comparisons and measure nothing
          --threads N|both  threads of Kiln and of the peers; both is 1 and then all (default: all)
          --rounds N        at most so many rounds per comparison (default: 15)
          --seconds S       about so long per comparison, at least three rounds (default: 3)
          --json FILE       also keep the lines in FILE, replacing older ones of the same names and threads
          --markdown        print tables instead; with --render of what FILE holds
          --render          measure nothing, take what --json FILE holds
          --into DOCUMENT   with --render: write the tables between the document's marks (<!-- bench: summary --> or <!-- bench: details -->, and
                            <!-- bench: end -->) instead of to the output; may be given again
          --speedup         without peers: all threads against one, in turns; also what the multiply-adds or the memory of the machine gain just then
          --check           measure nothing, compare Kiln's results with the peers'
          --no-build        (first) do not build beforehand
        """;

    public string Peers { get; private init; } = "bench/peers";

    public IReadOnlyList<int> Threads { get; private init; } = [WorkerTeam.ThreadCount];

    public int Rounds { get; private init; } = 15;

    public double Seconds { get; private init; } = 3;

    public string? Json { get; private init; }

    public bool Help { get; private init; }

    public bool List { get; private init; }

    public bool Markdown { get; private init; }

    public bool Render { get; private init; }

    public IReadOnlyList<string> Into { get; private init; } = [];

    public bool Check { get; private init; }

    public bool Speedup { get; private init; }

    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>Reads the command line; a <see cref="FormatException"/> says what is wrong with it.</summary>
    public static BenchOptions Read(string[] arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            string Value() => ++i < arguments.Length ? arguments[i] : throw new FormatException($"{arguments[i - 1]} needs a value");
            options = arguments[i] switch
            {
                "--peers" => options with { Peers = Value() },
                "--threads" => options with { Threads = ThreadCounts(Value()) },
                "--rounds" => options with { Rounds = (int)Positive("--rounds", Value()) },
                "--seconds" => options with { Seconds = Positive("--seconds", Value()) },
                "--json" => options with { Json = Value() },
                "--help" or "-h" => options with { Help = true },
                "--list" => options with { List = true },
                "--markdown" => options with { Markdown = true },
                "--render" => options with { Render = true },
                "--into" => options with { Into = [.. options.Into, Value()] },
                "--check" => options with { Check = true },
                "--speedup" => options with { Speedup = true },
                ['-', '-', ..] => throw new FormatException($"there is no option {arguments[i]}"),
                var name => options with { Names = [.. options.Names, name] },
            };
        }

        return options is { Render: true, Json: null } ? throw new FormatException("--render needs --json FILE, which it reads") : options;
    }

    /// <summary>The comparisons that are asked for, in their order.</summary>
    public IReadOnlyList<Comparison> Choose(IEnumerable<Comparison> all) =>
        [.. all.Where(c => Names.Count == 0 || Names.Any(n => c.Name.Contains(n, StringComparison.OrdinalIgnoreCase)))];

    private static IReadOnlyList<int> ThreadCounts(string text) =>
        text == "both" ? [.. new[] { 1, WorkerTeam.ThreadCount }.Distinct()] : [(int)Positive("--threads", text)];

    private static double Positive(string option, string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new FormatException($"{option}: expected a positive number, given {text}");
}
