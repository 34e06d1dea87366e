using System.Globalization;
using System.Text;

namespace Kiln.Neural;

/// <summary>What <see cref="Module.LoadMatchingWeights"/> did with every parameter of the network and every tensor of the file.</summary>
public sealed class PartialLoadReport
{
    internal PartialLoadReport(
        IReadOnlyList<string> loaded, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> skipped, IReadOnlyList<WeightMismatch> mismatched) =>
        (Loaded, Missing, Unexpected, Skipped, Mismatched) = (loaded, missing, unexpected, skipped, mismatched);

    /// <summary>The parameters that were filled, by their paths in the network.</summary>
    public IReadOnlyList<string> Loaded { get; }

    /// <summary>The parameters that the file has no tensor for; they keep their values.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The tensors that the network has no parameter for, by their names in the file.</summary>
    public IReadOnlyList<string> Unexpected { get; }

    /// <summary>The parameters that the options left out; they keep their values.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>The parameters whose tensor has another shape, or a type that would lose digits; they keep their values.</summary>
    public IReadOnlyList<WeightMismatch> Mismatched { get; }

    /// <summary>Whether every parameter was filled and every tensor used.</summary>
    public bool IsComplete => Missing.Count + Unexpected.Count + Skipped.Count + Mismatched.Count == 0;

    /// <summary>A line that counts, and one for each name that was not loaded.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Loaded.Count} loaded, {Missing.Count} missing, {Unexpected.Count} unexpected, {Mismatched.Count} of another shape or type, {Skipped.Count} skipped");
        Lines("missing", Missing);
        Lines("unexpected", Unexpected);
        Lines("other", [.. Mismatched.Select(m => m.ToString())]);
        Lines("skipped", Skipped);
        return text.ToString();

        void Lines(string kind, IReadOnlyList<string> names)
        {
            foreach (string name in names)
            {
                text.Append("\n  ").Append(kind).Append(": ").Append(name);
            }
        }
    }
}

/// <summary>A parameter and the tensor that could not fill it.</summary>
/// <param name="Path">The parameter's path.</param>
/// <param name="Name">The tensor's name in the file.</param>
/// <param name="FileShape">The tensor's shape.</param>
/// <param name="FileDType">The tensor's type.</param>
/// <param name="Shape">The parameter's shape.</param>
/// <param name="DType">The parameter's type.</param>
public sealed record WeightMismatch(string Path, string Name, Shape FileShape, DType FileDType, Shape Shape, DType DType)
{
    /// <summary><c>head.weight is float32 (512, 10) in the file, float32 (512, 5) in the network</c>.</summary>
    public override string ToString() =>
        $"{Path} is {FileDType.Name()} {FileShape} in the file{(Name == Path ? string.Empty : $" ({Name})")}, {DType.Name()} {Shape} in the network";
}
