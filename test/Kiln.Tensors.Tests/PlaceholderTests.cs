namespace Kiln.Tensors.Tests;

public class PlaceholderTests
{
    [Fact]
    public void Assembly_loads() => typeof(PlaceholderTests).Assembly.ShouldNotBeNull();
}
