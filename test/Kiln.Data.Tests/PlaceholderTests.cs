namespace Kiln.Data.Tests;

public class PlaceholderTests
{
    [Fact]
    public void Assembly_loads() => typeof(PlaceholderTests).Assembly.ShouldNotBeNull();
}
