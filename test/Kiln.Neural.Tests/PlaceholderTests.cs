namespace Kiln.Neural.Tests;

public class PlaceholderTests
{
    [Fact]
    public void Assembly_loads() => typeof(PlaceholderTests).Assembly.ShouldNotBeNull();
}
