namespace Kiln.Bench;

/// <summary>Attention, forward and backward, against PyTorch's unfused form.</summary>
internal static class AttentionFamily
{
    public static IEnumerable<Comparison> All() => [];
}
