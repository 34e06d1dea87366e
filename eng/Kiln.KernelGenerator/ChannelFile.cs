namespace Kiln.KernelGenerator;

/// <summary>Kernels that go through the channels, a vector at a time, and then through those that are left.</summary>
internal abstract class ChannelFile(string path, FormattableString summary) : KernelFile(path, summary)
{
    /// <summary>Adds both loops over <c>channels</c>.</summary>
    /// <param name="body">Adds what is done for a vector: whether it is the masked one of the rest, and how an address is read then.</param>
    protected void Channels(Action<bool, Func<string, string>> body)
    {
        Line(2, $"nint channel = 0;");
        Line(2, $"for (; channel + TLanes.Count <= channels; channel += TLanes.Count)");
        Line(2, $"{{");
        body(false, address => $"TLanes.Load({address})");
        Line(2, $"}}");
        Blank();
        Line(2, $"if (channel < channels)");
        Line(2, $"{{");
        Line(3, $"var lanes = (int)(channels - channel);");
        Line(3, $"var mask = TLanes.FirstLanes(lanes);");
        body(true, address => $"TLanes.LoadFirst({address}, mask, lanes)");
        Line(2, $"}}");
    }
}
