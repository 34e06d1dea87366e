using System.Runtime.CompilerServices;

namespace Kiln.Neural.Tests;

/// <summary>A module of the tests' own, registered as a program would: a vector of parameters and a state that is not trained.</summary>
internal sealed class Probe : Module
{
    public Probe(int size, string tag = "")
    {
        Size = size;
        Tag = tag;
        Weight = Parameter("weight", Initializers.Normal().Create([size]));
        Parameter("seen", Initializers.Zeros.Create([1]), trainable: false);
    }

    public int Size { get; }

    public string Tag { get; }

    public Parameter Weight { get; }

    [ModuleInitializer]
    internal static void Register() => ModuleRegistry.Register("test_probe", config => new Probe(config.Int("size"), config.Text("tag")));

    public override Tensor Forward(Tensor x) => x.Copy();

    protected override void Configure(ModuleConfig config) => config.Set("size", Size).Set("tag", Tag);
}
