namespace Kiln.Neural.Tests;

public class SummaryTests
{
    [Fact]
    public void A_summary_shows_shapes_and_parameters_of_every_layer()
    {
        var network = new Sequential(
            new Probe(1200),
            new Sequential(new Flatten(), new Probe(3)),
            new Probe(1));
        network.Summary([28, 28, 1]).ShouldBe(
            """
            Layer       Type        Output shape    Parameters  Multiply-adds
            ─────────────────────────────────────────────────────────────────
            layers.0    Probe       (B, 28, 28, 1)       1,201              0
            layers.1    Sequential  (B, 784)                 4              0
              layers.0  Flatten     (B, 784)                 0              0
              layers.1  Probe       (B, 784)                 4              0
            layers.2    Probe       (B, 784)                 2              0
            ─────────────────────────────────────────────────────────────────
            Parameters: 1,207 (4.7 KiB)
              trained: 1,204 (4.7 KiB)
              not trained: 3 (12 B)

            """);
    }

    [Fact]
    public void A_single_module_has_a_summary_too() => new Flatten().Summary([2, 3]).ShouldContain("(this)  Flatten  (B, 6)");
}
