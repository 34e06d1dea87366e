using System.Globalization;
using System.Text;
using System.Text.Json;
using Kiln.Bench;
using Kiln.Numerics;

const int Rounds = 15;

if (args is ["--onednn", .. var task])
{
    return OneDnnPeer.Run(task);
}

var peers = "bench/peers";
var names = new List<string>();
var list = false;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--peers":
            peers = args[++i];
            break;
        case "--threads":
            WorkerTeam.ThreadCount = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--list":
            list = true;
            break;
        default:
            names.Add(args[i]);
            break;
    }
}

Comparison[] chosen =
[
    .. MatMulComparisons.All().Concat(ConvolutionComparisons.All()).Concat(TrainingComparisons.All())
        .Where(c => names.Count == 0 || names.Any(n => c.Name.Contains(n, StringComparison.OrdinalIgnoreCase))),
];
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"No comparison has a name that contains {string.Join(" or ", names)}; --list prints all.");
    return 2;
}

foreach (var comparison in chosen)
{
    if (list)
    {
        Console.WriteLine(comparison.Name);
    }
    else
    {
        Compare(comparison);
    }
}

return 0;

void Compare(Comparison comparison)
{
    var run = comparison.Prepare();
    var runs = Sampler.Calibrate(run);
    using var peer = PeerProcess.Start(peers, comparison.Peer, WorkerTeam.ThreadCount, out var why);
    var ours = new List<double>();
    var theirs = new List<double>();
    var ratios = new List<double>();
    for (var round = 0; round < Rounds; round++)
    {
        // Interleaved, and the order alternates, so that a disturbance meets both.
        if (peer is not null && round % 2 == 1)
        {
            theirs.Add(peer.Sample());
        }

        ours.Add(Sampler.Sample(run, runs));
        if (peer is not null && round % 2 == 0)
        {
            theirs.Add(peer.Sample());
        }

        if (peer is not null)
        {
            ratios.Add(theirs[^1] / ours[^1]);
        }
    }

    using var stream = new MemoryStream();
    using (var json = new Utf8JsonWriter(stream))
    {
        json.WriteStartObject();
        json.WriteString("name", comparison.Name);
        json.WriteNumber("ours", Math.Round(comparison.Work / Sampler.Summarize(ours).Median, 2));
        if (peer is null)
        {
            json.WriteNull("peer");
        }
        else
        {
            json.WriteNumber("peer", Math.Round(comparison.Work / Sampler.Summarize(theirs).Median, 2));
        }

        json.WriteString("unit", comparison.Unit);
        if (peer is null)
        {
            json.WriteNull("ratio");
            json.WriteNull("interval");
            json.WriteString("note", "no peer: " + why);
        }
        else
        {
            var (median, low, high) = Sampler.Summarize(ratios);
            json.WriteNumber("ratio", Math.Round(median, 3));
            json.WriteStartArray("interval");
            json.WriteNumberValue(Math.Round(low, 3));
            json.WriteNumberValue(Math.Round(high, 3));
            json.WriteEndArray();
            json.WriteString("against", peer.Name);
        }

        json.WriteNumber("threads", WorkerTeam.ThreadCount);
        json.WriteString("instructions", InstructionSets.Current.ToString());
        json.WriteEndObject();
    }

    Console.WriteLine(Encoding.UTF8.GetString(stream.ToArray()));
}
