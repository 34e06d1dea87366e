namespace Kiln.Neural;

/// <summary>The check of a padding that has to be amounts, since no window follows that would say how much.</summary>
internal static class Amounts
{
    internal static Padding Check(Padding padding, int axes) => padding.IsSame || padding.IsCausal
        ? throw new ArgumentException($"padding: \"{padding}\" follows from a window; give amounts here: a number, or Padding.Of", nameof(padding))
        : padding.For(axes);
}
